#include "core/net/credentials.h"

#include "core/net/jsonwebtoken.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView Hidden = "***";
constexpr QByteArrayView Bearer = "bearer ";

QByteArray decoded(QByteArray text)
{
    return QByteArray::fromPercentEncoding(text.replace('+', ' '));
}

/// What was found, first of its kind; empty: nothing.
struct Found
{
    QByteArray token;
    QByteArray code;
    bool isToken = false;
    bool isCode = false;
};

/// Hides the values of a query's secrets, and keeps the first of each.
QByteArray hideInQuery(const QByteArray &query, const Credentials &wanted, Found &found)
{
    QByteArrayList items = query.split('&');
    for (QByteArray &item : items) {
        const qsizetype mark = item.indexOf('=');
        const QByteArray encodedName = mark < 0 ? item : item.first(mark);
        const QByteArray name = decoded(encodedName).toLower();
        const QByteArray value = mark < 0 ? QByteArray() : decoded(item.sliced(mark + 1));
        if (name == "token" || name == "access_token") {
            if (!std::exchange(found.isToken, true))
                found.token = value;
        } else if (name == "code" && !wanted.joinCode.isEmpty()) {
            if (!std::exchange(found.isCode, true))
                found.code = value;
        } else {
            continue;
        }
        item = encodedName + '=' + Hidden;
    }
    return items.join('&');
}

QByteArray hideInUrl(const QByteArray &url, const Credentials &wanted, Found &found)
{
    const qsizetype mark = url.indexOf('?');
    if (mark < 0)
        return url;
    return url.first(mark + 1) + hideInQuery(url.sliced(mark + 1), wanted, found);
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
