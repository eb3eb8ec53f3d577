#include "core/net/socketwire.h"

#include "core/net/banlist.h"
#include "core/net/descriptors.h"

#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Signalbox {

namespace {
constexpr qint64 WindowInsideQt = 64 * 1024;
constexpr auto QuietTime = 200ms; // without a byte: the peer has stopped sending
} // namespace

SocketWire::SocketWire(QTcpSocket *socket, QObject *parent)
    : Wire(parent)
    , m_socket(socket)
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setReadBufferSize(256 * 1024);
    setPeer(socket->peerAddress(), socket->peerPort());
    connect(m_socket, &QTcpSocket::readyRead, this, &SocketWire::announce);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &SocketWire::announceRoom);
    if (auto *tls = qobject_cast<QSslSocket *>(m_socket))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &SocketWire::announceRoom);
    const auto gone = [this] {
        for (qint64 left = 0; m_socket->bytesAvailable() != left;) { // what came before the end
            left = m_socket->bytesAvailable();
            readable();
        }
        const auto error = m_socket->error();
        broken(error == QAbstractSocket::RemoteHostClosedError
                       || error == QAbstractSocket::UnknownSocketError
                   ? QString()
                   : m_socket->errorString());
    };
    connect(m_socket, &QTcpSocket::disconnected, this, gone, Qt::QueuedConnection);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &SocketWire::failed);
    if (m_socket->bytesAvailable() > 0)
        announce();
}

// A TLS record that is not the peer's own leaves a QSslSocket connected, and mute for ever. Before
// it ends it says so to the peer (RFC 8446 section 6.2). Queued, for it may come from inside
// send().
void SocketWire::failed(QAbstractSocket::SocketError error)
{
    if (error != QAbstractSocket::SslInternalError
        && error != QAbstractSocket::SslInvalidUserDataError)
        return; // it comes apart by itself
    QMetaObject::invokeMethod(
        this,
        [this, why = m_socket->errorString()] {
            if (!isOpen())
                return;
            m_socket->flush();
            broken(why);
        },
        Qt::QueuedConnection);
}

QHostAddress SocketWire::localAddress() const
{
    return plainAddress(m_socket->localAddress());
}

// Queued: a TLS socket that is flushed reads as well, and announces it from inside send().
void SocketWire::announce()
{
    if (m_quiet)
        m_quiet->start();
    if (std::exchange(m_announced, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_announced = false;
            readable();
        },
        Qt::QueuedConnection);
}

// Queued: a socket that is written to, or ended, while it says that it has written gets out of
// step.
void SocketWire::announceRoom()
{
    if (queuedFrames() == 0 || std::exchange(m_roomAnnounced, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_roomAnnounced = false;
            writable();
        },
        Qt::QueuedConnection);
}

qint64 SocketWire::read(char *to, qint64 size)
{
    const qint64 n = m_socket->read(to, size);
    if (n > 0) {
        if (m_socket->bytesAvailable() > 0)
            announce(); // the socket itself announces only what is new
        return n;
    }
    return m_socket->state() == QAbstractSocket::UnconnectedState ? -1 : 0;
}

bool SocketWire::hasPeerEnded() const
{
    const qintptr descriptor = m_socket->socketDescriptor();
    return descriptor < 0 || Signalbox::hasPeerEnded(descriptor);
}

QString SocketWire::tlsVersion() const
{
    const auto *tls = qobject_cast<const QSslSocket *>(m_socket);
    if (!tls)
        return {};
    switch (tls->sessionProtocol()) {
    case QSsl::TlsV1_2:
        return u"TLS 1.2"_s;
    case QSsl::TlsV1_3:
        return u"TLS 1.3"_s;
    default:
        return u"TLS"_s;
    }
}

qint64 SocketWire::send(const char *from, qint64 size)
{
    const QByteArrayView block(from, size);
    return sendBlocks({&block, 1});
}

qint64 SocketWire::sendBlocks(std::span<const QByteArrayView> blocks)
{
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return -1;
    qint64 taken = 0;
    for (const QByteArrayView block : blocks) {
        const qint64 room = std::min<qint64>(block.size(), WindowInsideQt - waitingInside());
        const qint64 n = room > 0 ? m_socket->write(block.data(), room) : 0;
        if (n < 0 && taken == 0)
            return n;
        taken += std::max<qint64>(n, 0);
        if (n < block.size())
            break;
    }
    m_socket->flush();
    return taken;
}

// What the socket wrote while it was asked it announced before there was a queue.
void SocketWire::wantWritable(bool wanted)
{
    if (wanted)
        announceRoom();
}

// A QSslSocket cannot end one side only.
void SocketWire::endSending(Peer peer)
{
    if (peer == Peer::Done)
        return m_socket->disconnectFromHost();
    m_quiet = new QTimer(this);
    m_quiet->setSingleShot(true);
    m_quiet->setInterval(QuietTime);
    connect(m_quiet, &QTimer::timeout, m_socket, &QTcpSocket::disconnectFromHost);
    m_quiet->start();
}

void SocketWire::closeNow()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

qint64 SocketWire::waitingInside() const
{
    const auto *tls = qobject_cast<const QSslSocket *>(m_socket);
    return m_socket->bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

} // namespace Signalbox
