#pragma once

#include "core/net/deadline.h"
#include "core/net/gate.h"
#include "core/server/deliveries.h"
#include "core/server/entrance.h"
#include "core/server/longrules.h"
#include "core/server/refusallog.h"
#include "core/server/routeeffects.h"
#include "core/server/serverstate.h"
#include "core/server/sidethread.h"
#include "core/values/clientmessage.h"
#include "core/values/signal.h"

#include <QHash>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>

namespace Signalbox {

struct BroadcastValue;

/// A thread of clients: everything from the accepted connection to the last byte happens here.
/// Lives in its own thread; its functions are called there, by queued calls from elsewhere.
class Shard final : public QObject, private GateUser, private ClientUser
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Shard)
public:
    /// `index`: its place among the shards of the state.
    Shard(ServerState *state, int index);
    ~Shard() override;

    std::atomic<int> load{0}; ///< connections, for the choice of a shard; any thread

    Entrance &entrance() { return m_entrance; }
    /// Closes all clients of a run of an endpoint, and cuts its other connections.
    void closeEndpoint(quint64 run, quint16 code, const QString &reason, Why why);
    void cutEndpoint(quint64 run);
    void closeClients(const QList<ClientId> &ids, quint16 code, const QString &reason,
                      Why why = Why::ClosedByOperator, ClosedBy by = ClosedBy::Operator);
    /// Closes the clients of banned addresses, and cuts their other connections.
    void closeBanned(const BanList &bans);
    /// Disconnects slow clients, the slowest first, until less waits over all.
    void relieveQueues();
    void pingClients(const QList<ClientId> &ids);
    /// Sends it to our clients when this turn of the event loop ends.
    void deliver(const std::shared_ptr<Dispatch> &dispatch) { m_deliveries.add(dispatch); }
    /// From now on these routes hold, for the clients that are here too.
    void setRoutes(const std::shared_ptr<const RouteTable> &routes);
    /// Tells a client, if it is here, that its message was not passed on.
    void tellError(const ClientId &id, Why why, const QString &detail, quint64 cause);
    /// The answer to an HTTP request that went to a route.
    void respond(quint64 request, const Response &response);

    /// Hands a signal that no client asked for to every shard; any thread.
    static void deliverToAll(const ServerState &state, const std::shared_ptr<Dispatch> &dispatch);
    /// The log entry of such a signal.
    static LogEntry entryOf(const Signal &signal, LogKind kind);

private:
    std::optional<Response> answer(Gate &gate, const Request &request) override;
    void upgrade(Gate *gate, const Request &request, const QByteArray &early,
                 const Seat &seat) override;
    void refused(const Gate &gate, Why why, int status, const QString &detail) override;
    void endedSilently() override;
    void clientSent(Client *client, QByteArray &&message, bool binary) override;
    void clientChanged(Client *client) override;
    void clientEnding(Client *client) override;
    void clientClosing(Client *client, Why why, const QString &detail) override;
    void clientExceeded(Client *client, Why why, quint32 count, const QString &detail) override;
    void queuesFull() override;
    void clientGone(Client *client) override;

    void welcome(Client *client, quint64 cause);
    void logRefused(const EndpointContext &endpoint, Why why, int status, const QString &address,
                    const QString &detail);
    Response refusePage(const Gate &gate, const Request &request, int status, Why why,
                        const QByteArray &sentence,
                        const QList<std::pair<QByteArray, QByteArray>> &fields = {});
    Response refusePage(const Gate &gate, const Refusal &refusal);
    std::optional<Response> builtInPage(Gate &gate, const Request &request, const QString &path);
    std::optional<Response> askRoute(Gate &gate, const Request &request, const QString &path,
                                     const RouteTable::HttpMatch &match);
    void findRoute(Client *client);
    void tellJoined(const Client &client);
    void runEvents(EventType type, const Client &client, quint64 sequence);
    void toRoute(Client *client, LogEntry entry, const ClientMessage &asked);
    void passOn(Client *client, LogEntry entry, const ClientMessage &asked);
    RouteCause causeOf(const ClientInfo &client, const QString &name, const QString &route,
                       quint64 sequence);
    RouteCause logRouted(const ClientInfo &client, const QString &name, const QString &route,
                         LogEntry &&entry, const ClientMessage &asked, bool tellSender);
    void askRules(Client *client, LogEntry entry, const ClientMessage &asked);
    void rulesDecided(const RuleMessage &message, const RuleDecision &decision);
    std::optional<Response> broadcast(Gate &gate, const Request &request);
    Response sendBroadcast(const EndpointContext &endpoint, const BroadcastValue &value);
    quint64 askLater(Gate &gate);
    void askScript(const Request &request, const QString &path,
                   const PathPattern::Parameters &parameters, RouteCall &&call);
    static QString addressOf(const Gate &gate);
    void dispatch(const std::shared_ptr<Dispatch> &dispatch, bool everywhere);
    void finished(Dispatch &dispatch);
    void refuseMessage(Client *client, LogEntry entry, Why why, const QString &detail);
    quint64 addMended(const LogEntry &entry);
    void sendError(Client *client, Why why, const QString &detail, quint64 cause);
    void publish();
    static void noteEnvelope(const EndpointContext &endpoint, int depth, int keys);
    void notePeaks(Client *client, const ClientStats &stats, std::chrono::milliseconds passed);
    LogEntry entryOf(const Client &client, LogKind kind, Why why) const;
    LogEntry leavingOf(const Client &client);

    ServerState *m_state;
    int m_index;
    DeadlineWheel m_wheel{this};
    Entrance m_entrance{this, &m_wheel, &load, this};
    QTimer m_publishTimer{this};
    ReadTurns m_turns{this};
    Hub m_hub;
    RefusalLog m_refusals{[this](LogEntry &&entry) { m_state->feed.add(std::move(entry)); }, this};
    struct Breach ///< of a rule or limit, for which a client is being closed
    {
        quint64 row = 0; ///< of the log; 0: that of its leaving says it all
        Why why = Why::None;
        QString detail;
    };
    QHash<const Client *, Breach> m_breaches;
    Deliveries m_deliveries;
    EnvelopeReader m_envelopes{1024, 10'000};
    std::shared_ptr<const RouteTable> m_routes = std::make_shared<RouteTable>();
    RouteEffects m_effects{m_state}; ///< of rules
    QHash<quint64, QPointer<Gate>> m_asking; ///< requests whose route has not answered yet
    quint64 m_lastRequest = 0;
    QSet<Client *> m_clients; ///< until they are gone, closing ones too
    std::vector<Client *> m_dirty;
    std::chrono::steady_clock::time_point m_published; ///< the last look at the counters
    qint64 m_queuedBytes = 0; ///< our part of the state's
    int m_waitingClients = 0;
    // the first to go: they work for the others
    SideThread m_side{this};
    LongRules m_longRules{this, [this](const RuleMessage &message, const RuleDecision &decision) {
                              rulesDecided(message, decision);
                          }};
};

} // namespace Signalbox
