#pragma once

#include "core/net/banlist.h"
#include "core/net/endpointcontext.h"
#include "core/net/filestamps.h"
#include "core/net/listener.h"
#include "core/server/endpointstatus.h"
#include "core/server/server.h"
#include "core/server/serverstate.h"

#include <QTimer>

#include <memory>

namespace Signalbox {

/// One configured endpoint through its life: stopped, starting, running, stopping, failed. Fails
/// closed: without its certificate it does not listen. Lives in the server's thread.
class Endpoint final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Endpoint)
public:
    /// `bans`: whom it turns away; they may change, and outlive it.
    Endpoint(const EndpointConfig &config, const LimitOverrides &limits,
             const ServerFolders &folders, ServerState *state, const BanList *bans,
             QObject *parent);
    ~Endpoint() override;

    const EndpointConfig &config() const { return m_config; }
    const EndpointStatus &status() const { return m_status; }
    bool isSettled() const; ///< neither starting nor stopping

    void start();
    /// Closes the clients with this code; they have ten seconds.
    void stop(quint16 code);
    void restart();
    void cut(); ///< while stopping: the clients' time is over
    /// Takes effect with the next start; says whether anything changed.
    bool setConfig(const EndpointConfig &config, const LimitOverrides &limits);
    bool wouldChange(const EndpointConfig &config, const LimitOverrides &limits) const;

Q_SIGNALS:
    void changed(const Signalbox::EndpointStatus &status);

private:
    void resolve();
    void listen(const QHostAddress &address);
    Result<std::shared_ptr<EndpointContext>> makeContext(const QHostAddress &address) const;
    Result<QSslConfiguration> makeTls(const QHostAddress &address) const;
    void showCertificate(const QSslConfiguration &tls);
    void lookAtCertificate();
    void lookForAddress();
    bool hasAddress() const;
    void accept(qintptr descriptor);
    std::optional<Refusal> judge(qintptr descriptor, Seat &undecided);
    void countConnection();
    bool hasRoom(std::chrono::steady_clock::time_point now);
    void lookForRoom();
    void poll();
    void setState(EndpointState state);
    void fail(const Error &error);
    void note(Why why, const QString &detail, bool failed);

    EndpointConfig m_config;
    LimitOverrides m_limits;
    ServerFolders m_folders;
    ServerState *m_state;
    EndpointStatus m_status;
    std::unique_ptr<Listener> m_listener;
    std::shared_ptr<EndpointContext> m_context;
    QHostAddress m_address; ///< on which it listens, or did
    bool m_addressGone = false; ///< it comes back with the address
    int m_withoutAddress = 0; ///< looks in a row that did not find it
    std::optional<QSslConfiguration> m_tls; ///< for those who come from now on
    FileStamps m_certificateFiles; ///< of m_tls
    const BanList *m_bans; ///< as they are now
    RateBucket m_connections{0};
    SecondCounter m_inSecond; ///< of connections
    int m_descriptors = 0; ///< descriptorLimit(), at most a second old while many connect
    QTimer m_poll{this};
    QTimer m_room{this}; ///< runs while accepting is paused
    int m_polls = 0;
    int m_waited = 0; ///< ticks of it
    std::chrono::steady_clock::time_point m_stopDeadline;
    int m_lookup = 0; ///< of a host name, while it is under way
    bool m_startAgain = false;
};

} // namespace Signalbox
