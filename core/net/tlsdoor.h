#pragma once

#include "core/net/deadline.h"
#include "core/net/endpointcontext.h"
#include "core/values/logentry.h"

#include <QHostAddress>
#include <QObject>
#include <QSslSocket>

#include <chrono>
#include <memory>
#include <utility>

namespace Signalbox {

/// The TLS handshake of one accepted connection, with a deadline and no effect on any other. Looks
/// at the first byte: 0x16 is TLS, anything else gets a plain answer that says the port speaks TLS.
/// Lives in its shard's thread; deletes itself at the end.
class TlsDoor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TlsDoor)
public:
    TlsDoor(Arrival arrival, DeadlineWheel *wheel, QObject *parent);

    const EndpointContext &endpoint() const { return *m_endpoint; }
    std::shared_ptr<const EndpointContext> sharedEndpoint() const { return m_endpoint; }
    Seat takeSeat() { return std::move(m_undecided); }
    std::chrono::steady_clock::time_point since() const { return m_since; }
    bool isUndecided() const { return m_undecided != nullptr; }
    bool hasSpoken() const { return m_socket->mode() != QSslSocket::UnencryptedMode; }
    QString peerAddress() const { return m_socket->peerAddress().toString(); }
    void cut();

Q_SIGNALS:
    void encrypted(QSslSocket *socket); ///< the receiver takes the socket
    void refused(Signalbox::Why why, const QString &address, const QString &detail);
    void endedSilently(); ///< no byte ever came

private:
    void readable();
    void fail(Why why, const QString &detail);
    void timedOut();
    void endSilently();

    std::shared_ptr<const EndpointContext> m_endpoint;
    Seat m_undecided;
    const std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
    QSslSocket *m_socket;
    Deadline m_deadline;
    bool m_over = false;
};

} // namespace Signalbox
