#pragma once

#include "core/net/banlist.h"
#include "core/net/endpointcontext.h"
#include "core/server/acceptor.h"
#include "core/server/certificateend.h"
#include "core/server/endpointstatus.h"
#include "core/server/serverfolders.h"
#include "core/server/serverstate.h"
#include "core/storage/filestamps.h"

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
    /// `bans`: whom it turns away.
    Endpoint(const EndpointConfig &config, const LimitOverrides &limits,
             const ServerFolders &folders, ServerState *state, const BanList &bans,
             QObject *parent);
    ~Endpoint() override;

    const EndpointConfig &config() const { return m_config; }
    const EndpointStatus &status() const { return m_status; }
    bool isSettled() const; ///< neither starting nor stopping

    void start();
    /// Closes the clients with this code; they have ten seconds.
    void stop(); ///< its clients get 1001
    void restart();
    void cut(); ///< while stopping: the clients' time is over
    /// Takes effect with the next start; says whether anything changed.
    bool setConfig(const EndpointConfig &config, const LimitOverrides &limits);
    bool wouldChange(const EndpointConfig &config, const LimitOverrides &limits) const;
    void setBans(const BanList &bans); ///< for those who come from now on

Q_SIGNALS:
    void changed(const Signalbox::EndpointStatus &status);

private:
    void close(Why why); ///< EndpointStopped or EndpointRestarted
    template<typename Function>
    void onAcceptor(Function function)
    {
        if (m_acceptor)
            QMetaObject::invokeMethod(m_acceptor, [it = m_acceptor, function] { function(it); });
    }
    void resolve();
    void listen(const QHostAddress &address);
    Result<std::shared_ptr<EndpointContext>> makeContext(const QHostAddress &address) const;
    Result<QSslConfiguration> makeTls(const QHostAddress &address) const;
    void showCertificate(const QSslConfiguration &tls);
    void lookAtCertificate();
    void useCertificate(const QSslConfiguration &tls);
    void lookForAddress();
    bool hasAddress() const;
    void listening(quint16 port);
    void dropAcceptor();
    void poll();
    void setState(EndpointState state);
    void fail(const Error &error);
    QString detailOf(const Error &error) const;
    void note(Why why, const QString &detail, bool failed);

    EndpointConfig m_config;
    LimitOverrides m_limits;
    ServerFolders m_folders;
    ServerState *m_state;
    EndpointStatus m_status;
    Acceptor *m_acceptor = nullptr; ///< until its port is free; perhaps of another thread
    std::shared_ptr<EndpointContext> m_context;
    QHostAddress m_address; ///< on which it listens, or did
    bool m_addressGone = false; ///< it comes back with the address
    int m_withoutAddress = 0; ///< looks in a row that did not find it
    std::optional<QSslConfiguration> m_tls; ///< for those who come from now on
    FileStamps m_certificateFiles; ///< of m_tls
    CertificateEnd m_certificateEnd; ///< likewise
    BanList m_bans; ///< as they are now
    QTimer m_poll{this};
    int m_polls = 0;
    std::chrono::steady_clock::time_point m_stopDeadline;
    int m_lookup = 0; ///< of a host name, while it is under way
    bool m_startAgain = false;
};

} // namespace Signalbox
