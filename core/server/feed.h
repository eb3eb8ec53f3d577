#pragma once

#include "core/values/logentry.h"

#include <QList>
#include <QMap>

#include <atomic>
#include <mutex>

namespace Signalbox {

/// What happened between two looks. `joined` comes before `left` and `stats`: a client may be in
/// all three.
struct FeedBatch
{
    QList<LogEntry> entries; ///< in order of their sequence
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
    quint64 slowClients = 0; ///< with something waiting now
    quint64 refused = 0; ///< requests turned away
    QMap<Why, quint64> refusedBy; ///< the same by reason, without those that never were one

    bool operator==(const Totals &) const = default;
};

/// Where the server's threads put what the window wants to see. Bounded: when nobody takes, the
/// oldest entries go and a Gap entry tells how many. Thread-safe; owned by Server and shared with
/// the shards.
class Feed final
{
public:
    static constexpr qsizetype MaxEntries = 200'000;
    static constexpr qsizetype MaxBytes = 128 * 1024 * 1024; ///< of payloads

    void setWanted(bool wanted) { m_wanted.store(wanted, std::memory_order_relaxed); }
    bool isWanted() const { return m_wanted.load(std::memory_order_relaxed); }

    /// Gives the entry its sequence number and keeps it; returns the number (0 when nobody wants
    /// the feed).
    quint64 add(const LogEntry &entry) { return isWanted() ? keep(LogEntry(entry)) : 0; }
    quint64 add(LogEntry &&entry) { return isWanted() ? keep(std::move(entry)) : 0; }
    void join(const ClientInfo &client);
    void leave(const ClientLeft &client);
    void update(const QList<ClientStats> &stats);

    FeedBatch take();

private:
    quint64 keep(LogEntry &&entry);

    std::atomic<bool> m_wanted{false};
    std::mutex m_mutex;
    FeedBatch m_batch;
    quint64 m_next = 1;
    quint64 m_missed = 0; ///< entries let go since the last take()
    qsizetype m_bytes = 0;
};

} // namespace Signalbox
