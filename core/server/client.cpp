#include "core/server/client.h"

#include "core/server/serverstate.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

using Clock = std::chrono::steady_clock;

Client::Client(const ClientInfo &info, std::shared_ptr<const EndpointContext> endpoint, Seat seat,
               Wire *wire, const QByteArray &early, Encoding encoding, QByteArray *scratch,
               ClientUser *user, DeadlineWheel *wheel, QObject *parent)
    : QObject(parent)
    , m_info(info)
    , m_endpoint(std::move(endpoint))
    , m_seat(std::move(seat))
    , m_link(wire, this, early,
             {.messageBytes = m_endpoint->limits.messageBytes,
              .framesPerMessage = m_endpoint->limits.framesPerMessage},
             encoding, scratch, wheel)
    , m_user(user)
    , m_heartbeat(wheel, [this] { heartbeat(); })
    , m_queueAge(wheel, [this] { tooOld(); })
{
    m_stats.id = info.id;
    m_ending.id = info.id;
    m_link.setTimes(m_endpoint->limits.messageSeconds, m_endpoint->limits.closeSeconds);
}

void Client::start()
{
    // The first ping comes somewhere within the interval, so that a crowd that came at once is not
    // pinged at once.
    const auto interval = std::chrono::milliseconds(m_endpoint->limits.pingSeconds);
    if (!m_closing)
        m_heartbeat.arm(interval / 4 + interval * (qHash(m_info.id) % 1024) / 1365);
    m_link.start();
}

const QString &Client::displayName() const
{
    if (m_displayName.isEmpty())
        m_displayName = m_info.displayName();
    return m_displayName;
}

ClientStats Client::stats() const
{
    ClientStats stats = m_stats;
    stats.queuedBytes = queuedBytes();
    stats.oldestQueued = m_link.wire()->oldestQueued();
    stats.closing = m_closing;
    return stats;
}

Wire::Written Client::send(const FrameRef &frame, qint64 sent)
{
    if (m_closing)
        return Wire::Written::Failed;
    Wire *wire = m_link.wire();
    const Limits &limits = m_endpoint->limits;
    if (wire->queuedFrames() > 0) {
        // One message larger than the limit may wait, but only alone.
        if (wire->queuedBytes() + frame->bytesFor(encoding()).size() > limits.queueBytes) {
            close(CloseCode::TryLater, u"slow"_s, Why::QueueFull, ClosedBy::Server,
                  u"queueBytes %1"_s.arg(limits.queueBytes));
            return Wire::Written::Failed;
        }
        if (wire->queuedFrames() >= limits.queueMessages) {
            close(CloseCode::TryLater, u"slow"_s, Why::QueueFull, ClosedBy::Server,
                  u"queueMessages %1"_s.arg(limits.queueMessages));
            return Wire::Written::Failed;
        }
    }
    const Wire::Written written = wire->write(frame, encoding(), sent);
    if (written == Wire::Written::Failed)
        return written;
    countSent(1, frame->payload.size());
    if (written == Wire::Written::Queued && !m_queueAge.isArmed())
        m_queueAge.arm(limits.queueSeconds);
    return written;
}

void Client::countSent(size_t frames, qint64 payloadBytes)
{
    m_stats.messagesOut += frames;
    m_stats.bytesOut += quint64(payloadBytes);
    changed();
}

void Client::close(quint16 code, const QString &reason, Why why, ClosedBy by, const QString &detail)
{
    m_user->clientEnding(this);
    if (m_closing)
        return;
    m_closing = true;
    m_heartbeat.disarm();
    m_ending.code = code;
    m_ending.reason = cutReason(reason);
    m_ending.by = by;
    m_user->clientClosing(this, why, detail);
    changed();
    // Behind a full queue the close frame would wait as long as the peer does not read.
    if (why == Why::QueueFull || why == Why::QueueTooOld)
        m_link.cut({});
    else
        m_link.close(code, m_ending.reason);
}

