#pragma once

#include "core/net/deadline.h"
#include "core/values/logentry.h"

#include <QObject>
#include <QSslSocket>

#include <functional>
#include <memory>

namespace Signalbox {

struct EndpointContext;

/// The TLS handshake of one accepted connection, with a deadline and no effect on any other. Looks
/// at the first byte: 0x16 is TLS, anything else gets a plain answer that says the port speaks TLS.
/// Lives in its shard's thread; deletes itself at the end.
class TlsDoor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TlsDoor)
public:
    TlsDoor(qintptr descriptor, std::shared_ptr<const EndpointContext> endpoint,
            DeadlineWheel *wheel, QObject *parent);
    ~TlsDoor() override;

    const EndpointContext &endpoint() const { return *m_endpoint; }
    std::shared_ptr<const EndpointContext> sharedEndpoint() const { return m_endpoint; }
    void cut();

Q_SIGNALS:
    void encrypted(QSslSocket *socket); ///< the receiver takes the socket
    void refused(Signalbox::Why why, const QString &address, const QString &detail);

private:
    void readable();
    void fail(Why why, const QString &detail);

    std::shared_ptr<const EndpointContext> m_endpoint;
    QSslSocket *m_socket;
    Deadline m_deadline;
    bool m_over = false;
};

} // namespace Signalbox
