#pragma once

#include <QList>
#include <QString>

namespace Signalbox {

/// What a network card is, as far as the system tells.
enum class NetworkMedium : quint8 { Ethernet, Wifi, Loopback, PointToPoint, Virtual, Other };

/// One address of this computer, with the card that has it. A value.
struct NetworkAddress
{
    QString address; ///< numeric, IPv6 without brackets and scope
    QString device; ///< the system's name of the card: "wlan0"
    QString deviceName; ///< what people call it where the system knows better: "Wi-Fi"
    NetworkMedium medium = NetworkMedium::Other;

    bool operator==(const NetworkAddress &) const = default;
};

/// The addresses of all cards that are up, in the system's order; not those that need a scope
/// (fe80::). Asks the system only, so it does not wait; any thread.
QList<NetworkAddress> networkAddresses();

} // namespace Signalbox