void Client::ping()
{
    if (m_closing)
        return;
    m_pingedAt = Clock::now();
    m_awaitingPong = true;
    m_link.ping(QByteArray::number(++m_pingNumber));
    m_heartbeat.arm(m_endpoint->limits.pongSeconds);
}

void Client::heartbeat()
{
    if (!m_awaitingPong)
        return ping();
    m_closing = true;
    m_ending.code = CloseCode::Abnormal;
    m_ending.by = ClosedBy::Server;
    m_ending.reason = u"no pong"_s;
    m_user->clientClosing(this, Why::NoPong,
                          u"pongSeconds %1"_s.arg(m_endpoint->limits.pongSeconds.count()));
    m_link.cut({});
}

void Client::tooOld()
{
    const auto limit = std::chrono::milliseconds(m_endpoint->limits.queueSeconds);
    const auto age = m_link.wire()->oldestQueued();
    if (m_link.wire()->queuedFrames() == 0 || m_closing)
        return;
    if (age >= limit)
        close(CloseCode::TryLater, u"slow"_s, Why::QueueTooOld, ClosedBy::Server,
              u"queueSeconds %1"_s.arg(m_endpoint->limits.queueSeconds.count()));
    else
        m_queueAge.arm(limit - age);
}

void Client::changed()
{
    if (!isDirty)
        m_user->clientChanged(this);
}

void Client::linkReceived(QByteArray &&message, bool binary)
{
    ++m_stats.messagesIn;
    m_stats.bytesIn += quint64(message.size());
    changed();
    m_user->clientSent(this, std::move(message), binary);
}

void Client::linkPonged(const QByteArray &payload)
{
    if (!m_awaitingPong || payload != QByteArray::number(m_pingNumber))
        return; // unsolicited pongs are allowed (RFC 6455 section 5.5.3)
    m_awaitingPong = false;
    m_stats.roundTrip =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_pingedAt);
    if (!m_closing)
        m_heartbeat.arm(m_endpoint->limits.pingSeconds);
    changed();
}

void Client::linkClosed(quint16 code, const QString &reason)
{
    m_user->clientEnding(this);
    if (m_closing)
        return;
    m_closing = true;
    m_heartbeat.disarm();
    m_ending.code = code;
    m_ending.reason = reason;
    m_ending.by = ClosedBy::Client;
    m_user->clientClosing(this, Why::ClosedByClient, {});
    changed();
    const quint16 answer = code == CloseCode::NoStatus ? CloseCode::Normal : code;
    m_link.close(answer, reason);
}

void Client::linkFailed(quint16 code, const QString &problem)
{
    const Why why = code == CloseCode::TooBig       ? Why::MessageTooBig
                    : code == CloseCode::BadData    ? Why::BadUtf8
                    : code != CloseCode::Policy     ? Why::ProtocolError
                    : problem.contains("frames"_L1) ? Why::TooManyFrames
                                                    : Why::MessageTooSlow;
    close(code, problem, why, ClosedBy::Server, problem);
}

void Client::linkDrained()
{
    m_queueAge.disarm();
    changed();
}

void Client::linkTimedOut()
{
    m_user->clientClosing(this, Why::CloseTimeout,
                          u"closeSeconds %1"_s.arg(m_endpoint->limits.closeSeconds.count()));
}

void Client::linkGone(const QString &why)
{
    m_heartbeat.disarm();
    m_queueAge.disarm();
    if (!m_closing) {
        m_closing = true;
        m_ending.code = CloseCode::Abnormal;
        m_ending.by = ClosedBy::Network;
        m_ending.reason = why;
        m_user->clientClosing(this, Why::ConnectionLost, why);
    }
    m_ending.at = wallTimeNow();
    m_seat.reset();
    m_user->clientGone(this);
    deleteLater();
}

} // namespace Signalbox
