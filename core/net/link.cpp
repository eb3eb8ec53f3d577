#include "core/net/link.h"

#include "core/values/closecode.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr std::chrono::milliseconds FloodTime{250};

/// Why a FrameReader failed.
Why whyOf(quint16 code)
{
    switch (code) {
    case CloseCode::TooBig:
        return Why::MessageTooBig;
    case CloseCode::BadData:
        return Why::BadUtf8;
    case CloseCode::Policy:
        return Why::TooManyFrames;
    default:
        return Why::ProtocolError;
    }
}

} // namespace

/// What a link has read while it was not its turn.
class Link::Rest final : public TurnUser
{
    Q_DISABLE_COPY_MOVE(Rest)
public:
    Rest(Link *link, const QByteArray &read)
        : bytes(read)
        , left(read.size())
        , m_link(link)
    {
    }
    ~Rest() override { m_link->m_turns->leave(this); }
    void turnCame() override { m_link->turnCame(); }

    const QByteArray bytes;
    qsizetype left; ///< at their end

private:
    Link *m_link;
};

Link::Link(Wire *wire, LinkUser *user, const QByteArray &early, const FrameReader::Limits &limits,
           Encoding encoding, ReadTurns *turns, DeadlineWheel *wheel)
    : m_wire(wire)
    , m_user(user)
    , m_turns(turns)
    , m_rest(early.isEmpty() ? nullptr : std::make_unique<Rest>(this, early))
    , m_reader(limits, encoding == Encoding::Plain ? FrameReader::Compression::None
                                                   : FrameReader::Compression::Deflate)
    , m_messageDeadline(wheel,
                        [this] {
                            m_peerClosed = true;
                            m_failed = true;
                            note(Peak::MessageSeconds, m_endpoint->limits.messageSeconds);
                            m_user->linkFailed(CloseCode::Policy,
                                               u"a message that took longer than %1 s"_s.arg(
                                                   m_endpoint->limits.messageSeconds.count()),
                                               Why::MessageTooSlow);
                        })
    , m_closeDeadline(wheel,
                      [this] {
                          if (!m_floods) { // that it was given little time is known
                              note(Peak::CloseSeconds, m_endpoint->limits.closeSeconds);
                              m_user->linkTimedOut();
                          }
                          cut({});
                      })
    , m_encoding(encoding)
{
    m_wire->setUser(this);
}

Link::~Link()
{
    m_wire->setUser(nullptr);
}

void Link::setEndpoint(const EndpointContext *endpoint)
{
    m_endpoint = endpoint;
    m_bytes = RateBucket(byteBurst());
    m_pings = RateBucket(qint64(endpoint->limits.pingsPerSecond) * Limits::PingBurst);
}

/// A whole message of the size that is allowed always comes through.
qint64 Link::byteBurst() const
{
    return std::max(m_endpoint->limits.bytesBurst,
                    m_endpoint->limits.messageBytes + m_turns->buffer().size());
}

bool Link::mayTake(qint64 bytes)
{
    const qint64 burst = byteBurst();
    const bool may = m_bytes.take(bytes, m_endpoint->limits.bytesPerSecond, burst);
    m_endpoint->peaks.note(Peak::BytesBurst,
                           may ? std::min(m_bytes.spent(burst), m_endpoint->limits.bytesBurst)
                               : m_endpoint->limits.bytesBurst);
    return may;
}

void Link::start()
{
    if (m_gone)
        return;
    m_started = true;
    m_heardAt = m_messageDeadline.ticks();
    if (const auto early = std::exchange(m_rest, nullptr))
        consume(early->bytes);
    if (!m_gone && m_wire->announcesOnce())
        wireReadable();
}

void Link::ping(const QByteArray &payload)
{
    if (!m_closed)
        m_wire->write(encodeFrame(Opcode::Ping, payload));
}

void Link::close(quint16 code, const QString &reason)
{
    if (m_closed)
        return;
    m_closed = true;
    m_reader.skipMessages(); // data is read but not looked at
    m_messageDeadline.disarm();
    m_closeDeadline.arm(m_floods ? FloodTime
                                 : std::chrono::milliseconds(m_endpoint->limits.closeSeconds));
    const QByteArray frame = encodeClose(code, reason);
    if (m_peerClosed)
        finishWith(frame);
    else
        m_wire->write(frame);
}

/// The peer's close frame has come, or none is waited for.
void Link::finishWith(const QByteArray &last)
{
    m_wire->finishWith(last, m_failed ? Wire::Peer::MaySend : Wire::Peer::Done);
}

void Link::cut(const QString &why)
{
    if (m_gone)
        return;
    m_wire->abort();
    QMetaObject::invokeMethod(
        m_wire.get(), [this, why] { wireGone(why); }, Qt::QueuedConnection);
}

void Link::wireReadable()
{
    if (!m_started || m_floods || (m_rest && !m_peerClosed))
        return; // the bytes wait in the socket
    QByteArray &buffer = m_turns->buffer();
    const qint64 n = m_wire->read(buffer.data(), buffer.size());
    if (n <= 0)
        return;
    m_bytesRead += quint64(n);
    if (!m_peerClosed && !mayTake(n))
        return floodOfBytes();
    consume(QByteArrayView(buffer.constData(), n));
}

