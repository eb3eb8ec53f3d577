#include "core/net/tlsdoor.h"

#include "core/net/request.h"

namespace Signalbox {

using namespace std::chrono_literals;

TlsDoor::TlsDoor(Arrival arrival, DeadlineWheel *wheel, QObject *parent)
    : QObject(parent)
    , m_endpoint(std::move(arrival.endpoint))
    , m_undecided(std::move(arrival.undecided))
    , m_socket(new QSslSocket(this))
    , m_deadline(wheel, [this] { timedOut(); })
{
    m_socket->setSslConfiguration(*arrival.tls);
    connect(m_socket, &QSslSocket::readyRead, this, &TlsDoor::readable);
    connect(m_socket, &QSslSocket::encrypted, this, [this] {
        m_over = true;
        m_endpoint->peaks.note(Peak::HandshakeSeconds,
                               m_deadline.passedOf(m_endpoint->limits.handshakeSeconds).count());
        m_deadline.disarm();
        m_socket->disconnect(this);
        m_socket->setParent(nullptr);
        Q_EMIT encrypted(m_socket);
        deleteLater();
    });
    connect(m_socket, &QSslSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (!m_over && !hasSpoken())
            endSilently();
        else if (m_over || error == QAbstractSocket::RemoteHostClosedError)
            cut();
        else
            fail(Why::TlsFailed, m_socket->errorString());
    });
    connect(m_socket, &QSslSocket::disconnected, this, &TlsDoor::cut, Qt::QueuedConnection);
    m_socket->setSocketDescriptor(arrival.descriptor);
    m_deadline.arm(m_endpoint->limits.handshakeSeconds);
}

void TlsDoor::cut()
{
    m_over = true;
    m_undecided.reset();
    m_deadline.disarm();
    if (m_socket->parent() == this) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
    deleteLater();
}

void TlsDoor::readable()
{
    if (m_socket->mode() != QSslSocket::UnencryptedMode)
        return;
    if (m_over) {
        m_socket->readAll();
        return;
    }
    char first = 0;
    if (m_socket->peek(&first, 1) != 1)
        return;
    if (first == 0x16) {
        m_socket->startServerEncryption();
        return;
    }
    m_over = true;
    m_undecided.reset();
    Q_EMIT refused(Why::PlainOnTlsPort, m_socket->peerAddress().toString(), {});
    m_socket->readAll();
    m_socket->write(encodeResponse(
        {.status = 400, .body = "This port speaks TLS: use https or wss.\n"}, false, false));
    m_socket->disconnectFromHost();
    m_deadline.arm(2s);
}

void TlsDoor::timedOut()
{
    if (m_over)
        return cut();
    if (hasSpoken())
        return fail(Why::HandshakeTimeout, {});
    m_deadline.arm(m_endpoint->limits.handshakeSeconds);
    readable();
    if (m_over || hasSpoken()) // it was we who did not listen
        return;
    if (m_endpoint->takesUndecided())
        return endSilently();
    fail(Why::TooManyHandshakes, QString::number(m_endpoint->maxUndecided));
}

void TlsDoor::endSilently()
{
    Q_EMIT endedSilently();
    cut();
}

void TlsDoor::fail(Why why, const QString &detail)
{
    Q_EMIT refused(why, m_socket->peerAddress().toString(), detail);
    cut();
}

} // namespace Signalbox
