#include "core/net/addressbook.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace Signalbox {

namespace {

constexpr qsizetype ManyAddresses = 1024; // until then none is forgotten
constexpr auto FailuresTime = 60s;

} // namespace

AddressBook::Key AddressBook::keyOf(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    if (isV4)
        return {0, v4};
    const Q_IPV6ADDR v6 = address.toIPv6Address();
    quint64 network = 0;
    for (int i = 0; i < 8; ++i)
        network = network << 8 | v6[i];
    return {network, 0};
}

AddressBook::Entry *AddressBook::find(const QHostAddress &address)
{
    const auto found = m_entries.find(keyOf(address));
    return found == m_entries.end() ? nullptr : &*found;
}

AddressBook::Entry *AddressBook::findOrAdd(const QHostAddress &address, Clock::time_point now)
{
    if (Entry *entry = find(address))
        return entry;
    if (m_entries.size() >= ManyAddresses && now - m_lookedForIdle > 1s) {
        m_lookedForIdle = now;
        forgetIdle(now);
    }
    if (m_entries.size() >= MaxAddresses)
        return nullptr;
    return &*m_entries.insert(keyOf(address),
                              {.connections = RateBucket(m_limits.addressConnectionsBurst)});
}

void AddressBook::forgetIdle(Clock::time_point now)
{
    m_entries.removeIf([&](const auto &item) {
        Entry &entry = item.value();
        return entry.clients == 0 && entry.handshakes == 0 && now >= entry.blockedUntil
               && (entry.failures == 0 || now - entry.failuresSince > FailuresTime)
               && (m_limits.addressConnectionsPerSecond == 0
                   || entry.connections.isFull(m_limits.addressConnectionsPerSecond,
                                               m_limits.addressConnectionsBurst, now));
    });
}

bool AddressBook::mayConnect(const QHostAddress &address, Clock::time_point now)
{
    if (m_limits.addressConnectionsPerSecond == 0)
        return true;
    const std::scoped_lock lock(m_mutex);
    Entry *entry = findOrAdd(address, now);
    if (!entry)
        return true;
    m_peaks.note(Peak::AddressConnectionsPerSecond, entry->connectionsInSecond.count(now));
    const bool may = entry->connections.takeAt(1, m_limits.addressConnectionsPerSecond,
                                               m_limits.addressConnectionsBurst, now);
    m_peaks.note(Peak::AddressConnectionsBurst,
                 entry->connections.spent(m_limits.addressConnectionsBurst));
    return may;
}

int AddressBook::placesFor(int Entry::*count) const
{
    return count == &Entry::clients ? m_limits.clientsPerAddress : m_limits.handshakesPerAddress;
}

Seat AddressBook::take(const QHostAddress &address, int Entry::*count)
{
    const int places = placesFor(count);
    const Key key = keyOf(address);
    const std::scoped_lock lock(m_mutex);
    Entry *entry = findOrAdd(address, Clock::now());
    if (!entry)
        return Seat(shared_from_this()); // not counted
    if (places > 0 && entry->*count >= places)
        return {};
    ++(entry->*count);
    m_peaks.note(count == &Entry::clients ? Peak::ClientsPerAddress : Peak::HandshakesPerAddress,
                 entry->*count);
    return Seat(this, [book = shared_from_this(), key, count](const void *) {
        book->giveBack(key, count);
    });
}

void AddressBook::giveBack(Key key, int Entry::*count)
{
    const std::scoped_lock lock(m_mutex);
    Entry &entry = *m_entries.find(key); // kept as long as it counts something
    --(entry.*count);
}

void AddressBook::countFailure(const QHostAddress &address, Clock::time_point now)
{
    if (m_limits.failuresPerMinute == 0)
        return;
    const std::scoped_lock lock(m_mutex);
    Entry *entry = findOrAdd(address, now);
    if (!entry)
        return;
    if (entry->failures == 0 || now - entry->failuresSince > FailuresTime) {
        entry->failures = 0;
        entry->failuresSince = now;
    }
    ++entry->failures;
    m_peaks.note(Peak::FailuresPerMinute, entry->failures);
    if (entry->failures < m_limits.failuresPerMinute)
        return;
    entry->failures = 0;
    entry->blockedUntil = now + m_limits.blockSeconds;
}

std::chrono::seconds AddressBook::blockedFor(const QHostAddress &address, Clock::time_point now)
{
    const std::scoped_lock lock(m_mutex);
    const Entry *entry = find(address);
    if (!entry || now >= entry->blockedUntil)
        return 0s;
    return std::chrono::ceil<std::chrono::seconds>(entry->blockedUntil - now);
}

qsizetype AddressBook::size()
{
    const std::scoped_lock lock(m_mutex);
    return m_entries.size();
}

} // namespace Signalbox
