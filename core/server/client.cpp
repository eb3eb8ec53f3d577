#include "core/server/client.h"

#include "core/server/serverstate.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

using SteadyClock = std::chrono::steady_clock;

namespace {
constexpr std::chrono::seconds ExcessTime{5}; // of too many messages, one after the other
}

Client::Client(ClientInfo &&info, std::shared_ptr<const EndpointContext> endpoint, Seat seat,
               Wire *wire, const QByteArray &early, Encoding encoding, ReadTurns *turns,
               ClientUser *user, DeadlineWheel *wheel, QObject *parent)
    : QObject(parent)
    , m_info(std::make_unique<const ClientInfo>(std::move(info)))
    , m_endpoint(std::move(endpoint))
    , m_seat(std::move(seat))
    , m_link(wire, this, early,
             {.messageBytes = m_endpoint->limits.messageBytes,
              .framesPerMessage = m_endpoint->limits.framesPerMessage},
             encoding, turns, wheel)
    , m_user(user)
    , m_heartbeat(wheel, [this] { heartbeat(); })
    , m_queueAge(wheel, [this] { tooOld(); })
    , m_lastMessage(SteadyClock::now())
    , m_messages(m_endpoint->limits.messagesBurst)
{
#ifdef __GLIBC__
    static_assert(sizeof(Client) <= 1032); // see m_info
#endif
    m_stats.id = m_info->id;
    m_ending.id = m_info->id;
    m_link.setEndpoint(m_endpoint.get());
    m_link.wire()->setBudget(m_endpoint->budget);
}

void Client::start()
{
    // The first ping comes somewhere within the interval, so that a crowd that came at once is not
    // pinged at once.
    const auto interval = std::chrono::milliseconds(m_endpoint->limits.pingSeconds);
    if (!m_closing)
        beat(interval / 4 + interval * (qHash(m_info->id) % 1024) / 1365);
    m_link.start();
}

