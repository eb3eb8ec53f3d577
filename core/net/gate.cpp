#include "core/net/gate.h"

#include <QDateTime>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Signalbox {

namespace {
constexpr auto IdleTime = 15s; // between two requests of one connection
constexpr auto DrainTime = 2s; // for the peer to read our last answer
constexpr int MaxRequests = 1000; // of one connection
constexpr qint64 MaxUnread = 1 << 20; // answers that a pipelining peer does not read
constexpr qsizetype MaxLater = 256 * 1024; // requests of a pipelining peer that wait for an answer
constexpr qint64 FilePiece = 64 * 1024;
constexpr int PiecesAtOnce = 8; // before others have their turn
constexpr auto PieceTime = 30s; // for a peer that takes a file slowly
} // namespace

Response fullResponse()
{
    return {.status = 503,
            .body = "This endpoint has all the clients it may have. Try again later.\n",
            .fields = {{"Retry-After", "5"}}};
}

Response tooManyResponse(const QByteArray &sentence, std::chrono::seconds retryAfter)
{
    return {.status = 429,
            .body = sentence + " Try again later.\n",
            .fields = {{"Retry-After", QByteArray::number(qint64(retryAfter.count()))}}};
}

Gate::Gate(Wire *wire, std::shared_ptr<const EndpointContext> endpoint, Seat undecided,
           GateUser *user, DeadlineWheel *wheel, std::function<void(Gate *)> gone)
    : m_wire(wire)
    , m_endpoint(std::move(endpoint))
    , m_user(user)
    , m_gone(std::move(gone))
    , m_parser(m_endpoint->limits.httpBodyBytes)
    , m_deadline(wheel, [this] { timedOut(); })
    , m_seat(std::move(undecided))
    , m_calls(m_endpoint->limits.messagesBurst)
{
    m_wire->setUser(this);
    m_deadline.arm(m_endpoint->limits.handshakeSeconds);
}

Wire *Gate::takeWire()
{
    Wire *wire = m_wire.release();
    wire->setUser(nullptr);
    m_deadline.disarm();
    m_seat.reset();
    deleteLater();
    return wire;
}

void Gate::cut()
{
    if (m_wire)
        m_wire->abort();
    m_finishing = true;
    m_deadline.disarm();
    m_seat.reset();
    deleteLater();
}

bool Gate::hasSpoken()
{
    if (!m_spoken)
        wireReadable();
    return m_spoken;
}

void Gate::wireReadable()
{
    char buffer[RequestParser::MaxHead];
    for (int round = 0; m_wire && round < 16; ++round) {
        const qint64 n = m_wire->read(buffer, sizeof buffer);
        if (n <= 0)
            return;
        m_spoken = true;
        if (m_finishing) // unread bytes would turn our close into a reset
            continue;
        if (isBusy() || !m_later.isEmpty())
            keepForLater(QByteArrayView(buffer, n));
        else
            consume(QByteArrayView(buffer, n));
    }
    if (m_wire)
        QMetaObject::invokeMethod(
            this, [this] { wireReadable(); }, Qt::QueuedConnection);
}

void Gate::consume(QByteArrayView input)
{
    if (m_served == 0 && m_parser.isIdle() && !input.isEmpty() && input.front() == 0x16) {
        m_user->refused(*this, Why::TlsOnPlainPort, 0, {});
        return cut();
    }
    while (!input.isEmpty() && !m_finishing && !isBusy()) {
        if (m_parser.isIdle() && m_served > 0)
            m_deadline.arm(m_endpoint->limits.handshakeSeconds);
        switch (m_parser.feed(input)) {
        case RequestParser::State::NeedMore:
            return;
        case RequestParser::State::Head:
            if (!handleHead(input))
                return;
            // A request without a body is done only when the parser is asked again.
            if (input.isEmpty() && m_parser.head().field("content-length").toLongLong() == 0
                && m_parser.head().field("transfer-encoding").isEmpty())
                handleRequest();
            break;
        case RequestParser::State::Done:
            handleRequest();
            break;
        case RequestParser::State::BadRequest:
            return refuse(400, Why::BadRequest, "This is not a valid HTTP/1.1 request.");
        case RequestParser::State::TargetTooLong:
            return refuse(414, Why::HeadTooLarge, "The request line is longer than 4 KiB.");
        case RequestParser::State::HeadTooLarge:
            return refuse(
                431, Why::HeadTooLarge,
                "The request head is larger than 16 KiB, or has a line over 8 KiB, or over "
                "64 fields.");
        case RequestParser::State::BodyTooLarge:
            return refuse(413, Why::BodyTooLarge,
                          "The body is larger than "
                              + QByteArray::number(m_endpoint->limits.httpBodyBytes)
                              + " bytes, which is this endpoint's limit.");
        case RequestParser::State::BadCoding:
            return refuse(400, Why::BadRequest, "Transfer-Encoding must end in \"chunked\".",
                          u"Transfer-Encoding"_s);
        case RequestParser::State::UnknownCoding:
            return refuse(501, Why::BadRequest,
                          "The only Transfer-Encoding that is understood here is \"chunked\".",
                          u"Transfer-Encoding"_s);
        }
    }
    if (!input.isEmpty() && !m_finishing)
        keepForLater(input);
}

