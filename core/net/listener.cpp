#include "core/net/listener.h"

#include <QTimer>

namespace Signalbox {

using namespace std::chrono_literals;

Listener::Listener(QObject *parent)
    : QTcpServer(parent)
{
    setListenBacklogSize(1024);
    // QTcpServer stops accepting for good when the system has no descriptors left.
    connect(this, &QTcpServer::acceptError, this, [this] {
        Q_EMIT acceptFailed(errorString());
        QTimer::singleShot(500ms, this, [this] {
            if (!m_paused)
                resumeAccepting();
        });
    });
}

// pauseAccepting() alone would let the loop that accepts go on until the backlog is empty; that
// loop asks for the number of pending connections, of which we never have any.
void Listener::pause()
{
    m_paused = true;
    setMaxPendingConnections(0);
    pauseAccepting();
}

void Listener::resume()
{
    m_paused = false;
    setMaxPendingConnections(1);
    resumeAccepting();
}

Status Listener::start(const QHostAddress &address, quint16 port)
{
    if (listen(address, port))
        return success();
    switch (serverError()) {
    case QAbstractSocket::AddressInUseError:
        return Error{Error::Code::PortInUse, errorString()};
    case QAbstractSocket::SocketAccessError:
        return Error{Error::Code::PortForbidden, errorString()};
    case QAbstractSocket::SocketAddressNotAvailableError:
        return Error{Error::Code::AddressUnavailable, errorString()};
    default:
        return Error{Error::Code::ListenFailed, errorString()};
    }
}

} // namespace Signalbox
