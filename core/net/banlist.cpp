#include "core/net/banlist.h"

#include <algorithm>
#include <limits>

namespace Signalbox {

BanList::BanList(const QList<BanConfig> &bans)
{
    for (const BanConfig &ban : bans) {
        const bool isNetwork = ban.address.contains(u'/');
        const auto [network, bits] = QHostAddress::parseSubnet(ban.address);
        const QHostAddress address = isNetwork ? network : QHostAddress(ban.address);
        const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
        if (address.isNull())
            continue;
        m_bans.push_back(
            {address,
             isNetwork ? bits
             : isV6    ? 128
                       : 32,
             ban.until ? ban.until->toSecsSinceEpoch() : std::numeric_limits<qint64>::max()});
    }
}

bool BanList::contains(const QHostAddress &address, qint64 now) const
{
    return std::ranges::any_of(m_bans, [&](const Ban &ban) {
        return now < ban.until && address.protocol() == ban.network.protocol()
               && address.isInSubnet(ban.network, ban.bits);
    });
}

QHostAddress plainAddress(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}

} // namespace Signalbox
