#include "core/server/entrance.h"

#include "core/net/banlist.h"
#include "core/net/descriptors.h"
#include "core/net/gate.h"
#include "core/net/plainwire.h"
#include "core/net/socketwire.h"
#include "core/net/tlsdoor.h"

#include <QDateTime>
#include <QTcpSocket>

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Signalbox {

namespace {

// A busy client that opens hundreds of connections before it speaks on the first is given time.
constexpr auto SilentTime = 1500ms;
constexpr auto UndecidedTime = 3s;

} // namespace

Entrance::Entrance(GateUser *user, DeadlineWheel *wheel, std::atomic<int> *load, QObject *parent)
    : QObject(parent)
    , m_user(user)
    , m_wheel(wheel)
    , m_load(load)
{
}

Entrance::~Entrance()
{
    qDeleteAll(std::exchange(m_gates, {}));
}

void Entrance::receive(const Arrival &arrival)
{
    if (arrival.refusal)
        turnAway(arrival);
    else
        adopt(arrival);
}

void Entrance::adopt(const Arrival &arrival)
{
    const auto endpoint = arrival.endpoint;
    if (!arrival.tls) {
        addGate(plainWire(arrival.descriptor), endpoint, arrival.undecided)->start();
        return;
    }
    m_load->fetch_add(1, std::memory_order_relaxed);
    auto *door = new TlsDoor(arrival, m_wheel, this);
    m_doors.insert(door);
    connect(door, &QObject::destroyed, this, [this, door] {
        m_doors.remove(door);
        m_load->fetch_sub(1, std::memory_order_relaxed);
    });
    connect(door, &TlsDoor::refused, this,
            [this, endpoint](Why why, const QString &address, const QString &detail) {
                Q_EMIT refused(*endpoint, why, address, detail);
            });
    connect(door, &TlsDoor::endedSilently, this, [this] { m_user->endedSilently(); });
    connect(door, &TlsDoor::encrypted, this, [this, door, endpoint](QSslSocket *socket) {
        Gate *gate = addGate(new SocketWire(socket, nullptr), endpoint, door->takeSeat());
        // Queued: the socket is in the middle of its handshake's last step.
        QMetaObject::invokeMethod(
            gate, [gate] { gate->start(); }, Qt::QueuedConnection);
    });
}

void Entrance::turnAway(const Arrival &arrival)
{
    if (!arrival.tls)
        return addGate(plainWire(arrival.descriptor), arrival.endpoint, {})
            ->turnAway(*arrival.refusal);
    Q_EMIT refused(*arrival.endpoint, arrival.refusal->why, peerOf(arrival.descriptor).toString(),
                   arrival.refusal->detail);
    answerAndClose(arrival.descriptor, {});
}

Wire *Entrance::plainWire(qintptr descriptor)
{
#ifdef Q_OS_UNIX
    return new PlainWire(descriptor, nullptr);
#else
    auto *socket = new QTcpSocket;
    socket->setSocketDescriptor(descriptor);
    return new SocketWire(socket, nullptr);
#endif
}

Gate *Entrance::addGate(Wire *wire, const std::shared_ptr<const EndpointContext> &endpoint,
                        Seat undecided)
{
    m_load->fetch_add(1, std::memory_order_relaxed);
    auto *gate = new Gate(wire, endpoint, std::move(undecided), m_user, m_wheel, [this](Gate *it) {
        m_gates.remove(it);
        m_load->fetch_sub(1, std::memory_order_relaxed);
    });
    m_gates.insert(gate);
    return gate;
}

void Entrance::makeRoom(quint64 run)
{
    const auto now = std::chrono::steady_clock::now();
    const auto overstays = [run, now](auto *connection) {
        if (connection->endpoint().run != run || !connection->isUndecided())
            return false;
        const auto age = now - connection->since();
        return age > UndecidedTime || (age > SilentTime && !connection->hasSpoken());
    };
    const auto leave = [this](auto *connection, const QString &address) {
        Q_EMIT refused(connection->endpoint(), Why::TooManyHandshakes, address,
                       QString::number(connection->endpoint().maxUndecided));
        connection->cut();
    };
    for (Gate *gate : std::as_const(m_gates))
        if (overstays(gate))
            leave(gate, gate->wire()->peerAddress().toString());
    for (TlsDoor *door : std::as_const(m_doors))
        if (overstays(door))
            leave(door, door->peerAddress());
}

void Entrance::closeBanned(const BanList &bans)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    for (Gate *gate : std::as_const(m_gates))
        if (!gate->isUpgraded() && bans.contains(gate->wire()->peerAddress(), now))
            gate->cut();
    for (TlsDoor *door : std::as_const(m_doors))
        if (bans.contains(plainAddress(QHostAddress(door->peerAddress())), now))
            door->cut();
}

void Entrance::close(quint64 run)
{
    for (Gate *gate : std::as_const(m_gates))
        if (gate->endpoint().run == run && !gate->isUpgraded())
            gate->cut();
    for (TlsDoor *door : std::as_const(m_doors))
        if (door->endpoint().run == run)
            door->cut();
}

} // namespace Signalbox
