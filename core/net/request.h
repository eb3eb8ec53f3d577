#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QIODevice>
#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <utility>

namespace Signalbox {

/// Whether two field names, or tokens, are the same: case does not count (RFC 9110 section 5.1).
bool isSameField(QByteArrayView a, QByteArrayView b);

/// One HTTP/1.1 request (RFC 9110, 9112). A value.
struct Request
{
    QByteArray method;
    QByteArray target; ///< origin form, still percent-encoded
    QByteArray scheme{}; ///< "http", when the target was sent as a whole URL; else empty
    QList<std::pair<QByteArray, QByteArray>> fields;
    QByteArray body;
    bool keepAlive = false;
    bool isHttp11 = true; ///< false: 1.0

    /// The first field of this name (without regard to case); empty if there is none.
    QByteArray field(QByteArrayView name) const;
    int count(QByteArrayView name) const;
    /// Whether a comma-separated field holds a token, without regard to case.
    bool hasToken(QByteArrayView name, QByteArrayView token) const;
    /// Percent-decoded once. nullopt: not a path, bad encoding, a control character, a backslash or
    /// a dot segment.
    std::optional<QString> path() const;
    QByteArray query() const; ///< without '?', still encoded
    bool wantsUpgrade() const { return hasToken("upgrade", "websocket"); }
    /// Whether it is a WebSocket handshake, be it one that has lost its Upgrade field on the way.
    bool isHandshake() const
    {
        return wantsUpgrade()
               || (field("upgrade").isEmpty() && !field("sec-websocket-key").isEmpty());
    }

    bool operator==(const Request &) const = default;
};

/// What is sent back.
struct Response
{
    int status = 200;
    QByteArray type = "text/plain; charset=utf-8";
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> fields;
    std::shared_ptr<QIODevice> file{}; ///< given: the body is what it has next, `fileBytes` of it
    qint64 fileBytes = 0;
};
/// On the wire, without the bytes of a file; `head`: the answer to a HEAD request, without its
/// body.
QByteArray encodeResponse(const Response &response, bool keepAlive, bool head);

/// Reads requests from a byte stream, strictly and within limits, with Boost.Beast, which no other
/// file includes. A target may be a whole URL (RFC 9112 section 3.2.2).
class RequestParser
{
    Q_DISABLE_COPY_MOVE(RequestParser)
public:
    enum class State : quint8 {
        NeedMore,
        Head, ///< the head is whole: head() is valid; go on for the body
        Done, ///< take() gives the request
        BadRequest,
        TargetTooLong, ///< 414
        HeadTooLarge, ///< 431
        BodyTooLarge, ///< 413
        BadCoding, ///< 400: the Transfer-Encoding does not say where the body ends
        UnknownCoding, ///< 501: a Transfer-Encoding other than chunked
    };
    static constexpr qsizetype MaxLine = 4 * 1024; ///< request line
    static constexpr qsizetype MaxField = 8 * 1024;
    static constexpr qsizetype MaxHead = 16 * 1024;
    static constexpr int MaxFields = 64;

    explicit RequestParser(qint64 maxBody);
    ~RequestParser();

    /// Takes bytes from the front of `input`. The same state comes again until take() after an end.
    State feed(QByteArrayView &input);
    const Request &head() const;
    Request take(); ///< after Done (or Head, for an upgrade); ready for the next request
    bool isIdle() const; ///< nothing of a request has come yet
    bool expectsContinue() const; ///< the client waits for "100 Continue" before it sends the body

private:
    State check(State state);
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Signalbox