const QString &Client::displayName() const
{
    if (m_displayName.isEmpty())
        m_displayName = m_info->displayName();
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

Wire::Written Client::send(const FrameRef &frame, qint64 sent, quint32 place)
{
    if (m_closing)
        return Wire::Written::Failed;
    Wire *wire = m_link.wire();
    if (wire->queuedFrames() > 0 && !makeRoom(frame->bytesFor(encoding()).size()))
        return Wire::Written::Failed;
    const Wire::Written written = wire->write(frame, encoding(), sent, place);
    if (written == Wire::Written::Failed)
        return written;
    countSent(1, frame->payload.size());
    if (written != Wire::Written::Queued)
        return written;
    if (!m_queueAge.isArmed())
        m_queueAge.arm(m_endpoint->limits.queueSeconds);
    if (m_endpoint->budget && m_endpoint->budget->isOver())
        m_user->queuesFull();
    return written;
}

// One message larger than the limit may wait, but only alone.
bool Client::makeRoom(qsizetype size)
{
    Wire *wire = m_link.wire();
    const Limits &limits = m_endpoint->limits;
    const auto fits = [&] {
        return wire->queuedFrames() == 0
               || (wire->queuedBytes() + size <= limits.queueBytes
                   && wire->queuedFrames() < limits.queueMessages);
    };
    if (fits())
        return true;
    switch (m_endpoint->config.slow) {
    case SlowPolicy::Disconnect:
        close(CloseCode::TryLater, u"slow"_s, Why::QueueFull, ClosedBy::Server, queueDetail());
        return false;
    case SlowPolicy::DropNewest:
        countDropped();
        return false;
    case SlowPolicy::DropOldest:
        while (!fits() && wire->dropOldest())
            countDropped();
        break;
    case SlowPolicy::KeepLatest:
        while (wire->dropOldest())
            countDropped();
        break;
    }
    if (fits() || wire->queuedFrames() <= 1) // what has begun to leave is not in the way
        return true;
    countDropped();
    return false;
}

QString Client::queueDetail() const
{
    const Limits &limits = m_endpoint->limits;
    return m_link.wire()->queuedFrames() >= limits.queueMessages
               ? u"queueMessages %1"_s.arg(limits.queueMessages)
               : u"queueBytes %1"_s.arg(limits.queueBytes);
}

void Client::countDropped()
{
    ++m_stats.dropped;
    changed();
    countExcess(m_dropped, Why::QueueDropped, &Client::queueDetail);
}

void Client::countExcess(std::unique_ptr<Excess> &excess, Why why, Detail detail)
{
    using namespace std::chrono_literals;
    const auto now = SteadyClock::now();
    if (!excess)
        excess = std::make_unique<Excess>();
    if (now - excess->last > 1s)
        excess->since = now;
    excess->last = now;
    ++excess->count;
    if (now - excess->told < 1s)
        return;
    excess->told = now;
    tellExcess(excess, why, detail);
}

void Client::tellExcess(const std::unique_ptr<Excess> &excess, Why why, Detail detail)
{
    if (excess && excess->count > 0)
        m_user->clientExceeded(this, why, std::exchange(excess->count, 0), (this->*detail)());
}

bool Client::mayTake()
{
    const Limits &limits = m_endpoint->limits;
    const bool may = m_messages.take(1, limits.messagesPerSecond, limits.messagesBurst);
    m_endpoint->peaks.note(Peak::MessagesBurst, m_messages.spent(limits.messagesBurst));
    if (may)
        return true;
    ++m_stats.refused;
    countExcess(m_tooMany, Why::TooManyMessages, &Client::messagesDetail);
    if (m_tooMany->last - m_tooMany->since > ExcessTime)
        close(CloseCode::Policy, u"more than %1 messages a second"_s.arg(limits.messagesPerSecond),
              Why::TooManyMessages, ClosedBy::Server, messagesDetail());
    return false;
}

QString Client::messagesDetail() const
{
    return u"messagesPerSecond %1"_s.arg(m_endpoint->limits.messagesPerSecond);
}

void Client::prefetch() const
{
    m_link.prefetchHead();
    Signalbox::prefetch(&isDirty);
    Signalbox::prefetch(&m_stats.messagesOut);
    Signalbox::prefetch(&m_closing);
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
    if (why == Why::QueueFull || why == Why::QueueTooOld || why == Why::QueuesFull)
        m_link.cut({});
    else
        m_link.close(code, m_ending.reason);
}

void Client::ping()
{
    if (m_closing)
        return;
    m_pingedAt = SteadyClock::now();
    m_awaitingPong = true;
    m_link.ping(QByteArray::number(++m_pingNumber));
    m_heartbeat.arm(m_endpoint->limits.pongSeconds);
}

std::chrono::milliseconds Client::untilIdle() const
{
    return std::chrono::ceil<std::chrono::milliseconds>(
        m_lastMessage + m_endpoint->limits.idleSeconds - SteadyClock::now());
}

/// The next ping, or a look whether it is idle, if that comes before.
void Client::beat(std::chrono::milliseconds after)
{
    using namespace std::chrono_literals;
    if (m_endpoint->limits.idleSeconds > 0s)
        after = std::clamp(untilIdle(), std::chrono::milliseconds(1), after);
    m_heartbeat.arm(after);
}

void Client::heartbeat()
{
    using namespace std::chrono_literals;
    if (m_endpoint->limits.idleSeconds > 0s && untilIdle() <= 0ms)
        return close(CloseCode::Normal, u"idle"_s, Why::Idle, ClosedBy::Server,
                     u"idleSeconds %1"_s.arg(m_endpoint->limits.idleSeconds.count()));
    if (!m_awaitingPong)
        return ping();
    // Some send and do not read meanwhile: whatever comes whole shows that they are there.
    const auto silence = m_endpoint->limits.pingSeconds + m_endpoint->limits.pongSeconds;
    if (const auto left = silence - m_link.silence(); left > 0ms)
        return beat(left);
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
    if (age >= limit && m_endpoint->config.slow != SlowPolicy::Disconnect) {
        while (m_link.wire()->oldestQueued() >= limit && m_link.wire()->dropOldest())
            countDropped();
        m_queueAge.arm(limit); // what has begun to leave may be older still
    } else if (age >= limit)
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
    LimitPeaks &peaks = m_endpoint->peaks;
    peaks.note(Peak::MessageBytes, message.size());
    peaks.note(Peak::FramesPerMessage, m_link.framesOfMessage());
    if (m_endpoint->limits.idleSeconds.count() > 0) {
        const auto now = SteadyClock::now();
        peaks.note(
            Peak::IdleSeconds,
            std::chrono::duration_cast<std::chrono::milliseconds>(now - m_lastMessage).count());
        m_lastMessage = now;
    }
    if (!mayTake())
        return;
    m_user->clientSent(this, std::move(message), binary);
}

void Client::linkPonged(const QByteArray &payload)
{
    if (!m_awaitingPong || payload != QByteArray::number(m_pingNumber))
        return; // unsolicited pongs are allowed (RFC 6455 section 5.5.3)
    m_awaitingPong = false;
    m_stats.roundTrip =
        std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - m_pingedAt);
    m_endpoint->peaks.note(Peak::PongSeconds, m_stats.roundTrip->count() / 1000);
    if (!m_closing)
        beat(m_endpoint->limits.pingSeconds);
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

void Client::linkFailed(quint16 code, const QString &problem, Why why)
{
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
    tellExcess(m_tooMany, Why::TooManyMessages, &Client::messagesDetail);
    tellExcess(m_dropped, Why::QueueDropped, &Client::queueDetail);
    m_ending.at = wallTimeNow();
    m_seat.reset();
    m_user->clientGone(this);
    deleteLater();
}

} // namespace Signalbox
