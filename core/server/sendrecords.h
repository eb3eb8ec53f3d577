#pragma once

#include "core/net/receipts.h"
#include "core/server/sendrecord.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QHash>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace Signalbox {

/// Writes down what is sent by hand, before it goes out, and keeps what became of each copy where a
/// program that is killed leaves it. A record ends with its send; what is still there at the start
/// was on its way when the program ended. Nothing is ever sent again by itself. Owned by Server;
/// its thread. Files are written by threads of its own.
class SendRecords final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendRecords)
public:
    /// A send waits no longer for its record: longer than any disk that works, and short enough for
    /// somebody who waits for it.
    static constexpr std::chrono::milliseconds MaxWait{2000};
    static constexpr qsizetype MaxOpen = 64; ///< at once; more are sent without a record

    /// Reads what an earlier run has left in the folder, which need not be there.
    explicit SendRecords(const QDir &folder);
    /// Waits for what is being written. Ends the records that are open: it is not the program that
    /// ends in their middle.
    ~SendRecords() override;

    /// Begins a record and gives its receipts; null: there are too many. `clients` are connected;
    /// `lists` parts of the server will enter those that it is for.
    std::shared_ptr<Receipts> begin(quint64 request, const Signal &signal, quint32 clients,
                                    quint32 lists);
    /// Writes the record, and holds nobody up meanwhile; maySend() follows, or comes at once where
    /// there is nothing to write or to wait for.
    void write(quint64 request);
    /// Whatever waits for its record is sent without.
    void stopWaiting();
    /// Writes the receipts of what is on its way to the disk, for those cases in which no memory
    /// lasts.
    void saveReceipts();
    /// Nothing of it waits any more.
    void end(quint64 request);
    void wait(); ///< until everything is written

    /// What was on its way when an earlier run ended; oldest first.
    const QList<SendRecord> &unfinished() const { return m_unfinished; }
    void forgetUnfinished(); ///< here and on the disk

Q_SIGNALS:
    /// Once for each write(), in their order: when the record is written, cannot be, was never
    /// begun, or the disk has taken longer than MaxWait.
    void maySend(quint64 request, bool isRecorded);

private:
    struct Writing;
    struct Waiting
    {
        quint64 request = 0;
        std::optional<bool> isRecorded; ///< not known: it is being written
        QDeadlineTimer until;
    };
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
    void setRecorded(quint64 request, bool isRecorded);
    void letGo();

    QDir m_folder;
    QHash<quint64, Open> m_open; ///< by request
    QList<Waiting> m_waiting; ///< oldest first; the first one is being written
    QTimer m_patience; ///< until the first one has waited for long enough
    QList<SendRecord> m_unfinished;
    QStringList m_unfinishedFiles;
    QString m_run; ///< in the names of this run's files
    QThreadPool m_keeper; ///< one thread, for what no send waits for
    QThreadPool m_writer; ///< one thread
};

} // namespace Signalbox