void Gate::keepForLater(QByteArrayView input)
{
    m_later.append(input);
    if (m_later.size() > MaxLater)
        cut();
}

QHostAddress Gate::localAddress() const
{
    return m_endpoint->address.isNull() ? m_wire->localAddress() : m_endpoint->address;
}

// False: the connection is no longer ours to read.
bool Gate::handleHead(QByteArrayView early)
{
    m_endpoint->peaks.note(Peak::HandshakeSeconds,
                           m_deadline.passedOf(m_endpoint->limits.handshakeSeconds).count());
    const Request &request = m_parser.head();
    const bool upgrade = request.isHandshake();
    const auto refusal = upgrade ? checkUpgrade(request, m_endpoint->admission, localAddress())
                                 : checkSource(request, m_endpoint->admission, localAddress());
    if (refusal) {
        refuse(*refusal);
        return false;
    }
    if (upgrade) {
        this->upgrade(early);
        return false;
    }
    if (m_parser.expectsContinue())
        m_wire->write("HTTP/1.1 100 Continue\r\n\r\n");
    return true;
}

void Gate::upgrade(QByteArrayView early)
{
    Request request = m_parser.take();
    m_shown = takeCredentials(request, m_endpoint->admission.credentials,
                              QDateTime::currentSecsSinceEpoch());
    if (const auto refusal = checkCredentials())
        return refuse(*refusal);
    const Seat seat = takeSeat();
    if (!seat)
        return; // it has been told
    m_finishing = true;
    m_user->upgrade(this, request, early.toByteArray(), seat);
}

Seat Gate::takeSeat()
{
    const Limits &limits = m_endpoint->limits;
    const Seat ofAddress = m_endpoint->addresses->takeClient(m_wire->peerAddress());
    if (!ofAddress) {
        refuse({tooManyResponse("Too many clients have this address."), Why::TooManyFromAddress,
                QString::number(limits.clientsPerAddress)});
        return {};
    }
    const Seat seat = takeSeatIfFree(m_endpoint, m_endpoint->clients, limits.clients);
    if (!seat)
        refuse({fullResponse(), Why::EndpointFull, QString::number(limits.clients)});
    m_endpoint->peaks.note(Peak::Clients, m_endpoint->clients.load(std::memory_order_relaxed));
    return seat ? takeTogether(seat, ofAddress) : Seat();
}

std::optional<Refusal> Gate::checkCaller(const Request &request)
{
    if (auto refusal = checkInitiator(request, m_endpoint->admission))
        return refusal;
    const Limits &limits = m_endpoint->limits;
    if (!m_calls.take(1, limits.messagesPerSecond, limits.messagesBurst))
        return Refusal{tooManyResponse("Messages come too fast.", 1s), Why::TooManyMessages,
                       u"messagesPerSecond %1"_s.arg(limits.messagesPerSecond)};
    return checkCredentials();
}

std::optional<Refusal> Gate::checkCredentials()
{
    if (!m_endpoint->admission.credentials.isWanted() || !m_wire)
        return std::nullopt;
    const QHostAddress peer = m_wire->peerAddress();
    if (const auto blocked = m_endpoint->addresses->blockedFor(peer); blocked > 0s)
        return Refusal{
            tooManyResponse("This address has shown too many wrong tokens or codes.", blocked),
            Why::AddressBlocked, u"blockSeconds %1"_s.arg(m_endpoint->limits.blockSeconds.count())};
    if (m_shown.areRight)
        return std::nullopt;
    if (m_shown.isGuess)
        m_endpoint->addresses->countFailure(peer);
    return Refusal{Response{.status = 401,
                            .body = "This endpoint wants a token or a join code, and none that is "
                                    "right was shown.\n",
                            .fields = {{"WWW-Authenticate", "Bearer"}}},
                   Why::NotAuthorized, m_shown.problem};
}

