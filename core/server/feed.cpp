#include "core/server/feed.h"

#include <QHash>

#include <utility>

namespace Signalbox {

quint64 Feed::keep(LogEntry &&entry)
{
    const std::scoped_lock lock(m_mutex);
    if (m_batch.entries.size() >= MaxEntries || m_bytes + entry.payload.size() > MaxBytes) {
        // Nobody takes them: half of them go at once, so that a stuck window costs no more than
        // that.
        const qsizetype drop = m_batch.entries.size() / 2 + 1;
        const qsizetype dropped = std::min(drop, m_batch.entries.size());
        m_missed += quint64(dropped);
        m_batch.entries.remove(0, dropped);
        m_bytes = 0;
        for (const LogEntry &kept : std::as_const(m_batch.entries))
            m_bytes += kept.payload.size();
    }
    entry.sequence = m_next++;
    m_bytes += entry.payload.size();
    m_batch.entries.append(std::move(entry));
    return m_next - 1;
}

void Feed::join(const ClientInfo &client)
{
    if (!isWanted())
        return;
    const std::scoped_lock lock(m_mutex);
    m_batch.joined.append(client);
}

void Feed::leave(const ClientLeft &client)
{
    if (!isWanted())
        return;
    const std::scoped_lock lock(m_mutex);
    m_batch.left.append(client);
}

void Feed::update(const QList<ClientStats> &stats)
{
    if (!isWanted() || stats.isEmpty())
        return;
    const std::scoped_lock lock(m_mutex);
    m_batch.stats.append(stats);
}

FeedBatch Feed::take()
{
    FeedBatch batch;
    quint64 missed = 0;
    {
        const std::scoped_lock lock(m_mutex);
        std::swap(batch, m_batch);
        missed = std::exchange(m_missed, 0);
        m_bytes = 0;
    }
    if (missed > 0) {
        LogEntry gap;
        gap.kind = LogKind::Gap;
        gap.failed = true;
        gap.count = quint32(missed);
        gap.at = batch.entries.first().at;
        gap.sequence = batch.entries.first().sequence - 1;
        batch.entries.prepend(gap);
    }
    QHash<ClientId, qsizetype> newest;
    QList<ClientStats> stats;
    for (const ClientStats &one : std::as_const(batch.stats)) {
        const auto at = newest.constFind(one.id);
        if (at != newest.cend()) {
            stats[*at] = one;
        } else {
            newest.insert(one.id, stats.size());
            stats.append(one);
        }
    }
    batch.stats = std::move(stats);
    return batch;
}

} // namespace Signalbox
