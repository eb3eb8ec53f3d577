#pragma once

#include "core/net/admission.h"
#include "core/net/deadline.h"
#include "core/net/request.h"
#include "core/net/wire.h"

#include <memory>

namespace Signalbox {

struct EndpointContext;
class Gate;

/// Whom a Gate asks and tells. Called from the event loop.
class GateUser
{
public:
    virtual ~GateUser() = default;
    /// A request that is no upgrade; its source has been checked.
    virtual Response answer(const Gate &gate, const Request &request) = 0;
    /// An upgrade that has passed every check; the wire changes hands, and the gate is done.
    virtual void upgrade(Gate *gate, const Request &request, const QByteArray &early) = 0;
    virtual void refused(const Gate &gate, Why why, int status, const QString &detail) = 0;
};

/// The first minutes of a connection: reads request heads within limits and deadlines, and refuses
/// with an answer that says why, serves over HTTP, or hands over to the WebSocket side. Lives in
/// its shard's thread; deletes itself at the end.
class Gate final : public QObject, private WireUser
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Gate)
public:
    /// Owns the wire until an upgrade.
    Gate(Wire *wire, std::shared_ptr<const EndpointContext> endpoint, GateUser *user,
         DeadlineWheel *wheel, QObject *parent);
    ~Gate() override;

    const EndpointContext &endpoint() const { return *m_endpoint; }
    std::shared_ptr<const EndpointContext> sharedEndpoint() const { return m_endpoint; }
    Wire *wire() const { return m_wire; }
    Wire *takeWire();
    bool isUpgraded() const { return m_wire == nullptr; }
    /// Ends the connection now.
    void cut();

private:
    void wireReadable() override;
    void wireDrained() override {}
    void wireGone(const QString &why) override;
    void consume(QByteArrayView input);
    bool handleHead(QByteArrayView early);
    void handleRequest();
    void refuse(const Refusal &refusal);
    void refuse(int status, Why why, const QByteArray &sentence);
    void finish(Wire::Peer peer);
    void timedOut();

    Wire *m_wire;
    std::shared_ptr<const EndpointContext> m_endpoint;
    GateUser *m_user;
    RequestParser m_parser;
    Deadline m_deadline;
    int m_served = 0;
    bool m_undecided = true; ///< counted among the connections that have not shown a whole head
    bool m_finishing = false;
};

} // namespace Signalbox
