#pragma once

#include "core/net/deadline.h"
#include "core/net/gate.h"
#include "core/server/entrance.h"
#include "core/server/hub.h"
#include "core/server/serverstate.h"
#include "core/values/clientmessage.h"
#include "core/values/signal.h"

#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>

namespace Signalbox {

class Upgrader;

/// A signal on its way through the shards, and the log entries that are made of it when the last of
/// them is done.
struct Dispatch
{
    FrameRef frame;
    Target target;
    LogEntry cause; ///< the message that asked for it; kind Note: there was none
    LogEntry sent; ///< the signal's own entry
    /// Called with the signal's own entry when the last shard is done, in that shard's thread.
    std::function<void(const LogEntry &sent)> whenSent;
    bool tellSender = false; ///< the sender wants to know when nobody was there
    std::atomic<quint32> waiting{0}; ///< copies that went into a queue
    std::atomic<int> shardsLeft{1};
    std::atomic<bool> held{false};
};

/// A thread of clients: everything from the accepted connection to the last byte happens here.
/// Lives in its own thread; its functions are called there, by queued calls from elsewhere.
class Shard final : public QObject, private GateUser, private ClientUser
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Shard)
public:
    explicit Shard(ServerState *state);
    ~Shard() override;

    std::atomic<int> load{0}; ///< connections, for the choice of a shard; any thread

    Entrance &entrance() { return m_entrance; }
    /// Closes all clients of a run of an endpoint, and cuts its other connections.
    void closeEndpoint(quint64 run, quint16 code, const QString &reason, Why why);
    void cutEndpoint(quint64 run);
    void closeClients(const QList<ClientId> &ids, quint16 code, const QString &reason);
    void pingClients(const QList<ClientId> &ids);
    void deliver(const std::shared_ptr<Dispatch> &dispatch);

    /// Hands a signal that no client asked for to every shard; any thread.
    static void deliverToAll(const ServerState &state, const std::shared_ptr<Dispatch> &dispatch);
    /// The log entry of such a signal.
    static LogEntry entryOf(const Signal &signal, LogKind kind);

private:
    Response answer(const Gate &gate, const Request &request) override;
    void upgrade(Gate *gate, const Request &request, const QByteArray &early,
                 const Seat &seat) override;
    void refused(const Gate &gate, Why why, int status, const QString &detail) override;
    void clientSent(Client *client, QByteArray &&message, bool binary) override;
    void clientChanged(Client *client) override;
    void clientClosing(Client *client, Why why, const QString &detail) override;
    void clientGone(Client *client) override;

    struct Upgrading
    {
        std::shared_ptr<const EndpointContext> endpoint;
        ClientInfo info;
        Seat seat;
        bool welcome = false;
    };
    void upgraded(Upgrader *upgrader);
    void logRefused(const EndpointContext &endpoint, Why why, int status, const QString &address,
                    const QString &detail);
    Response broadcast(const Gate &gate, const Request &request);
    void dispatch(const std::shared_ptr<Dispatch> &dispatch, bool everywhere);
    void finished(const Dispatch &dispatch);
    void refuseMessage(Client *client, LogEntry entry, Why why, const QString &detail);
    void sendError(Client *client, Why why, const QString &detail, quint64 cause);
    void publish();
    LogEntry entryOf(const Client &client, LogKind kind, Why why) const;

    ServerState *m_state;
    DeadlineWheel m_wheel{this};
    Entrance m_entrance{this, &m_wheel, &load, this};
    QTimer m_publishTimer{this};
    std::unique_ptr<Upgrader> m_plain;
    std::unique_ptr<Upgrader> m_secure;
    QByteArray m_scratch;
    Hub m_hub;
    EnvelopeReader m_envelopes{1024, 10'000};
    QHash<Link *, Upgrading> m_upgrading;
    QSet<Client *> m_clients; ///< until they are gone, closing ones too
    std::vector<Client *> m_dirty;
    qint64 m_queuedBytes = 0; ///< our part of the state's
    int m_slowClients = 0;
};

} // namespace Signalbox
