#include "core/net/plainwire.h"

#include <QSocketNotifier>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace Signalbox {

namespace {

constexpr size_t MaxBlocks = 64; // of one system call

#ifdef MSG_NOSIGNAL
constexpr int SendFlags = MSG_NOSIGNAL | MSG_DONTWAIT;
#else
constexpr int SendFlags = MSG_DONTWAIT; // SO_NOSIGPIPE is set instead
#endif
#ifdef MSG_MORE
constexpr int SendMoreFlags = SendFlags | MSG_MORE;
#else
constexpr int SendMoreFlags = SendFlags;
#endif

struct Side
{
    QHostAddress address;
    quint16 port = 0;
};

Side sideOf(const sockaddr_storage &storage)
{
    Side side;
    side.address.setAddress(reinterpret_cast<const sockaddr *>(&storage));
    if (storage.ss_family == AF_INET)
        side.port = ntohs(reinterpret_cast<const sockaddr_in *>(&storage)->sin_port);
    else if (storage.ss_family == AF_INET6)
        side.port = ntohs(reinterpret_cast<const sockaddr_in6 *>(&storage)->sin6_port);
    return side;
}

bool isTemporary(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

/// What Wire calls the result of a system call that sends.
qint64 taken(ssize_t sent)
{
    return sent >= 0 ? sent : isTemporary(errno) ? 0 : -1;
}

} // namespace

PlainWire::PlainWire(qintptr descriptor, QObject *parent)
    : Wire(parent)
    , m_descriptor(int(descriptor))
    , m_reading(new QSocketNotifier(descriptor, QSocketNotifier::Read, this))
{
    const int on = 1;
    setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
    setsockopt(m_descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    sockaddr_storage peer{};
    sockaddr_storage local{};
    socklen_t peerSize = sizeof peer;
    socklen_t localSize = sizeof local;
    getpeername(m_descriptor, reinterpret_cast<sockaddr *>(&peer), &peerSize);
    getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&local), &localSize);
    const Side there = sideOf(peer);
    const Side here = sideOf(local);
    setAddresses(there.address, there.port, here.address, here.port);
    connect(m_reading, &QSocketNotifier::activated, this, [this] { readable(); });
}

PlainWire::~PlainWire()
{
    if (m_descriptor >= 0)
        closeNow();
}

qint64 PlainWire::read(char *to, qint64 size)
{
    if (m_descriptor < 0)
        return -1;
    const ssize_t n = ::recv(m_descriptor, to, size_t(size), MSG_DONTWAIT);
    if (n > 0)
        return n;
    const int error = n < 0 ? errno : 0;
    if (n < 0 && isTemporary(error))
        return 0;
    m_reading->setEnabled(false);
    const QString why = n == 0 ? QString() : qt_error_string(error);
    QMetaObject::invokeMethod(
        this, [this, why] { broken(why); }, Qt::QueuedConnection);
    return -1;
}

void PlainWire::stopReading()
{
    m_reading->setEnabled(false);
}

qint64 PlainWire::send(const char *from, qint64 size)
{
    if (m_descriptor < 0)
        return -1;
    return taken(::send(m_descriptor, from, size_t(size), SendFlags));
}

qint64 PlainWire::sendBlocks(std::span<const QByteArrayView> blocks)
{
    if (m_descriptor < 0)
        return -1;
    std::array<iovec, MaxBlocks> vectors;
    const size_t count = std::min(blocks.size(), vectors.size());
    for (size_t i = 0; i < count; ++i)
        vectors[i] = {const_cast<char *>(blocks[i].data()), size_t(blocks[i].size())};
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count; // what is left is written frame by frame
    return taken(::sendmsg(m_descriptor, &message, SendFlags));
}

void PlainWire::wantWritable(bool wanted)
{
    if (wanted && !m_writing) {
        m_writing = new QSocketNotifier(m_descriptor, QSocketNotifier::Write, this);
        connect(m_writing, &QSocketNotifier::activated, this, [this] { writable(); });
    } else if (m_writing) {
        m_writing->setEnabled(wanted);
    }
}

// Half of the connection: the other half goes on being read.
void PlainWire::endSending(Peer)
{
    ::shutdown(m_descriptor, SHUT_WR);
}

bool PlainWire::mayCloseNow() const
{
    char byte = 0;
    return m_descriptor >= 0 && ::recv(m_descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

qint64 PlainWire::sendBeforeClose(const char *from, qint64 size)
{
    return taken(::send(m_descriptor, from, size_t(size), SendMoreFlags));
}

void PlainWire::closeNow()
{
    if (m_descriptor < 0)
        return;
    m_reading->setEnabled(false);
    if (m_writing)
        m_writing->setEnabled(false);
    ::close(m_descriptor);
    m_descriptor = -1;
}

} // namespace Signalbox
