#include "core/net/admission.h"

#include "core/config/hostname.h"

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

/// "host:port" as an authority of its own: lower-case host in ASCII, port or the scheme's default.
/// nullopt: not one.
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
    return Authority{url.host(QUrl::FullyEncoded).toLower(), url.port(secure ? 443 : 80)};
}

bool isOurHost(const QString &host, const AdmissionRules &rules, const QHostAddress &local)
{
    if (rules.hosts.contains(u"*"_s) || rules.hosts.contains(host))
        return true;
    const QHostAddress address(host);
    const bool isAddress = !address.isNull();
    if (isAddress && !rules.explicitOnly
        && address.isEqual(local, QHostAddress::ConvertV4MappedToIPv4))
        return true;
    const QString name = normalHost(host);
    if (rules.hosts.contains(name))
        return true;
    if (isAddress) // a zone is in no Host
        return !rules.explicitOnly && !local.scopeId().isEmpty()
               && name == normalHost(local.toString());
    return (rules.localNames && name.endsWith(".local"_L1))
           || (name.endsWith(".localhost"_L1) && rules.hosts.contains(u"localhost"_s)); // RFC 6761
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

/// nullopt: a scheme that no page of ours has, and no client that makes an Origin of our address.
std::optional<bool> isSecureScheme(QStringView scheme)
{
    const auto is = [scheme](QLatin1StringView name) {
        return scheme.compare(name, Qt::CaseInsensitive) == 0;
    };
    if (is("https"_L1) || is("wss"_L1))
        return true;
    return is("http"_L1) || is("ws"_L1) ? std::optional(false) : std::nullopt;
}

/// Whether a browser may have sent it: browsers send these with all that a page asks for, and no
/// page can leave them out.
bool mayBeOfBrowser(const Request &request)
{
    return std::any_of(request.fields.begin(), request.fields.end(), [](const auto &field) {
        const auto &[name, value] = field;
        return isSameField(name, "user-agent") || isSameField(name, "accept-encoding")
               || isSameField(name, "accept-language") || isSameField(name, "sec-fetch-site");
    });
}

/// A page is told by host and port: clients write an Origin of our own address with any scheme.
bool isOwnPage(const QString &origin, const Request &request, bool secure)
{
    const qsizetype mark = origin.indexOf("://"_L1);
    const auto scheme = mark < 0 ? std::nullopt : isSecureScheme(QStringView(origin).first(mark));
    if (!scheme)
        return false;
    const QString host = QString::fromLatin1(request.field("host"));
    const QString authority = origin.sliced(mark + 3);
    if (*scheme == secure) {
        const auto theirs = authorityOf(authority, secure);
        return theirs && theirs == authorityOf(host, secure);
    }
    if (authority.compare(host, Qt::CaseInsensitive) != 0)
        return false;
    // A page without a port is on 80 or 443, and ours is on the other. Some clients leave every
    // port out.
    const bool hasPort = authority.indexOf(u':', authority.lastIndexOf(u']') + 1) >= 0;
    return hasPort || !mayBeOfBrowser(request);
}

std::optional<Refusal> checkHost(const Request &request, const AdmissionRules &rules,
                                 const QHostAddress &local)
{
    if (!request.scheme.isEmpty()
        && isSecureScheme(QString::fromLatin1(request.scheme)) != rules.secure)
        return refuse(421, Why::BadHost, QString::fromLatin1(request.scheme + "://"),
                      rules.secure ? "This port answers for https and wss only."
                                   : "This port answers for http and ws only.");
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
    if (request.count("origin") == 0)
        return std::nullopt;
    const QString origin = QString::fromLatin1(request.field("origin"));
    if (request.count("origin") == 1
        && (isListed(origin, rules.origins)
            || (!rules.explicitOnly && isOwnPage(origin, request, rules.secure))))
        return std::nullopt;
    return refuse(403, Why::BadOrigin, origin,
                  "Pages of this origin may not use this server. Its operator can allow them.");
}

/// The origin of a page's address, as far as the address is told.
QString originOf(const QByteArray &referer)
{
    const qsizetype mark = referer.indexOf("://");
    const qsizetype slash = mark < 0 ? -1 : referer.indexOf('/', mark + 3);
    return mark < 0 ? QString()
                    : QString::fromLatin1(referer.first(slash < 0 ? referer.size() : slash));
}

} // namespace

std::optional<Refusal> checkInitiator(const Request &request, const AdmissionRules &rules)
{
    const QByteArray site = request.field("sec-fetch-site");
    if (site.isEmpty() || site == "same-origin" || site == "none" || request.count("origin") > 0)
        return std::nullopt;
    const QString origin = originOf(request.field("referer"));
    if (isListed(origin, rules.origins))
        return std::nullopt;
    return refuse(403, Why::BadOrigin,
                  origin.isEmpty() ? u"Sec-Fetch-Site: "_s + QString::fromLatin1(site.left(64))
                                   : origin,
                  "Pages of other sites may not run what is behind this address. Type it in "
                  "yourself, or ask its operator to allow that site.");
}

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
    const QList<std::pair<QByteArray, QByteArray>> wanted{
        {"Sec-WebSocket-Version", "13"}, {"Upgrade", "websocket"}, {"Connection", "Upgrade"}};
    if (!request.wantsUpgrade())
        return refuse(426, Why::UpgradeRequired, u"no Upgrade: a proxy has dropped it"_s,
                      "This is a WebSocket handshake that has lost its Upgrade field: a proxy on "
                      "the way has dropped it. Let the proxy speak HTTP/1.1 and pass Upgrade and "
                      "Connection on.",
                      wanted);
    if (request.method != "GET")
        return bad(u"method %1"_s.arg(QString::fromLatin1(request.method)),
                   "A WebSocket handshake is a GET request.");
    if (!request.isHttp11)
        return refuse(426, Why::UpgradeRequired, u"HTTP/1.0"_s,
                      "A WebSocket handshake is a request of HTTP/1.1. A proxy on the way may have "
                      "made HTTP/1.0 of it.",
                      wanted);
    if (!request.hasToken("connection", "upgrade"))
        return bad(u"Connection: %1"_s.arg(QString::fromLatin1(request.field("connection"))),
                   "A WebSocket handshake needs \"Connection: Upgrade\". A proxy on the way may "
                   "have dropped it.");
    if (request.count("sec-websocket-version") > 1)
        return bad(u"Sec-WebSocket-Version"_s, "Sec-WebSocket-Version must come once.");
    if (request.field("sec-websocket-version") != "13")
        return refuse(
            426, Why::UpgradeRequired,
            u"version %1"_s.arg(QString::fromLatin1(request.field("sec-websocket-version"))),
            "This server speaks WebSocket version 13.", wanted);
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
