#pragma once

#include "core/log/logentries.h"

#include <QList>
#include <QMap>

#include <atomic>
#include <limits>
#include <mutex>

namespace Signalbox {

/// What happened between two looks. `joined` comes before `left` and `stats`: a client may be in
/// all three.
struct FeedBatch
{
    LogEntries entries; ///< in order of their sequence
    QList<ClientInfo> joined;
    QList<ClientLeft> left;
    QList<ClientStats> stats; ///< at most one per client: the newest

    bool isEmpty() const
    {
        return entries.isEmpty() && joined.isEmpty() && left.isEmpty() && stats.isEmpty();
    }
};

/// Counters since the server started; messages and bytes are payloads.
struct Totals
{
    quint64 clients = 0; ///< connected now
    quint64 messagesIn = 0;
    quint64 bytesIn = 0;
    quint64 messagesOut = 0; ///< deliveries: one per recipient
    quint64 bytesOut = 0;
    quint64 queuedBytes = 0; ///< waiting now, over all clients
    quint64 mostQueued = 0; ///< bytes: the most that all queues together have taken, where a
                            ///< message that waits for many counts once
    quint64 waitingClients = 0; ///< for whom something waits now
    quint64 refused = 0; ///< requests turned away
    QMap<Why, quint64> refusedBy; ///< the same by reason, without those that never were one
    quint64 silent = 0; ///< connections that ended before anything was said: nobody was refused

    bool operator==(const Totals &) const = default;
};

/// Where the server's threads put what the window wants to see and the journal to keep. Bounded for
/// each of the two: when it does not take, its oldest entries go and a Gap entry tells how many.
/// Entries are kept once for both. Thread-safe; owned by Server and shared with the shards.
class Feed final
{
public:
    static constexpr qsizetype MaxEntries = 200'000;
    static constexpr qsizetype MaxBytes = 128 * 1024 * 1024; ///< LogEntry::bytes()

    void setWanted(bool wanted) { setWanted(m_window, wanted); } ///< by the window
    void setJournaled(bool wanted) { setWanted(m_journal, wanted); }
    /// By anybody: else no entry needs to be made.
    bool isWanted() const { return m_wanted.load(std::memory_order_relaxed); }

    /// Gives the entry its sequence number and keeps it; returns the number (0 when nobody wants
    /// the feed).
    quint64 add(const LogEntry &entry) { return isWanted() ? keep(LogEntry(entry)) : 0; }
    quint64 add(LogEntry &&entry) { return isWanted() ? keep(std::move(entry)) : 0; }
    void join(const ClientInfo &client);
    void leave(const ClientLeft &client);
    void update(const QList<ClientStats> &stats);
    /// The numbers of what comes are greater than this.
    void continueAfter(quint64 sequence);

    FeedBatch take(); ///< for the window
    struct Taken
    {
        QList<QList<LogEntry>> lists; ///< in order; several, so that nothing need be copied
        bool isAll = true;
    };
    /// The oldest: what has about `enough` bytes together, or everything.
    Taken takeForJournal(qsizetype enough = std::numeric_limits<qsizetype>::max());

private:
    struct Part
    {
        QList<LogEntry> entries;
        qsizetype bytes = 0; ///< LogEntry::bytes() of all
    };
    struct Reader
    {
        bool wanted = false;
        QList<Part> parts;
        qsizetype entries = 0;
        qsizetype bytes = 0;
        quint64 missed = 0; ///< entries let go since the last take
    };

    quint64 keep(LogEntry &&entry);
    void setWanted(Reader &reader, bool wanted);
    void seal();
    Reader grab(Reader &reader, qsizetype enough = std::numeric_limits<qsizetype>::max());
    static QList<QList<LogEntry>> listsOf(Reader &&taken);

    std::atomic<bool> m_wanted{false};
    std::atomic<bool> m_wantedByWindow{false};
    std::mutex m_mutex;
    Part m_newest; ///< not with the readers yet
    qsizetype m_lastSize = 0; ///< of the part before it
    Reader m_window;
    Reader m_journal;
    FeedBatch m_clients; ///< without entries
    quint64 m_next = 1;
};

} // namespace Signalbox
