#include "core/net/banlist.h"
#include "core/net/descriptors.h"
#include "core/net/plainwire.h"
#include "core/net/sendflags_posix.h"

#ifdef Q_OS_LINUX
#include "core/net/epolldispatcher.h"
#endif

#include <QEvent>
#include <QSocketNotifier>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/uio.h>
#include <unistd.h>

namespace Signalbox {

namespace {

constexpr size_t MaxBlocks = 256; // of one system call

#ifdef MSG_MORE
constexpr int SendMoreFlags = SendFlags | MSG_MORE;
#else
constexpr int SendMoreFlags = SendFlags;
#endif

struct SocketAddress
{
    QHostAddress address;
    quint16 port = 0;
};

/// `ask`: getpeername or getsockname.
SocketAddress addressOf(int descriptor, int (*ask)(int, sockaddr *, socklen_t *))
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    SocketAddress side;
    if (ask(descriptor, reinterpret_cast<sockaddr *>(&storage), &size) != 0)
        return side;
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

/// Calls straight to the wire: a connection would be asked for, and taken apart, with every client.
class PlainWire::Watcher final : public QSocketNotifier
{
    Q_DISABLE_COPY_MOVE(Watcher)
public:
    Watcher(PlainWire *wire, Type type)
        : QSocketNotifier(wire->m_descriptor, type, wire)
        , m_wire(wire)
    {
    }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::SockAct)
            return QSocketNotifier::event(event);
        if (type() == Read)
            m_wire->readable();
        else
            m_wire->writable();
        return true;
    }

private:
    PlainWire *m_wire;
};

PlainWire::PlainWire(qintptr descriptor, QObject *parent)
    : Wire(parent)
    , m_descriptor(int(descriptor))
    , m_reading(new Watcher(this, QSocketNotifier::Read))
{
    [[maybe_unused]] const int on = 1;
#ifndef Q_OS_LINUX // there they have it from their Listener
    setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#endif
#ifdef SO_NOSIGPIPE
    setsockopt(m_descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    const SocketAddress peer = addressOf(m_descriptor, getpeername);
    setPeer(peer.address, peer.port);
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
    m_isDrained = n < size;
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

QHostAddress PlainWire::localAddress() const
{
    return plainAddress(addressOf(m_descriptor, getsockname).address);
}

void PlainWire::stopReading()
{
    m_reading->setEnabled(false);
}

bool PlainWire::hasPeerEnded() const
{
    return m_descriptor < 0 || Signalbox::hasPeerEnded(m_descriptor);
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
    qint64 all = 0;
    while (!blocks.empty()) {
        const size_t count = std::min(blocks.size(), vectors.size());
        qint64 size = 0;
        for (size_t i = 0; i < count; ++i) {
            vectors[i] = {const_cast<char *>(blocks[i].data()), size_t(blocks[i].size())};
            size += blocks[i].size();
        }
        msghdr message{};
        message.msg_iov = vectors.data();
        message.msg_iovlen = count;
        const qint64 sent = taken(::sendmsg(m_descriptor, &message, SendFlags));
        if (sent < 0)
            return all > 0 ? all : sent;
        all += sent;
        if (sent < size)
            break;
        blocks = blocks.subspan(count);
    }
    return all;
}

void PlainWire::wantWritable(bool wanted)
{
    if (wanted && !m_writing) {
        m_writing = new Watcher(this, QSocketNotifier::Write);
    } else if (m_writing) {
        m_writing->setEnabled(wanted);
    }
}

// Half of the connection: the other half goes on being read.
void PlainWire::endSending(Peer)
{
    ::shutdown(m_descriptor, SHUT_WR);
}

qint64 PlainWire::sendBeforeClose(const char *from, qint64 size)
{
    return taken(::send(m_descriptor, from, size_t(size), SendMoreFlags));
}

void PlainWire::closeNow()
{
    if (m_descriptor < 0)
        return;
#ifdef Q_OS_LINUX
    EpollDispatcher::forget(m_descriptor); // close() tells the system
#endif
    m_reading->setEnabled(false);
    if (m_writing)
        m_writing->setEnabled(false);
    ::close(m_descriptor);
    m_descriptor = -1;
}

} // namespace Signalbox
