#pragma once

#include "core/net/highest.h"

#include <atomic>

namespace Signalbox {

/// The memory that messages take while they wait for clients, over all queues of a server. A
/// message that waits for many clients counts once. Any thread.
struct QueueBudget
{
    std::atomic<qint64> used{0}; ///< bytes
    std::atomic<qint64> limit{qint64(256) << 20};

    Highest most; ///< that `used` has been

    void add(qint64 bytes) { most.note(used.fetch_add(bytes, std::memory_order_relaxed) + bytes); }
    void remove(qint64 bytes) { used.fetch_sub(bytes, std::memory_order_relaxed); }
    bool isOver() const
    {
        return used.load(std::memory_order_relaxed) > limit.load(std::memory_order_relaxed);
    }
};

} // namespace Signalbox
