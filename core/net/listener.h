#pragma once

#include "core/result.h"

#include <QHostAddress>
#include <QTcpServer>

namespace Signalbox {

/// Accepts connections of one address and gives their descriptors away unread. Lives in the
/// server's thread.
class Listener final : public QTcpServer
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Listener)
public:
    explicit Listener(QObject *parent = nullptr);

    /// Fails with PortInUse, PortForbidden, AddressUnavailable or ListenFailed; the detail is the
    /// system's words.
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
    void incomingConnection(qintptr descriptor) override { Q_EMIT accepted(descriptor); }

private:
    bool m_paused = false;
};

} // namespace Signalbox
