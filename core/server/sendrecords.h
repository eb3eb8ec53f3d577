#pragma once

#include "core/net/receipts.h"
#include "core/server/sendrecord.h"

#include <QDir>
#include <QHash>
#include <QThreadPool>

#include <chrono>
#include <memory>

namespace Signalbox {

/// Writes down what is sent by hand, before it goes out, and keeps what became of each copy where a
/// program that is killed leaves it. A record ends with its send; what is still there at the start
/// was on its way when the program ended. Nothing is ever sent again by itself. Owned by Server;
/// its thread. Files are written by threads of its own.
class SendRecords final
{
    Q_DISABLE_COPY_MOVE(SendRecords)
public:
    static constexpr std::chrono::milliseconds MaxWait{40};
    static constexpr qsizetype MaxOpen = 64; ///< at once; more are sent without a record

    /// Reads what an earlier run has left in the folder, which need not be there.
    explicit SendRecords(const QDir &folder);
    /// Waits for what is being written. Ends the records that are open: it is not the program that
    /// ends in their middle.
    ~SendRecords();

    /// Begins a record and gives its receipts; null: there are too many. `clients` are connected;
    /// `lists` parts of the server will enter those that it is for.
    std::shared_ptr<Receipts> begin(quint64 request, const Signal &signal, quint32 clients,
                                    quint32 lists);
    /// Writes the record: what it is for may be sent when this returns. Waits for a disk that does
    /// not answer no longer than MaxWait.
    void write(quint64 request);
    /// It was not begun, or could not be written.
    bool isUnrecorded(quint64 request) const;
    /// Writes the receipts of what is on its way to the disk, for those cases in which no memory
    /// lasts.
    void saveReceipts();
    /// Nothing of it waits any more.
    void end(quint64 request);
    void wait(); ///< until everything is written

    /// What was on its way when an earlier run ended; oldest first.
    const QList<SendRecord> &unfinished() const { return m_unfinished; }
    void forgetUnfinished(); ///< here and on the disk

private:
    struct Writing;
    struct Open
    {
        QString fileName;
        SendRecord record;
        std::shared_ptr<Receipts> receipts;
        std::shared_ptr<Writing> writing;
        QByteArray saved; ///< of the receipts
    };
    void read(const QString &fileName);
    static void readReceipts(SendRecord &record, const QString &fileName);
    static void removeFiles(const QString &fileName);

    QDir m_folder;
    QHash<quint64, Open> m_open; ///< by request
    QList<SendRecord> m_unfinished;
    QStringList m_unfinishedFiles;
    QString m_run; ///< in the names of this run's files
    QThreadPool m_keeper; ///< one thread, for what no send waits for
    QThreadPool m_writer; ///< one thread
};

} // namespace Signalbox
