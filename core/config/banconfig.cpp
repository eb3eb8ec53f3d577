#include "core/config/banconfig.h"

#include "core/config/hostname.h"

#include <QHostAddress>

#include <algorithm>
#include <iterator>

namespace Signalbox {

using namespace Qt::StringLiterals;

bool isBanAddress(const QString &address)
{
    if (!address.contains(u'/'))
        return isIpAddress(address);
    const auto [network, bits] = QHostAddress::parseSubnet(address);
    return bits >= 0 && isIpAddress(address.section(u'/', 0, 0));
}

QString banAddressFor(const QString &address)
{
    const QHostAddress parsed(address);
    if (parsed.protocol() != QHostAddress::IPv6Protocol || parsed.isLoopback()
        || parsed.isLinkLocal())
        return parsed.isLinkLocal() ? address.section(u'%', 0, 0) : address;
    Q_IPV6ADDR bytes = parsed.toIPv6Address();
    std::fill(std::begin(bytes.c) + 8, std::end(bytes.c), quint8(0));
    return QHostAddress(bytes).toString() + u"/64"_s;
}

bool covers(const BanConfig &ban, const QString &address)
{
    const QHostAddress asked(address);
    if (!ban.address.contains(u'/'))
        return asked == QHostAddress(ban.address);
    const auto network = QHostAddress::parseSubnet(ban.address);
    return asked.protocol() == network.first.protocol() && asked.isInSubnet(network);
}

} // namespace Signalbox