void Gate::handleRequest()
{
    Request request = m_parser.take();
    m_shown = takeCredentials(request, m_endpoint->admission.credentials,
                              QDateTime::currentSecsSinceEpoch());
    m_endpoint->peaks.note(Peak::HttpBodyBytes, request.body.size());
    m_keepAlive = request.keepAlive;
    m_isHead = request.method == "HEAD";
    m_owesAnswer = true;
    if (++m_served == 1)
        m_seat = takeSeatIfFree(m_endpoint, m_endpoint->kept, EndpointContext::MaxKept);
    m_deadline.arm(AnswerTime);
    if (!request.path()) {
        m_user->refused(*this, Why::BadRequest, 400, u"path"_s);
        return respond({.status = 400, .body = "The path is not a valid one.\n"});
    }
    if (const std::optional<Response> response = m_user->answer(*this, request))
        respond(*response);
}

void Gate::respond(const Response &response)
{
    if (!m_owesAnswer || m_finishing || !m_wire)
        return;
    m_owesAnswer = false;
    m_keep = m_keepAlive && m_seat && m_served < MaxRequests && m_wire->queuedBytes() < MaxUnread
             && response.status < 500;
    m_wire->write(encodeResponse(response, m_keep, m_isHead));
    if (response.file && !m_isHead) {
        m_file = response.file;
        m_fileLeft = response.fileBytes;
        return sendFile();
    }
    answered();
}

// Goes on whenever the wire has nothing left to send, so that little of a large file is in memory.
void Gate::sendFile()
{
    for (int piece = 0; m_fileLeft > 0; ++piece) {
        if (piece == PiecesAtOnce) {
            QMetaObject::invokeMethod(
                this, [this] { wireDrained(); }, Qt::QueuedConnection);
            return;
        }
        m_deadline.arm(PieceTime);
        const QByteArray bytes = m_file->read(std::min(FilePiece, m_fileLeft));
        if (bytes.isEmpty())
            return cut(); // it has become shorter meanwhile: the promised length cannot be kept
        m_fileLeft -= bytes.size();
        switch (m_wire->write(bytes)) {
        case Wire::Written::Sent:
            break;
        case Wire::Written::Queued:
            if (m_fileLeft > 0)
                return;
            break;
        case Wire::Written::Failed:
            return cut();
        }
    }
    m_file.reset();
    answered();
}

void Gate::wireDrained()
{
    if (m_file && m_wire && !m_finishing && m_wire->queuedBytes() == 0)
        sendFile();
}

void Gate::answered()
{
    if (!m_keep)
        return finish(m_keepAlive ? Wire::Peer::MaySend : Wire::Peer::Done);
    m_deadline.arm(IdleTime);
    if (!m_later.isEmpty()) // not from within consume()
        QMetaObject::invokeMethod(
            this, [this] { resume(); }, Qt::QueuedConnection);
}

void Gate::resume()
{
    if (m_finishing || isBusy() || !m_wire)
        return;
    const QByteArray later = std::exchange(m_later, {});
    consume(later);
}

void Gate::refuse(const Refusal &refusal)
{
    m_finishing = true; // nothing that follows is looked at any more
    m_user->refused(*this, refusal.why, refusal.response.status, refusal.detail);
    m_wire->write(encodeResponse(refusal.response, false, false));
    finish(Wire::Peer::MaySend);
}

void Gate::refuse(int status, Why why, const QByteArray &sentence, const QString &detail)
{
    refuse({Response{.status = status, .body = sentence + '\n'}, why, detail});
}

void Gate::finish(Wire::Peer peer)
{
    m_finishing = true;
    m_seat.reset();
    m_wire->finish(peer);
    m_deadline.arm(DrainTime);
}

void Gate::timedOut()
{
    if (m_file)
        return cut();
    if (m_owesAnswer)
        return respond({.status = 504, .body = "The answer did not come in time.\n"});
    if (m_finishing || (m_served > 0 && m_parser.isIdle()))
        return cut();
    if (!m_spoken) {
        m_deadline.arm(m_endpoint->limits.handshakeSeconds);
        if (hasSpoken() || m_finishing) // it was we who did not listen
            return;
        return endSilently();
    }
    m_endpoint->peaks.note(Peak::HandshakeSeconds,
                           std::chrono::milliseconds(m_endpoint->limits.handshakeSeconds).count());
    refuse(408, Why::HandshakeTimeout, "The request did not come in time.");
}

/// Browsers keep a connection in reserve, and those who watch over a port look whether somebody
/// answers. That is worth a row only where others had to wait for the place.
void Gate::endSilently()
{
    if (m_seat && !m_endpoint->takesUndecided())
        m_user->refused(*this, Why::TooManyHandshakes, 0,
                        QString::number(m_endpoint->maxUndecided));
    else
        m_user->endedSilently();
    cut();
}

void Gate::wireGone(const QString &)
{
    if (!m_spoken && !m_finishing)
        m_user->endedSilently();
    m_deadline.disarm();
    m_finishing = true;
    m_seat.reset();
    deleteLater();
}

} // namespace Signalbox
