#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace Signalbox {

/// One of a limited number of places, taken until the last copy goes. Null: none. Any thread.
using Seat = std::shared_ptr<const void>;

/// Takes a seat whatever `taken` says; `owner` keeps the counter alive.
template<typename Owner>
Seat takeSeat(std::shared_ptr<Owner> owner, std::atomic<int> &taken)
{
    taken.fetch_add(1, std::memory_order_relaxed);
    return Seat(&taken, [owner = std::move(owner), &taken](const void *) {
        taken.fetch_sub(1, std::memory_order_relaxed);
    });
}

/// Takes a seat if fewer than `places` are taken, else null. However many threads ask at once, no
/// more than `places` get one.
template<typename Owner>
Seat takeSeatIfFree(std::shared_ptr<Owner> owner, std::atomic<int> &taken, int places)
{
    int now = taken.load(std::memory_order_relaxed);
    do {
        if (now >= places)
            return {};
    } while (!taken.compare_exchange_weak(now, now + 1, std::memory_order_relaxed));
    return Seat(&taken, [owner = std::move(owner), &taken](const void *) {
        taken.fetch_sub(1, std::memory_order_relaxed);
    });
}

/// Two places that are taken and given back together; each may be null.
inline Seat takeTogether(const Seat &one, const Seat &other)
{
    if (!one || !other)
        return one ? one : other;
    return std::make_shared<std::pair<Seat, Seat>>(one, other);
}

} // namespace Signalbox
