#include "core/net/request.h"

#include "core/net/hexvalue.h"
#include "core/values/target.h"

#include <QUrl>

#include <algorithm>
// One of Beast's assertions counts on a chunk before the last one, so that an empty body whose last
// chunk comes in pieces would end a program that is built with assertions.
#define BOOST_DISABLE_ASSERTS
// Beast asserts what a body that ends with its first chunk, and comes in pieces, does not fulfil.
#define BOOST_DISABLE_ASSERTS
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace http = boost::beast::http;

namespace Signalbox {

namespace {

template<typename S>
QByteArray bytesOf(const S &s)
{
    return {s.data(), qsizetype(s.size())};
}

QByteArray reasonPhrase(int status)
{
    return bytesOf(http::obsolete_reason(http::int_to_status(unsigned(status))));
}

/// Of a whole URL as target only the path and the query stay; its authority is the Host, whatever
/// the field says (RFC 9112 section 3.2.2).
void toOriginForm(Request &request)
{
    if (request.target.startsWith('/'))
        return;
    const qsizetype mark = request.target.indexOf("://");
    if (mark <= 0)
        return;
    const QByteArray scheme = request.target.first(mark).toLower();
    if (scheme != "http" && scheme != "https" && scheme != "ws" && scheme != "wss")
        return;
    const QByteArrayView rest = QByteArrayView(request.target).sliced(mark + 3);
    const qsizetype end =
        std::find_if(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?'; })
        - rest.begin();
    const QByteArray authority = rest.first(end).toByteArray();
    const auto host =
        std::find_if(request.fields.begin(), request.fields.end(),
                     [](const auto &field) { return isSameField(field.first, "host"); });
    if (host != request.fields.end())
        host->second = authority;
    else
        request.fields.append({"Host", authority});
    request.scheme = scheme;
    const QByteArray path = rest.sliced(end).toByteArray();
    request.target = path.startsWith('/') ? path : '/' + path;
}

/// Whether the body's end can be found, and its content read (RFC 9112 sections 6.1 and 6.3).
RequestParser::State codingState(const Request &request)
{
    if (request.count("transfer-encoding") == 0)
        return RequestParser::State::Head;
    QByteArrayList codings;
    for (const auto &[name, value] : request.fields)
        if (isSameField(name, "transfer-encoding"))
            for (const QByteArray &coding : value.split(','))
                codings.append(coding.trimmed().toLower());
    codings.removeAll({});
    if (!request.isHttp11 || codings.isEmpty() || codings.takeLast() != "chunked"
        || codings.contains("chunked"))
        return RequestParser::State::BadCoding;
    return codings.isEmpty() ? RequestParser::State::Head : RequestParser::State::UnknownCoding;
}

} // namespace

bool isSameField(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && !a.isEmpty() && (a.front() | 0x20) == (b.front() | 0x20)
           && a.compare(b, Qt::CaseInsensitive) == 0;
}

QByteArray Request::field(QByteArrayView name) const
{
    for (const auto &[key, value] : fields)
        if (isSameField(key, name))
            return value;
    return {};
}

int Request::count(QByteArrayView name) const
{
    return int(std::count_if(fields.begin(), fields.end(),
                             [name](const auto &field) { return isSameField(field.first, name); }));
}

bool Request::hasToken(QByteArrayView name, QByteArrayView token) const
{
    for (const auto &[key, value] : fields) {
        if (!isSameField(key, name))
            continue;
        for (qsizetype from = 0; from <= value.size();) {
            const qsizetype comma = value.indexOf(',', from);
            const qsizetype end = comma < 0 ? value.size() : comma;
            if (isSameField(QByteArrayView(value).sliced(from, end - from).trimmed(), token))
                return true;
            from = end + 1;
        }
    }
    return false;
}

std::optional<QString> Request::path() const
{
    const qsizetype mark = target.indexOf('?');
    const QByteArrayView raw = QByteArrayView(target).first(mark < 0 ? target.size() : mark);
    if (!raw.startsWith('/'))
        return std::nullopt;
    QByteArray out(raw.size(), Qt::Uninitialized); // it becomes no longer
    char *to = out.data();
    for (qsizetype i = 0; i < raw.size(); ++i) {
        char c = raw[i];
        if (c == '%') {
            const bool isWhole = i + 2 < raw.size();
            const int high = isWhole ? hexValue(raw[i + 1]) : -1;
            const int low = isWhole ? hexValue(raw[i + 2]) : -1;
            if (high < 0 || low < 0)
                return std::nullopt;
            c = char(high * 16 + low);
            i += 2;
        }
        if (quint8(c) < 0x20 || c == 0x7F || c == '\\')
            return std::nullopt;
        *to++ = c;
    }
    out.truncate(to - out.constData());
    if (!out.isValidUtf8())
        return std::nullopt;
    for (qsizetype slash = 0; slash >= 0;) {
        const qsizetype next = out.indexOf('/', slash + 1);
        const auto segment =
            QByteArrayView(out).sliced(slash + 1).first((next < 0 ? out.size() : next) - slash - 1);
        if (segment == "." || segment == "..")
            return std::nullopt;
        slash = next;
    }
    return QString::fromUtf8(out);
}

QByteArray Request::query() const
{
    const qsizetype mark = target.indexOf('?');
    return mark < 0 ? QByteArray() : target.sliced(mark + 1);
}

QByteArray encodeResponse(const Response &response, bool keepAlive, bool head)
{
    QByteArray out = "HTTP/1.1 " + QByteArray::number(response.status) + ' '
                     + reasonPhrase(response.status) + "\r\nX-Content-Type-Options: nosniff\r\n";
    if (response.status != 204 && response.status != 304) // RFC 9110 section 8.6
        out += "Content-Type: " + response.type + "\r\nContent-Length: "
               + QByteArray::number(response.file ? response.fileBytes : response.body.size())
               + "\r\n";
    bool caching = false;
    for (const auto &[name, value] : response.fields) {
        out += name + ": " + value + "\r\n";
        caching = caching || name == "Cache-Control";
    }
    if (!caching)
        out += "Cache-Control: no-store\r\n";
    out += keepAlive ? "\r\n" : "Connection: close\r\n\r\n";
    if (!head && response.status != 204 && response.status != 304)
        out += response.body;
    return out;
}

struct RequestParser::Private
{
    qint64 maxBody = 0;
    std::optional<http::request_parser<http::string_body>> parser; ///< from the first byte on
    Request request;
    QByteArray rest; ///< bytes the parser has seen but not taken: an unfinished line
    qsizetype headBytes = 0;
    bool lineSeen = false;
    bool headDone = false;
    State end = State::NeedMore;

