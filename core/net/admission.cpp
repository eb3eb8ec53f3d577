#include "core/net/admission.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

Refusal refuse(int status, Why why, const QString &detail, const QByteArray &sentence,
               const QList<std::pair<QByteArray, QByteArray>> &fields = {})
{
    return {Response{.status = status, .body = sentence + '\n', .fields = fields}, why, detail};
}

/// "host:port" as an authority of its own: lower-case host, port or the scheme's default. nullopt:
/// not one.
struct Authority
{
    QString host;
    int port = 0;
    bool operator==(const Authority &) const = default;
};
bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// An IPv4 address in its usual form; others, such as "127.1", are left to QUrl.
bool isDottedQuad(QStringView host)
{
    int parts = 1;
    int value = -1; // of the part so far
    for (const QChar c : host) {
        if (c == u'.' && value >= 0) {
            ++parts;
            value = -1;
        } else if (isDigit(c) && value != 0) {
            value = std::max(value, 0) * 10 + (c.unicode() - u'0');
            if (value > 255)
                return false;
        } else {
            return false;
        }
    }
    return parts == 4 && value >= 0;
}

/// authorityOf() what most clients send, "192.168.1.7:8091" or "localhost", without the search for
/// all that a URL may hold. nullopt: it may be another.
std::optional<Authority> simpleAuthorityOf(QStringView text, int standardPort)
{
    const qsizetype colon = text.indexOf(u':');
    const QStringView host = text.first(colon < 0 ? text.size() : colon);
    const bool isWord =
        !host.isEmpty() && host.size() < 64
        && std::all_of(host.begin(), host.end(), [](QChar c) { return c >= u'a' && c <= u'z'; });
    if (!isWord && !isDottedQuad(host))
        return std::nullopt;
    if (colon < 0)
        return Authority{host.toString(), standardPort};
    const QStringView digits = text.sliced(colon + 1);
    if (digits.size() > 5 || !std::all_of(digits.begin(), digits.end(), isDigit))
        return std::nullopt;
    const int port = digits.toInt();
    if (port < 1 || port > 65535)
        return std::nullopt;
    return Authority{host.toString(), port};
}

std::optional<Authority> authorityOf(const QString &text, bool secure)
{
    if (auto simple = simpleAuthorityOf(text, secure ? 443 : 80))
        return simple;
    const QUrl url((secure ? "https://"_L1 : "http://"_L1) % text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || !url.path().isEmpty()
        || url.hasQuery() || url.hasFragment())
        return std::nullopt;
    return Authority{url.host().toLower(), url.port(secure ? 443 : 80)};
}

bool isOurHost(const QString &host, const AdmissionRules &rules, const QHostAddress &local)
{
    if (rules.hosts.contains(u"*"_s) || rules.hosts.contains(host))
        return true;
    if (rules.localNames && host.endsWith(".local"_L1))
        return true;
    const QHostAddress address(host);
    return !rules.explicitOnly && !address.isNull()
           && (address.isEqual(local, QHostAddress::ConvertV4MappedToIPv4));
}

bool isListed(const QString &origin, const QStringList &origins)
{
    for (QString listed : origins) {
        if (listed.endsWith(u'/'))
            listed.chop(1);
        if (listed == "*"_L1 || listed.compare(origin, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

bool isOwnPage(const QString &origin, const QString &host, bool secure)
{
    const QLatin1StringView scheme = secure ? "https://"_L1 : "http://"_L1;
    if (!origin.startsWith(scheme, Qt::CaseInsensitive))
        return false;
    const auto theirs = authorityOf(origin.sliced(scheme.size()), secure);
    return theirs && theirs == authorityOf(host, secure);
}

std::optional<Refusal> checkHost(const Request &request, const AdmissionRules &rules,
                                 const QHostAddress &local)
{
    const QString host = QString::fromLatin1(request.field("host"));
    const auto authority = authorityOf(host, rules.secure);
    if (!authority || !isOurHost(authority->host, rules, local))
        return refuse(
            421, Why::BadHost, host,
            "This server does not answer for that host name. Use the address it shows, or add the "
            "name to the endpoint's hosts.");
    return std::nullopt;
}

std::optional<Refusal> checkOrigin(const Request &request, const AdmissionRules &rules)
{
    const QString host = QString::fromLatin1(request.field("host"));
    if (request.count("origin") == 0)
        return std::nullopt;
    const QString origin = QString::fromLatin1(request.field("origin"));
    if (request.count("origin") == 1
        && (isListed(origin, rules.origins)
            || (!rules.explicitOnly && isOwnPage(origin, host, rules.secure))))
        return std::nullopt;
    return refuse(403, Why::BadOrigin, origin,
                  "Pages of this origin may not use this server. Its operator can allow them.");
}

} // namespace

std::optional<Refusal> checkSource(const Request &request, const AdmissionRules &rules,
                                   const QHostAddress &local)
{
    if (auto refusal = checkHost(request, rules, local))
        return refusal;
    return checkOrigin(request, rules);
}

std::optional<Refusal> checkUpgrade(const Request &request, const AdmissionRules &rules,
                                    const QHostAddress &local)
{
    const auto bad = [](const QString &detail, const QByteArray &sentence) {
        return refuse(400, Why::BadRequest, detail, sentence);
    };
    if (request.method != "GET")
        return bad(u"method %1"_s.arg(QString::fromLatin1(request.method)),
                   "A WebSocket handshake is a GET request.");
    if (!request.isHttp11)
        return refuse(426, Why::UpgradeRequired, u"HTTP/1.0"_s,
                      "A WebSocket handshake is a request of HTTP/1.1.",
                      {{"Sec-WebSocket-Version", "13"}});
    if (!request.hasToken("connection", "upgrade"))
        return bad(u"Connection: %1"_s.arg(QString::fromLatin1(request.field("connection"))),
                   "A WebSocket handshake needs \"Connection: Upgrade\".");
    if (request.count("sec-websocket-version") > 1)
        return bad(u"Sec-WebSocket-Version"_s, "Sec-WebSocket-Version must come once.");
    if (request.field("sec-websocket-version") != "13")
        return refuse(
            426, Why::UpgradeRequired,
            u"version %1"_s.arg(QString::fromLatin1(request.field("sec-websocket-version"))),
            "This server speaks WebSocket version 13.",
            {{"Sec-WebSocket-Version", "13"}, {"Upgrade", "websocket"}, {"Connection", "Upgrade"}});
    const QByteArray key = request.field("sec-websocket-key");
    const auto decoded =
        QByteArray::fromBase64Encoding(key, QByteArray::AbortOnBase64DecodingErrors);
    if (request.count("sec-websocket-key") != 1 || key.size() != 24
        || decoded.decodingStatus != QByteArray::Base64DecodingStatus::Ok
        || decoded.decoded.size() != 16)
        return bad(u"Sec-WebSocket-Key"_s, "Sec-WebSocket-Key must be 16 bytes in base64.");
    if (request.count("transfer-encoding") > 0
        || (request.count("content-length") > 0 && request.field("content-length") != "0"))
        return bad(u"body"_s, "A WebSocket handshake has no body.");
    if (!request.path())
        return bad(u"path"_s, "The path is not a valid one.");
    if (auto refusal = checkHost(request, rules, local))
        return refusal;
    if (!rules.webSocket)
        return refuse(404, Why::NoSuchPage, u"WebSocket"_s, "This endpoint serves no WebSockets.");
    return checkOrigin(request, rules);
}

} // namespace Signalbox
