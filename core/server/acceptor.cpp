#include "core/server/acceptor.h"

#include "core/net/descriptors.h"
#include "core/net/gate.h"
#include "core/server/shard.h"

#include <QDateTime>
#include <QThread>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Signalbox {

namespace {

constexpr auto RoomTick = 5ms;
constexpr int TicksPerCall = 20; // between two calls to the shards to make room

} // namespace

Acceptor::Acceptor(ServerState *state, std::shared_ptr<const EndpointContext> context,
                   std::optional<QSslConfiguration> tls, BanList bans)
    : m_state(state)
    , m_context(std::move(context))
    , m_tls(std::move(tls))
    , m_bans(std::move(bans))
    , m_connections(m_context->limits.connectionsPerSecond)
    , m_descriptors(descriptorLimit())
{
    connect(&m_room, &QTimer::timeout, this, &Acceptor::lookForRoom);
}

QThread *Acceptor::threadFor(const ServerState &state)
{
    return state.shards.size() == 1 ? state.shards.front()->thread() : nullptr;
}

void Acceptor::listen(const QHostAddress &address, quint16 port)
{
    m_listener = std::make_unique<Listener>();
    connect(m_listener.get(), &Listener::accepted, this, &Acceptor::accept);
    connect(m_listener.get(), &Listener::acceptFailed, this, &Acceptor::acceptFailed);
    if (const Status started = m_listener->start(address, port); !started) {
        m_listener.reset();
        Q_EMIT failed(started.error());
        return;
    }
    Q_EMIT listening(m_listener->serverPort());
}

void Acceptor::close()
{
    m_room.stop();
    m_listener.reset();
    Q_EMIT closed();
}

void Acceptor::accept(qintptr descriptor)
{
    Shard *shard = *std::min_element(
        m_state->shards.begin(), m_state->shards.end(),
        [](const Shard *a, const Shard *b) { return a->load.load() < b->load.load(); });
    const DescriptorRoom room = descriptorRoom(descriptor, m_descriptors);
    if (room == DescriptorRoom::NearlyNone || (room == DescriptorRoom::Scarce && m_tls)) {
        // Nothing can be said on a TLS connection before its handshake.
        m_state->countRefusal(Why::EndpointFull);
        return answerAndClose(descriptor,
                              m_tls ? QByteArray() : encodeResponse(fullResponse(), false, false));
    }
    Arrival arrival{descriptor, m_context, {}, {}, m_tls};
    if (room == DescriptorRoom::Plenty)
        arrival.refusal = judge(descriptor, arrival.undecided);
    else
        arrival.refusal =
            Refusal{fullResponse(), Why::EndpointFull, u"open files %1"_s.arg(m_descriptors)};
    countConnection();
    bring(shard, arrival);
    if (hasRoom(std::chrono::steady_clock::now()))
        return;
    m_listener->pause();
    m_waited = 0;
    m_room.start(RoomTick);
}

void Acceptor::bring(Shard *shard, const Arrival &arrival)
{
    if (shard->thread() == thread())
        return shard->entrance().receive(arrival);
    shard->load.fetch_add(1, std::memory_order_relaxed); // until it has arrived
    QMetaObject::invokeMethod(shard, [shard, arrival] {
        shard->entrance().receive(arrival);
        shard->load.fetch_sub(1, std::memory_order_relaxed);
    });
}

/// What can be said of a connection by its address alone.
std::optional<Refusal> Acceptor::judge(qintptr descriptor, Seat &undecided)
{
    const Limits &limits = m_context->limits;
    undecided = takeSeat(m_context, m_context->undecided);
    m_context->peaks.note(Peak::Handshakes, m_context->undecided.load(std::memory_order_relaxed));
    if (m_bans.isEmpty() && limits.addressConnectionsPerSecond == 0
        && limits.handshakesPerAddress == 0)
        return std::nullopt;
    const QHostAddress peer = peerOf(descriptor);
    if (m_bans.contains(peer, QDateTime::currentSecsSinceEpoch()))
        return Refusal{
            Response{.status = 403, .body = "This address is banned here.\n"}, Why::Banned, {}};
    AddressBook &addresses = *m_context->addresses;
    if (!addresses.mayConnect(peer))
        return Refusal{tooManyResponse("Connections of this address come too fast."),
                       Why::TooFastFromAddress,
                       u"addressConnectionsPerSecond %1"_s.arg(limits.addressConnectionsPerSecond)};
    if (limits.handshakesPerAddress == 0)
        return std::nullopt;
    const Seat ofAddress = addresses.takeHandshake(peer);
    if (!ofAddress)
        return Refusal{tooManyResponse("This address has too many connections that do not say "
                                       "what they want."),
                       Why::TooManyHandshakes,
                       u"handshakesPerAddress %1"_s.arg(limits.handshakesPerAddress)};
    undecided = takeTogether(undecided, ofAddress);
    return std::nullopt;
}

void Acceptor::countConnection()
{
    const Limits &limits = m_context->limits;
    m_connections.take(1, limits.connectionsPerSecond, limits.connectionsPerSecond);
    const int count = m_inSecond.count(std::chrono::steady_clock::now());
    if (count == 1)
        m_descriptors = descriptorLimit(); // it may have been changed
    m_context->peaks.note(Peak::ConnectionsPerSecond, count);
}

bool Acceptor::hasRoom(std::chrono::steady_clock::time_point now)
{
    const int rate = m_context->limits.connectionsPerSecond;
    return m_context->takesUndecided()
           && (rate == 0 || m_connections.waitFor(1, rate, rate, now) == 0ms);
}

void Acceptor::lookForRoom()
{
    if (hasRoom(std::chrono::steady_clock::now())) {
        m_room.stop();
        m_listener->resume();
        return;
    }
    if (!m_context->takesUndecided() && ++m_waited % TicksPerCall == 0)
        for (Shard *shard : m_state->shards)
            QMetaObject::invokeMethod(
                shard, [shard, run = m_context->run] { shard->entrance().makeRoom(run); });
}

} // namespace Signalbox
