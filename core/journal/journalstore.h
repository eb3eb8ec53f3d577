#pragma once

#include "core/journal/entrycolumns.h"
#include "core/journal/sqldatabase.h"
#include "core/storage/filelock.h"
#include "core/values/logentry.h"

#include <QList>

#include <atomic>
#include <memory>
#include <optional>

namespace Signalbox {

/// The journal's file as its one writer sees it: an SQLite database in WAL mode with a row for
/// every entry, numbered by its sequence. Only one process at a time may write it. One thread.
class JournalStore final
{
public:
    JournalStore() = default;
    ~JournalStore();
    Q_DISABLE_COPY_MOVE(JournalStore)

    /// Opens the file or makes it. One that is plainly damaged is renamed to
    /// "<name>.broken-<time>", see setAside(), and a new one begun. Fails with NotSupported when a
    /// later version of Signalbox made the file, and with CannotWrite when it is something else,
    /// or another process writes it.
    Status open(const QString &fileName);
    /// Sets the file aside, as it is damaged, and begins a new one with what was appended since
    /// open(), as far as it can still be read.
    Status beginAnew();
    void close();
    /// What there is under the file's name goes, and nothing is written to it any more: for a file
    /// that somebody cut. The next open() begins anew.
    void abandon();
    bool isOpen() const { return m_database.isOpen(); }

    /// The damaged file, by the last open() or since; empty: there was none.
    const QString &setAside() const { return m_setAside; }
    quint64 lastSequence() const { return m_last; } ///< of what is in it; 0: nothing

    /// All of them or none, in one transaction. Their sequences must ascend from lastSequence() on.
    Status append(const LogEntry *begin, const LogEntry *end);
    /// Takes what was appended to the disk itself, so that it survives a power cut.
    Status sync();
    /// The same through another connection, in any thread, while it is appended to; once there has
    /// been a sync(). Fails with CannotWrite when the file was removed or emptied since: what was
    /// appended would give it a size again, and holes, and nobody could tell.
    static Status syncAgain(const SqlDatabase &database, const QString &fileName);

    /// Everything in the file goes, and the file shrinks; numbers go on after lastSequence().
    Status removeAll();

    struct Retention
    {
        std::optional<WallTime> since; ///< what is older goes
        qint64 maxBytes = 0; ///< beyond this the oldest go; 0: without limit
    };
    /// One short step towards it, of at most RetentionRows rows. False: there is nothing to do.
    Result<bool> retain(const Retention &retention);
    Result<qint64> usedBytes() const; ///< of the file; what was freed inside is not counted
    /// From the first number in the file to its last; fewer where some were left out.
    Result<qint64> rows() const;

    /// Removes a journal that nobody has open, and the damaged files that were set aside from it.
    /// Fails when another process writes it.
    static Status removeFiles(const QString &fileName);
    /// Removes those damaged files alone.
    static Status removeSetAside(const QString &fileName);

    /// The last sequence in a journal that may not be open; 0 when there is none or it cannot be
    /// read.
    static quint64 lastSequenceIn(const QString &fileName);

    /// Looks through a whole file, which may take seconds, and may be done while it is written; in
    /// any thread. True also for a file that cannot be opened, and when `stopping` breaks it off.
    static bool isWhole(const QString &fileName, const std::atomic<bool> &stopping);

    static constexpr int RetentionRows = 4'000;

private:
    Status openFile();
    Status replaceFile();
    Status takeOver(const QString &fileName, quint64 after);
    Status checkOrigin() const;
    Status prepare();
    Status insert(const LogEntry *begin, const LogEntry *end);
    Result<qint64> lastOfOldest(qint64 bytes) const;

    std::unique_ptr<FileLock> m_lock;
    SqlDatabase m_database;
    EntryColumns m_columns;
    SqlStatement m_insert;
    QString m_fileName;
    quint64 m_last = 0;
    quint64 m_opened = 0; ///< the last sequence when it was opened
    QString m_setAside;
};

} // namespace Signalbox
