#pragma once

#include <QtGlobal>

#include <atomic>

namespace Signalbox {

/// The memory that messages take while they wait for clients, over all queues of a server. A
/// message that waits for many clients counts once. Any thread.
struct QueueBudget
{
    std::atomic<qint64> used{0}; ///< bytes
    std::atomic<qint64> limit{qint64(256) << 20};

    std::atomic<qint64> most{0}; ///< that `used` has ever been

    void add(qint64 bytes)
    {
        const qint64 now = used.fetch_add(bytes, std::memory_order_relaxed) + bytes;
        qint64 before = most.load(std::memory_order_relaxed);
        while (now > before
               && !most.compare_exchange_weak(before, now, std::memory_order_relaxed)) {
        }
    }
    void remove(qint64 bytes) { used.fetch_sub(bytes, std::memory_order_relaxed); }
    bool isOver() const
    {
        return used.load(std::memory_order_relaxed) > limit.load(std::memory_order_relaxed);
    }
};

} // namespace Signalbox
