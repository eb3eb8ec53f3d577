#include "core/net/credentials.h"

#include "core/net/hexvalue.h"
#include "core/net/jsonwebtoken.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView Hidden = "***";
constexpr QByteArrayView Bearer = "bearer ";

QByteArray decoded(QByteArrayView text)
{
    return QByteArray::fromPercentEncoding(text.toByteArray().replace('+', ' '));
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

/// Whether an encoded name, decoded, is this one; case does not count. There may be thousands.
bool isName(QByteArrayView encoded, QByteArrayView name)
{
    qsizetype at = 0;
    for (const char wanted : name) {
        if (at >= encoded.size())
            return false;
        char c = encoded[at++];
        if (c == '%' && at + 2 <= encoded.size()) {
            const int high = hexValue(encoded[at]);
            const int low = hexValue(encoded[at + 1]);
            if (high < 0 || low < 0)
                return false;
            c = char(high * 16 + low);
            at += 2;
        }
        if (lower(c) != wanted)
            return false;
    }
    return at == encoded.size();
}

/// What was found, first of its kind; empty: nothing.
struct Found
{
    QByteArray token;
    QByteArray code;
    bool isToken = false;
    bool isCode = false;
};

/// Appends an item of a query, without its value if that is a secret; keeps the first of each.
void appendHidden(QByteArray &shown, QByteArrayView item, const Credentials &wanted, Found &found)
{
    const qsizetype mark = item.indexOf('=');
    const QByteArrayView name = mark < 0 ? item : item.first(mark);
    const bool isToken = isName(name, "token") || isName(name, "access_token");
    if (!isToken && (wanted.joinCode.isEmpty() || !isName(name, "code"))) {
        shown += item;
        return;
    }
    if (!std::exchange(isToken ? found.isToken : found.isCode, true))
        (isToken ? found.token : found.code) =
            mark < 0 ? QByteArray() : decoded(item.sliced(mark + 1));
    shown += name;
    shown += '=';
    shown += Hidden;
}

QByteArray hideInUrl(const QByteArray &url, const Credentials &wanted, Found &found)
{
    const qsizetype mark = url.indexOf('?');
    if (mark < 0)
        return url;
    QByteArray shown = url.first(mark + 1);
    for (qsizetype at = mark + 1; at <= url.size();) {
        const qsizetype next = url.indexOf('&', at);
        const qsizetype end = next < 0 ? url.size() : next;
        if (at > mark + 1)
            shown += '&';
        appendHidden(shown, QByteArrayView(url).sliced(at, end - at), wanted, found);
        at = end + 1;
    }
    return shown;
}

ShownCredentials wrong(const QString &problem, bool isGuess = true)
{
    return {.areRight = false, .isGuess = isGuess, .problem = problem};
}

ShownCredentials judge(const Found &found, const Credentials &wanted, qint64 now)
{
    if (found.isCode && isSameSecret(found.code.trimmed().toUpper(), wanted.joinCode.toUpper()))
        return {};
    if (found.isToken && !wanted.token.isEmpty() && isSameSecret(found.token, wanted.token))
        return {};
    if (!found.isToken || (wanted.token.isEmpty() && wanted.tokenKey.isEmpty())) {
        if (found.isCode)
            return wrong(u"a wrong join code"_s);
        return wrong(wanted.joinCode.isEmpty() ? u"no token"_s
                     : wanted.token.isEmpty() && wanted.tokenKey.isEmpty()
                         ? u"no join code"_s
                         : u"no token and no join code"_s,
                     false);
    }
    if (wanted.tokenKey.isEmpty())
        return wrong(u"a wrong token"_s);
    switch (judgeToken(found.token, wanted.tokenKey, now)) {
    case TokenVerdict::Right:
        return {};
    case TokenVerdict::Malformed:
        return wrong(u"a wrong token"_s);
    case TokenVerdict::WrongAlgorithm:
        return wrong(u"a token that is not signed with HS256"_s);
    case TokenVerdict::WrongSignature:
        return wrong(u"a token with a wrong signature"_s);
    case TokenVerdict::NoExpiry:
        return wrong(u"a token that does not say when it ends (exp)"_s, false);
    case TokenVerdict::Expired:
        return wrong(u"an expired token"_s, false);
    case TokenVerdict::NotYet:
        return wrong(u"a token that is not valid yet"_s, false);
    }
    Q_UNREACHABLE();
}

} // namespace

ShownCredentials takeCredentials(Request &request, const Credentials &wanted, qint64 now)
{
    if (!wanted.isWanted())
        return {};
    Found found;
    request.fields.removeIf([&found](const auto &field) {
        if (field.first.compare("authorization", Qt::CaseInsensitive) != 0)
            return false;
        const QByteArray value = field.second.trimmed();
        if (value.size() > Bearer.size()
            && value.first(Bearer.size()).compare(Bearer, Qt::CaseInsensitive) == 0
            && !std::exchange(found.isToken, true))
            found.token = value.sliced(Bearer.size()).trimmed();
        return true;
    });
    request.target = hideInUrl(request.target, wanted, found);
    Found ofPage; // a page's own address is not what it shows
    for (auto &[name, value] : request.fields)
        if (name.compare("referer", Qt::CaseInsensitive) == 0)
            value = hideInUrl(value, wanted, ofPage);
    return judge(found, wanted, now);
}

} // namespace Signalbox
