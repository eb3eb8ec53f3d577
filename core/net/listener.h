#pragma once

#include "core/values/result.h"

#include <QHostAddress>
#include <QTcpServer>

#include <optional>

namespace Signalbox {

/// The address to listen on for a configured one: numeric, "*" or "localhost"; no value for a host
/// name, which has to be looked up.
std::optional<QHostAddress> listenAddress(const QString &configured);

/// Why a port could not be taken: PortInUse, PortForbidden, AddressUnavailable or ListenFailed with
/// the system's words.
Error listenError(QAbstractSocket::SocketError error, const QString &words);

/// Accepts connections of one address and gives their descriptors away unread. However many come,
/// the other sockets of its thread have their turn in between.
class Listener final : public QTcpServer
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Listener)
public:
    explicit Listener(QObject *parent = nullptr);

    /// Fails as listenError() says.
    Status start(const QHostAddress &address, quint16 port);

    /// While paused, whoever comes waits in the system's backlog. Takes effect at once, also inside
    /// accepted().
    void pause();
    void resume();
    bool isPaused() const { return m_paused; }

Q_SIGNALS:
    void accepted(qintptr descriptor); ///< the receiver takes it
    void acceptFailed(
        const QString &why); ///< out of descriptors: accepting goes on by itself in half a second

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void stopTurn();

    int m_inTurn = 0;
    bool m_paused = false;
};

} // namespace Signalbox
