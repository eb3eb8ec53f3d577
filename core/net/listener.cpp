#include "core/net/listener.h"

#include <QTimer>

#ifdef Q_OS_LINUX
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
constexpr int MaxInTurn = 64; // then the others of this thread have theirs
}

std::optional<QHostAddress> listenAddress(const QString &configured)
{
    if (configured == "*"_L1)
        return QHostAddress(QHostAddress::Any);
    if (const QHostAddress address(configured); !address.isNull())
        return address;
    if (configured == "localhost"_L1)
        return QHostAddress(QHostAddress::LocalHost);
    return std::nullopt;
}

Error listenError(QAbstractSocket::SocketError error, const QString &words)
{
    switch (error) {
    case QAbstractSocket::AddressInUseError:
        return Error{Error::Code::PortInUse, words};
    case QAbstractSocket::SocketAccessError:
        return Error{Error::Code::PortForbidden, words};
    case QAbstractSocket::SocketAddressNotAvailableError:
        return Error{Error::Code::AddressUnavailable, words};
    default:
        return Error{Error::Code::ListenFailed, words};
    }
}

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

void Listener::incomingConnection(qintptr descriptor)
{
    Q_EMIT accepted(descriptor);
    if (++m_inTurn < MaxInTurn)
        return;
    m_inTurn = 0;
    stopTurn();
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (!m_paused)
                resume();
        },
        Qt::QueuedConnection);
}

// pauseAccepting() alone would let the loop that accepts go on until the backlog is empty; that
// loop asks for the number of pending connections, of which we never have any.
void Listener::stopTurn()
{
    setMaxPendingConnections(0);
    pauseAccepting();
}

void Listener::pause()
{
    m_paused = true;
    stopTurn();
}

void Listener::resume()
{
    m_paused = false;
    setMaxPendingConnections(1);
    resumeAccepting();
}

Status Listener::start(const QHostAddress &address, quint16 port)
{
    if (!listen(address, port))
        return listenError(serverError(), errorString());
#ifdef Q_OS_LINUX
    const int on = 1; // what is accepted inherits it
    setsockopt(int(socketDescriptor()), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#endif
    return success();
}

} // namespace Signalbox
