#include "core/config/hostname.h"

#include <QHostAddress>
#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

bool isLabelCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
           || c == u'-' || c == u'_';
}

bool isLabel(const QString &label)
{
    return !label.isEmpty() && label.size() <= 63 && !label.startsWith(u'-')
           && !label.endsWith(u'-') && std::all_of(label.begin(), label.end(), isLabelCharacter);
}

bool isNumber(const QString &label)
{
    return std::all_of(label.begin(), label.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// The port that a scheme has when none is written; -1: none.
int usualPort(const QString &scheme)
{
    if (scheme == "http"_L1 || scheme == "ws"_L1)
        return 80;
    return scheme == "https"_L1 || scheme == "wss"_L1 ? 443 : -1;
}

QString asciiName(const QString &name)
{
    const bool ascii = std::all_of(name.begin(), name.end(), [](QChar c) { return c < u'\x80'; });
    return ascii ? name : QString::fromLatin1(QUrl::toAce(name));
}

} // namespace

bool isIpAddress(const QString &address)
{
    const QHostAddress parsed(address);
    if (parsed.protocol() == QHostAddress::IPv6Protocol)
        return !address.startsWith(u'[');
    // QHostAddress also takes the short forms of old ("127.1", "0x7f000001"), which only surprise
    return parsed.protocol() == QHostAddress::IPv4Protocol && parsed.toString() == address;
}

bool isHostName(const QString &name)
{
    QString encoded = asciiName(name);
    if (encoded.endsWith(u'.'))
        encoded.chop(1); // the root
    if (encoded.isEmpty() || encoded.size() > 253)
        return false;
    const QStringList labels = encoded.split(u'.');
    return std::all_of(labels.begin(), labels.end(), isLabel) && !isNumber(labels.last());
}

QString normalHost(const QString &host)
{
    QHostAddress address(host);
    if (!address.isNull()) {
        address.setScopeId({});
        return address.toString();
    }
    QString name = asciiName(host).toLower();
    if (name.endsWith(u'.'))
        name.chop(1);
    return name;
}

bool isLoopbackAddress(const QString &address)
{
    return QHostAddress(address).isLoopback()
           || address.compare(u"localhost"_s, Qt::CaseInsensitive) == 0;
}

bool isListenAddress(const QString &address)
{
    return address == u"*"_s || isIpAddress(address) || isHostName(address);
}

bool isOrigin(const QString &origin)
{
    if (origin == u"*"_s || origin == u"null"_s)
        return true;
    const QUrl url(origin, QUrl::StrictMode);
    const QString host = url.host();
    return url.isValid() && !url.scheme().isEmpty() && (isIpAddress(host) || isHostName(host))
           && url.userInfo().isEmpty() && url.path().isEmpty() && !url.hasQuery()
           && !url.hasFragment() && !origin.endsWith(u':');
}

QString normalOrigin(const QString &origin)
{
    QUrl url(origin, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return origin;
    if (url.port() == usualPort(url.scheme()))
        url.setPort(-1);
    return url.toString(QUrl::FullyEncoded);
}

} // namespace Signalbox
