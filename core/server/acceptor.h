#pragma once

#include "core/net/banlist.h"
#include "core/net/endpointcontext.h"
#include "core/net/listener.h"
#include "core/server/serverstate.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace Signalbox {

class Shard;

/// Listens for one run of an endpoint, and brings who comes to a shard: as fast as the endpoint's
/// rate, its room and the system's descriptors allow, and with the refusal of those who are banned
/// or come too fast from their address. Lives in threadFor(), its functions are called there, by
/// queued calls from elsewhere.
class Acceptor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Acceptor)
public:
    /// `tls`: what those who come are shown; nullopt: plain.
    Acceptor(ServerState *state, std::shared_ptr<const EndpointContext> context,
             std::optional<QSslConfiguration> tls, BanList bans);

    /// The only shard's thread, where whoever comes stays without a change of threads; nullptr when
    /// there are several to choose from: its maker's.
    static QThread *threadFor(const ServerState &state);

    /// listening() or failed() follows.
    void listen(const QHostAddress &address, quint16 port);
    /// The port is free when closed() comes. Connections that are still on their way come to their
    /// shard before anything that is posted to it later.
    void close();
    void setTls(const QSslConfiguration &tls) { m_tls = tls; }
    void setBans(const BanList &bans) { m_bans = bans; }

Q_SIGNALS:
    void listening(quint16 port);
    void failed(const Signalbox::Error &error);
    void closed();
    void acceptFailed(const QString &why); ///< it goes on by itself

private:
    void accept(qintptr descriptor);
    void bring(Shard *shard, const Arrival &arrival);
    std::optional<Refusal> judge(qintptr descriptor, Seat &undecided);
    void countConnection();
    bool hasRoom(std::chrono::steady_clock::time_point now);
    void lookForRoom();

    ServerState *m_state;
    std::shared_ptr<const EndpointContext> m_context;
    std::optional<QSslConfiguration> m_tls;
    BanList m_bans;
    std::unique_ptr<Listener> m_listener;
    RateBucket m_connections;
    SecondCounter m_inSecond; ///< of connections
    int m_descriptors = 0; ///< descriptorLimit(), at most a second old while many connect
    QTimer m_room{this}; ///< runs while accepting is paused
    int m_waited = 0; ///< ticks of it
};

} // namespace Signalbox
