#include "core/net/link.h"

#include "core/net/closecode.h"

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Signalbox {

Link::Link(Wire *wire, const QByteArray &handshake, const QByteArray &early,
           const FrameReader::Limits &limits, QByteArray *scratch, DeadlineWheel *wheel,
           QObject *parent)
    : QTcpSocket(parent)
    , m_wire(wire)
    , m_scratch(scratch)
    , m_ready(handshake)
    , m_early(early)
    , m_reader(limits)
    , m_messageDeadline(wheel,
                        [this] {
                            m_peerClosed = true;
                            m_failed = true;
                            if (m_user)
                                m_user->linkFailed(CloseCode::Policy,
                                                   u"a message that took longer than %1 s"_s.arg(
                                                       m_messageTime.count() / 1000));
                        })
    , m_closeDeadline(wheel, [this] {
        if (m_user)
            m_user->linkTimedOut();
        cut({});
    })
{
    m_wire->setParent(this);
    m_wire->setUser(this);
    setSocketState(ConnectedState);
    setPeerAddress(wire->peerAddress());
    setPeerPort(wire->peerPort());
    setLocalAddress(wire->localAddress());
    setLocalPort(wire->localPort());
    setOpenMode(QIODevice::ReadWrite | QIODevice::Unbuffered);
}

Link::~Link()
{
    m_wire->setUser(nullptr);
}

void Link::setTimes(std::chrono::milliseconds message, std::chrono::milliseconds close)
{
    m_messageTime = message;
    m_closeTime = close;
}

void Link::start()
{
    if (m_gone)
        return;
    m_started = true;
    const QByteArray early = std::exchange(m_early, {});
    consume(early);
    if (!m_gone)
        wireReadable(); // a TLS socket announces what it holds only once
}

void Link::ping(const QByteArray &payload)
{
    if (!m_closed)
        m_wire->write(encodeFrame(Opcode::Ping, payload));
}

void Link::cut(const QString &why)
{
    if (m_gone)
        return;
    m_wire->abort();
    QMetaObject::invokeMethod(
        this, [this, why] { gone(why); }, Qt::QueuedConnection);
}

// QWebSocket loops while bytesAvailable(), so it must be 0 once we are closed.
qint64 Link::bytesAvailable() const
{
    return m_closed ? 0 : m_ready.size();
}

void Link::close()
{
    if (m_closed)
        return;
    m_closed = true;
    m_ready.clear();
    m_messageDeadline.disarm();
    QIODevice::close();
    if (m_gone)
        return;
    setSocketState(ClosingState);
    Q_EMIT stateChanged(ClosingState);
    m_closeDeadline.arm(m_closeTime);
    if (m_peerClosed || !m_user)
        // both close frames have passed, or it failed, or there never was a handshake
        m_wire->finish(m_failed ? Wire::Peer::MaySend : Wire::Peer::Done);
}

qint64 Link::readData(char *to, qint64 size)
{
    const qint64 n = std::min<qint64>(size, m_ready.size());
    if (n <= 0)
        return n; // Qt asks for nothing, with no place for it
    std::memcpy(to, m_ready.constData(), size_t(n));
    m_ready.remove(0, n);
    return n;
}

qint64 Link::skipData(qint64 size)
{
    const qint64 n = std::min<qint64>(size, m_ready.size());
    m_ready.remove(0, n);
    return n;
}

qint64 Link::readLineData(char *to, qint64 size)
{
    const qsizetype end = m_ready.indexOf('\n');
    return readData(to, end < 0 ? size : std::min<qint64>(size, end + 1));
}

qint64 Link::writeData(const char *from, qint64 size)
{
    return m_wire->write(QByteArray(from, size)) == Wire::Written::Failed ? -1 : size;
}

void Link::wireReadable()
{
    if (!m_started)
        return; // the handshake is not through: the bytes wait in the socket
    const qint64 n = m_wire->read(m_scratch->data(), m_scratch->size());
    if (n > 0)
        consume(QByteArrayView(m_scratch->constData(), n));
}

void Link::consume(QByteArrayView input)
{
    while (!m_peerClosed && !m_gone) {
        const FrameReader::Event event = m_reader.next(input);
        if (event == FrameReader::Event::NeedMore)
            break;
        handle(event);
    }
    if (m_pongOwed && m_wire->queuedFrames() == 0)
        sendPong();
    if (m_peerClosed || !m_reader.isInsideMessage())
        m_messageDeadline.disarm();
    else if (!m_messageDeadline.isArmed() && !m_closed)
        m_messageDeadline.arm(m_messageTime);
}

void Link::handle(FrameReader::Event event)
{
    switch (event) {
    case FrameReader::Event::Text:
    case FrameReader::Event::Binary:
        m_messageDeadline.disarm();
        if (!m_closed) // after our close frame, data is read but not looked at
            m_user->linkReceived(m_reader.take(), event == FrameReader::Event::Binary);
        break;
    case FrameReader::Event::Ping:
        m_pong = m_reader.take();
        m_pongOwed = true;
        break;
    case FrameReader::Event::Pong:
        m_user->linkPonged(m_reader.take());
        break;
    case FrameReader::Event::Close:
        m_peerClosed = true;
        passClose(m_reader.take());
        break;
    case FrameReader::Event::Failed:
        m_peerClosed = true;
        m_failed = true;
        if (m_closed)
            m_wire->finish(Wire::Peer::MaySend);
        else
            m_user->linkFailed(m_reader.closeCode(), m_reader.problem());
        break;
    case FrameReader::Event::NeedMore:
        break;
    }
}

void Link::passClose(const QByteArray &payload)
{
    if (m_closed) { // the answer to our own
        m_wire->finish();
        return;
    }
    m_user->linkClosed(m_reader.closeCode(), QString::fromUtf8(payload.mid(2)));
}

// Only the newest ping is answered, and never behind a queue: a peer that pings and does not read
// grows nothing.
void Link::sendPong()
{
    m_pongOwed = false;
    if (!m_closed && !m_peerClosed)
        m_wire->write(encodeFrame(Opcode::Pong, m_pong));
}

void Link::wireDrained()
{
    if (m_pongOwed)
        sendPong();
    if (m_user)
        m_user->linkDrained();
}

void Link::wireGone(const QString &why)
{
    gone(why);
}

void Link::gone(const QString &why)
{
    if (m_gone)
        return;
    m_gone = true;
    m_messageDeadline.disarm();
    m_closeDeadline.disarm();
    m_ready.clear();
    if (!m_closed) {
        m_closed = true;
        QIODevice::close();
    }
    setSocketState(UnconnectedState);
    if (LinkUser *user = std::exchange(m_user, nullptr))
        user->linkGone(why);
    else
        deleteLater(); // never adopted
    Q_EMIT stateChanged(UnconnectedState);
    Q_EMIT disconnected();
}

} // namespace Signalbox