    void begin()
    {
        parser.emplace();
        parser->header_limit(quint32(MaxHead));
        parser->body_limit(quint64(maxBody));
    }
    void reset()
    {
        parser.reset();
        request = {};
        headBytes = 0;
        lineSeen = false;
        headDone = false;
        end = State::NeedMore;
    }
};

RequestParser::RequestParser(qint64 maxBody)
    : d(new Private{.maxBody = maxBody})
{
}

RequestParser::~RequestParser() = default;

RequestParser::State RequestParser::feed(QByteArrayView &input)
{
    if (d->end != State::NeedMore)
        return d->end;
    if (!d->parser)
        d->begin();
    // The parser takes whole lines only; what it left the last time comes first.
    const bool joined = !d->rest.isEmpty();
    if (joined)
        d->rest.append(input);
    QByteArrayView data = joined ? QByteArrayView(d->rest) : input;
    State state = State::NeedMore;
    if (!d->headDone && !d->lineSeen) {
        const qsizetype line = data.indexOf("\r\n");
        d->lineSeen = line >= 0;
        if (line > MaxLine || (line < 0 && data.size() > MaxLine))
            return d->end = State::TargetTooLong;
    }
    while (state == State::NeedMore && !data.isEmpty()) {
        if (d->headDone && d->parser->is_done()) { // no body; what is there belongs to the next one
            state = State::Done;
            break;
        }
        boost::system::error_code error;
        const auto used =
            qsizetype(d->parser->put(boost::asio::buffer(data.data(), size_t(data.size())), error));
        data = data.sliced(used);
        if (!d->headDone)
            d->headBytes += used;
        if (error == http::error::header_limit)
            state = State::HeadTooLarge;
        else if (error == http::error::body_limit)
            state = State::BodyTooLarge;
        else if (error && error != http::error::need_more)
            state = State::BadRequest;
        else if (!d->headDone && d->parser->is_header_done())
            state = check(State::Head);
        else if (d->headDone && d->parser->is_done())
            state = State::Done;
        else if (error == http::error::need_more || used == 0)
            break;
    }
    if (state == State::NeedMore && !d->headDone && d->headBytes + data.size() > MaxHead)
        state = State::HeadTooLarge;
    if (state == State::NeedMore && d->headDone && data.size() > MaxField)
        state = State::BadRequest; // a chunk-size line without end
    // What is left belongs to the next feed(), or to the caller at an end.
    if (state == State::NeedMore) {
        d->rest = data.toByteArray();
        input = {};
    } else {
        const bool good = state == State::Head || state == State::Done;
        input = good ? input.last(std::min(data.size(), input.size())) : QByteArrayView();
        d->rest.clear();
    }
    if (state == State::Head)
        return state;
    if (state == State::Done)
        d->request.body = bytesOf(d->parser->get().body());
    if (state != State::NeedMore)
        d->end = state;
    return state;
}

RequestParser::State RequestParser::check(State state)
{
    const auto &message = d->parser->get();
    d->headDone = true;
    Request &request = d->request;
    request.fields.reserve(16);
    request.method = bytesOf(message.method_string());
    request.target = bytesOf(message.target());
    request.isHttp11 = message.version() == 11;
    request.keepAlive = message.version() == 11 && message.keep_alive();
    for (const auto &field : message) {
        request.fields.append({bytesOf(field.name_string()), bytesOf(field.value())});
        if (field.name_string().size() + field.value().size() + 2 > size_t(MaxField))
            return State::HeadTooLarge;
    }
    if (d->headBytes > MaxHead || request.fields.size() > MaxFields)
        return State::HeadTooLarge;
    if (message.version() != 11 && message.version() != 10)
        return State::BadRequest;
    if (request.count("host") > 1 || (message.version() == 11 && request.field("host").isEmpty()))
        return State::BadRequest;
    if (const State coding = codingState(request); coding != State::Head)
        return coding;
    toOriginForm(request);
    d->parser->eager(true);
    return state;
}

const Request &RequestParser::head() const
{
    return d->request;
}

Request RequestParser::take()
{
    Request request = std::move(d->request);
    d->reset();
    return request;
}

bool RequestParser::isIdle() const
{
    return !d->headDone && d->headBytes == 0 && d->rest.isEmpty();
}

bool RequestParser::expectsContinue() const
{
    return d->headDone && d->end == State::NeedMore
           && d->request.field("expect").compare("100-continue", Qt::CaseInsensitive) == 0;
}

} // namespace Signalbox