/// As much as is our turn; what is left waits.
void Link::consume(QByteArrayView input)
{
    const qsizetype left = consumeSome(input);
    if (left == 0)
        return;
    m_rest = std::make_unique<Rest>(this, input.last(left).toByteArray());
    m_turns->wait(m_rest.get());
}

void Link::turnCame()
{
    if (!m_closed && m_wire->hasPeerEnded()) { // without a word, and nobody is there for an answer
        m_peerClosed = true;
        endMessage();
    } else {
        m_rest->left = consumeSome(QByteArrayView(m_rest->bytes).last(m_rest->left));
        if (m_rest->left > 0)
            return m_turns->wait(m_rest.get());
        m_rest.reset();
    }
    if (!m_gone && m_wire->announcesOnce())
        wireReadable();
}

void Link::floodOfBytes()
{
    flood(Why::TooManyBytes,
          u"more than %1 bytes a second"_s.arg(m_endpoint->limits.bytesPerSecond));
}

void Link::flood(Why why, const QString &problem)
{
    m_peerClosed = true;
    m_failed = true;
    m_floods = true;
    m_messageDeadline.disarm();
    m_wire->stopReading();
    if (m_closed)
        m_closeDeadline.arm(FloodTime);
    else
        m_user->linkFailed(CloseCode::Policy, problem, why);
}

/// How many bytes at the end of it have to wait for our next turn.
qsizetype Link::consumeSome(QByteArrayView input)
{
    while (!m_peerClosed && !m_gone) {
        if (mustWait() && !input.isEmpty())
            break;
        const FrameReader::Event event = m_reader.next(input);
        if (event == FrameReader::Event::NeedMore)
            break;
        handle(event, input.isEmpty());
    }
    if (m_reader.takeSign())
        m_heardAt = m_messageDeadline.ticks();
    if (m_pongOwed && m_wire->queuedFrames() == 0)
        sendPong();
    if (m_peerClosed || !m_reader.isInsideMessage())
        endMessage();
    else if (!m_messageDeadline.isArmed() && !m_closed)
        m_messageDeadline.arm(m_endpoint->limits.messageSeconds);
    return m_peerClosed || m_gone ? 0 : input.size();
}

/// None is being received any more.
void Link::endMessage()
{
    if (!m_messageDeadline.isArmed())
        return;
    note(Peak::MessageSeconds, m_messageDeadline.passedOf(m_endpoint->limits.messageSeconds));
    m_messageDeadline.disarm();
}

void Link::note(Peak peak, std::chrono::milliseconds time)
{
    m_endpoint->peaks.note(peak, time.count());
}

void Link::handle(FrameReader::Event event, bool isLast)
{
    switch (event) {
    case FrameReader::Event::Text:
    case FrameReader::Event::Binary:
        endMessage();
        takeMessage(event == FrameReader::Event::Binary);
        break;
    case FrameReader::Event::Ping:
        m_endpoint->peaks.note(Peak::PingsPerSecond,
                               m_pingsInSecond.count(SecondCounter::Clock::now()));
        if (!m_pings.take(1, m_endpoint->limits.pingsPerSecond,
                          qint64(m_endpoint->limits.pingsPerSecond) * Limits::PingBurst))
            return flood(Why::TooManyPings,
                         u"more than %1 pings a second"_s.arg(m_endpoint->limits.pingsPerSecond));
        m_pong = m_reader.take();
        m_pongOwed = true;
        break;
    case FrameReader::Event::Pong:
        m_user->linkPonged(m_reader.take());
        break;
    case FrameReader::Event::Close:
        m_peerClosed = true;
        m_failed = !isLast; // nothing may follow (RFC 6455 section 5.5.1)
        passClose(m_reader.take());
        break;
    case FrameReader::Event::Failed:
        m_peerClosed = true;
        m_failed = true;
        if (m_closed)
            finishWith({});
        else
            m_user->linkFailed(m_reader.closeCode(), m_reader.problem(),
                               whyOf(m_reader.closeCode()));
        break;
    case FrameReader::Event::NeedMore:
        break;
    }
}

/// What was inflated counts in full, in bytes and for our turn.
void Link::takeMessage(bool binary)
{
    m_turns->spend(m_reader.inflatedBytes());
    if (const qint64 gained = m_reader.gainedBytes(); gained > 0 && !mayTake(gained))
        return floodOfBytes();
    m_user->linkReceived(m_reader.take(), binary);
}

void Link::passClose(const QByteArray &payload)
{
    if (m_closed) // the answer to our own
        return finishWith({});
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
    m_user->linkDrained();
}

void Link::wireGone(const QString &why)
{
    if (m_gone)
        return;
    m_gone = true;
    m_closed = true;
    m_messageDeadline.disarm();
    if (m_closeDeadline.isArmed() && !m_floods)
        note(Peak::CloseSeconds, m_closeDeadline.passedOf(m_endpoint->limits.closeSeconds));
    m_closeDeadline.disarm();
    const qsizetype leftBehind = m_rest && m_started ? m_rest->left : 0;
    m_rest.reset();
    m_user->linkGone(
        why.isEmpty() && leftBehind > 0
            ? u"%1 bytes of compressed messages were not read any more"_s.arg(leftBehind)
            : why);
}

} // namespace Signalbox
