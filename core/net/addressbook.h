#pragma once

#include "core/config/limits.h"
#include "core/net/limitpeaks.h"
#include "core/net/ratebucket.h"
#include "core/net/seat.h"
#include "core/net/secondcounter.h"

#include <QHash>
#include <QHostAddress>

#include <memory>
#include <mutex>
#include <optional>

namespace Signalbox {

/// What each address does at one endpoint: how many clients it has, how fast it connects, how often
/// it was wrong about the token. An IPv6 address stands for its /64, since whoever has one has all
/// of them. Forgets addresses that do nothing. Any thread.
class AddressBook final : public std::enable_shared_from_this<AddressBook>
{
    Q_DISABLE_COPY_MOVE(AddressBook)
public:
    using Clock = std::chrono::steady_clock;
    /// More are not kept: those that come then are not limited by their address.
    static constexpr qsizetype MaxAddresses = 65'536;

    explicit AddressBook(const Limits &limits)
        : m_limits(limits)
    {
    }

    /// Counts a new connection; false: they come too fast.
    bool mayConnect(const QHostAddress &address, Clock::time_point now = Clock::now());
    /// A place among those that have not said yet what they want; null: it has too many.
    Seat takeHandshake(const QHostAddress &address) { return take(address, &Entry::handshakes); }
    /// A place for a client; null: it has too many.
    Seat takeClient(const QHostAddress &address) { return take(address, &Entry::clients); }

    /// It has shown a wrong token or join code.
    void countFailure(const QHostAddress &address, Clock::time_point now = Clock::now());
    /// How long it will still be blocked for that; 0: it is not. Rounded up.
    std::chrono::seconds blockedFor(const QHostAddress &address,
                                    Clock::time_point now = Clock::now());

    qsizetype size();
    const LimitPeaks &peaks() const { return m_peaks; } ///< of the limits for each address

private:
    struct Entry
    {
        int clients = 0;
        int handshakes = 0;
        int failures = 0;
        Clock::time_point failuresSince;
        Clock::time_point blockedUntil;
        RateBucket connections;
        SecondCounter connectionsInSecond{};
    };
    using Key = std::pair<quint64, quint32>; ///< the upper half of an IPv6 address, or IPv4
    static Key keyOf(const QHostAddress &address);
    Entry *find(const QHostAddress &address);
    Entry *findOrAdd(const QHostAddress &address, Clock::time_point now);
    void forgetIdle(Clock::time_point now);
    int placesFor(int Entry::*count) const;
    Seat take(const QHostAddress &address, int Entry::*count);
    void giveBack(Key key, int Entry::*count);

    const Limits m_limits;
    std::mutex m_mutex;
    QHash<Key, Entry> m_entries;
    Clock::time_point m_lookedForIdle;
    LimitPeaks m_peaks;
};

} // namespace Signalbox
