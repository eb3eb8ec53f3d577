#pragma once

#include "core/net/deadline.h"
#include "core/net/endpointcontext.h"
#include "core/values/logentry.h"

#include <QObject>
#include <QSet>

namespace Signalbox {

class BanList;
class Gate;
class GateUser;
class TlsDoor;
class Wire;

/// Where accepted connections come into a shard: through a TlsDoor if the endpoint speaks TLS, then
/// through a Gate. Knows those that are still there. Lives in its shard's thread.
class Entrance final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Entrance)
public:
    /// `load`: counts the connections of the shard.
    Entrance(GateUser *user, DeadlineWheel *wheel, std::atomic<int> *load, QObject *parent);
    ~Entrance() override;

    /// An arrival with a refusal is answered with that, without waiting for a request. On an
    /// endpoint that speaks TLS nothing can be said before a handshake, which is not made.
    void receive(const Arrival &arrival);
    /// Cuts those of a run of an endpoint that have kept a place for long without a word, or for
    /// very long without a whole request.
    void makeRoom(quint64 run);
    /// Cuts all connections of a run of an endpoint.
    void close(quint64 run);
    /// Cuts all connections of banned addresses.
    void closeBanned(const BanList &bans);

Q_SIGNALS:
    void refused(const Signalbox::EndpointContext &endpoint, Signalbox::Why why,
                 const QString &address, const QString &detail); ///< without an answer

private:
    void adopt(const Arrival &arrival);
    void turnAway(const Arrival &arrival);
    Wire *plainWire(qintptr descriptor);
    Gate *addGate(Wire *wire, const std::shared_ptr<const EndpointContext> &endpoint,
                  Seat undecided);

    GateUser *m_user;
    DeadlineWheel *m_wheel;
    std::atomic<int> *m_load;
    QSet<Gate *> m_gates;
    QSet<TlsDoor *> m_doors;
};

} // namespace Signalbox
