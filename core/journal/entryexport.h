#pragma once

#include "core/filter/logfilter.h"
#include "core/values/logentry.h"
#include "core/values/result.h"

#include <QList>
#include <QObject>
#include <QThread>

#include <atomic>
#include <functional>
#include <limits>

namespace Signalbox {

/// What is written where.
struct ExportOrder
{
    enum class Format : quint8 {
        JsonLines, ///< lossless, can be read again
        Csv, ///< for spreadsheets
    };

    QString fileName{}; ///< what is there is replaced, once all is written
    Format format = Format::JsonLines;
    QString journal{}; ///< the journal's file that the entries come from; empty: `entries` alone
    LogFilter filter{}; ///< of the journal's entries
    QList<LogEntry> entries{}; ///< without a journal: these, as they are
};

/// Writes entries to a file for others, on a thread of its own; the file is readable by its owner
/// alone. When it fails or is cancelled, what was there before is untouched. Lives in its owner's
/// thread; one export at a time.
class EntryExport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EntryExport)
public:
    explicit EntryExport(QObject *parent = nullptr);
    ~EntryExport() override; ///< cancels

    void start(const ExportOrder &order); ///< finished(), failed() or cancelled() follows
    void cancel();
    bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void progressed(double done, quint64 entries); ///< from 0 to 1; a few times a second
    void finished(quint64 entries);
    void failed(const Signalbox::Error &error);
    void cancelled();

private:
    void run(const ExportOrder &order); ///< in the thread

    std::atomic<bool> m_isCancelled{false};
    bool m_isRunning = false;
    QThread m_thread;
    QObject *m_worker; ///< lives in the thread
};

/// How much of a file is wanted: the last so many entries, with so many bytes.
struct EntryRoom
{
    qsizetype rows = 0;
    qint64 bytes = std::numeric_limits<qint64>::max() / 2;
};

/// What a file of JSON lines holds.
struct EntryReading
{
    QList<LogEntry> entries{}; ///< in the file's order; the last ones
    quint64 left = 0; ///< entries before them that were too many
    quint64 badLines = 0; ///< that were passed over
    quint64 firstBadLine = 0; ///< 1-based
    Error firstProblem{}; ///< of that line
};

/// Reads what was exported as JSON lines, as far as it gets until it is cancelled. Fails with
/// CannotRead, and with BadDocument when not one line is an entry.
Result<EntryReading> readEntries(const QString &fileName, const EntryRoom &room,
                                 const std::function<bool()> &isCancelled = {});

} // namespace Signalbox
