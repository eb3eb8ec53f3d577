#include "core/server/shard.h"

#include <algorithm>
#include <utility>

// What a shard tells of its clients' counters, and of how near they have come to their limits.

namespace Signalbox {

void Shard::publish()
{
    QList<ClientStats> stats;
    std::vector<Client *> still;
    qint64 queued = 0;
    int waiting = 0;
    stats.reserve(qsizetype(m_dirty.size()));
    const auto now = std::chrono::steady_clock::now();
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(
        now - std::exchange(m_published, now));
    for (Client *client : m_dirty) {
        const ClientStats one = client->stats();
        notePeaks(client, one, std::max(passed, m_publishTimer.intervalAsDuration()));
        client->isDirty = one.queuedBytes > 0;
        if (one.queuedBytes > 0) {
            still.push_back(client);
            queued += qint64(one.queuedBytes);
            ++waiting;
        }
        stats.append(one);
    }
    m_dirty.swap(still);
    m_state->queuedBytes.fetch_add(queued - std::exchange(m_queuedBytes, queued));
    m_state->waitingClients.fetch_add(waiting - std::exchange(m_waitingClients, waiting));
    m_state->feed.update(stats);
    if (m_dirty.empty())
        m_publishTimer.stop();
}

void Shard::notePeaks(Client *client, const ClientStats &stats, std::chrono::milliseconds passed)
{
    LimitPeaks &peaks = client->endpoint().peaks;
    const auto perSecond = [passed](quint64 count) {
        return qint64(count) * 1000 / passed.count();
    };
    peaks.note(
        Peak::MessagesPerSecond,
        perSecond(stats.messagesIn - std::exchange(client->messagesAtLook, stats.messagesIn)));
    const quint64 bytes = client->bytesRead();
    peaks.note(Peak::BytesPerSecond, perSecond(bytes - std::exchange(client->bytesAtLook, bytes)));
    peaks.note(Peak::QueueBytes, qint64(stats.queuedBytes));
    peaks.note(Peak::QueueMessages, client->queuedMessages());
    peaks.note(Peak::QueueSeconds, stats.oldestQueued.count());
}

void Shard::noteEnvelope(const EndpointContext &endpoint, int depth, int keys)
{
    endpoint.peaks.note(Peak::JsonDepth, depth);
    endpoint.peaks.note(Peak::JsonKeys, keys);
}

} // namespace Signalbox
