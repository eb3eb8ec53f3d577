#include "core/net/networkaddresses.h"

#include <QNetworkInterface>

namespace Signalbox {

namespace {

NetworkMedium mediumOf(const QNetworkInterface &card)
{
    if (card.flags().testFlag(QNetworkInterface::IsLoopBack))
        return NetworkMedium::Loopback;
    switch (card.type()) {
    case QNetworkInterface::Ethernet:
        return NetworkMedium::Ethernet;
    case QNetworkInterface::Wifi:
        return NetworkMedium::Wifi;
    case QNetworkInterface::Virtual:
        return NetworkMedium::Virtual;
    default:
        return card.flags().testFlag(QNetworkInterface::IsPointToPoint)
                   ? NetworkMedium::PointToPoint
                   : NetworkMedium::Other;
    }
}

} // namespace

QList<NetworkAddress> networkAddresses()
{
    QList<NetworkAddress> found;
    const QList<QNetworkInterface> cards = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &card : cards) {
        if (!card.flags().testFlags(QNetworkInterface::IsUp | QNetworkInterface::IsRunning))
            continue;
        const QList<QNetworkAddressEntry> entries = card.addressEntries();
        for (const QNetworkAddressEntry &entry : entries) {
            if (entry.ip().scopeId().isEmpty())
                found.append(
                    {entry.ip().toString(), card.name(), card.humanReadableName(), mediumOf(card)});
        }
    }
    return found;
}

} // namespace Signalbox
