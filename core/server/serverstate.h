#pragma once

#include "core/log/feed.h"
#include "core/net/queuebudget.h"
#include "core/routes/routecall.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <vector>

namespace Signalbox {

class Shard;

/// What all threads of one server share. The list of shards is complete before the first of them
/// runs.
struct ServerState
{
    Feed feed;
    std::vector<Shard *> shards;
    RouteInbox routeInbox; ///< to the server's thread

    std::atomic<bool> held{false}; ///< nothing but control frames and welcomes goes out
    std::atomic<quint64> heldSignals{0}; ///< skipped since the hold began

    std::atomic<quint64> clients{0};
    std::atomic<quint64> messagesIn{0};
    std::atomic<quint64> bytesIn{0};
    std::atomic<quint64> messagesOut{0};
    std::atomic<quint64> bytesOut{0};
    std::atomic<quint64> refused{0};
    std::atomic<quint64> silent{0};
    std::array<std::atomic<quint64>, 128> refusedBy{}; ///< by Why
    QueueBudget queueBudget;
    std::atomic<bool> relieving{false}; ///< the shards have been asked to make room in the queues
    std::atomic<qint64> queuedBytes{0}; ///< as of each shard's last look, four times a second
    std::atomic<int> waitingClients{0};

    void countRefusal(Why why)
    {
        refused.fetch_add(1, std::memory_order_relaxed);
        refusedBy[std::min(size_t(why), refusedBy.size() - 1)].fetch_add(1,
                                                                         std::memory_order_relaxed);
    }
};

} // namespace Signalbox
