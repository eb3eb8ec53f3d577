#pragma once

#include "core/net/networkaddresses.h"

#include <QStringList>

namespace Signalbox {

/// Whom an address of this computer can be reached by.
enum class AddressKind : quint8 {
    ThisComputer,
    Private, ///< a network at home, at school, at work
    Public, ///< anything else on a real card
    Vpn,
    Virtual, ///< containers and virtual machines
};

/// One address to choose from.
struct AddressChoice
{
    QString address; ///< numeric
    AddressKind kind = AddressKind::Private;
    NetworkMedium medium = NetworkMedium::Other;
    QString device; ///< named where the medium alone does not tell: "tun0"; else empty

    bool operator==(const AddressChoice &) const = default;
};

/// The addresses in the order in which people want them: private ones on real cards, public ones on
/// real cards, VPNs, containers; IPv4 before IPv6 within each, else in the order given. Loopback is
/// left out. Pure.
QList<AddressChoice> rankedAddresses(const QList<NetworkAddress> &addresses);

/// "Wi-Fi 192.168.1.20", "VPN tun0 10.8.0.2". Plain text.
QString addressText(const AddressChoice &choice);

/// Who can connect to an endpoint, and by which addresses.
struct Reach
{
    enum class Kind : quint8 {
        ThisComputer,
        Network, ///< `hosts` is what other devices open, the best first
        Virtual, ///< only a VPN or containers
        NoNetwork, ///< every address, but there is none besides loopback
        Unknown, ///< a host name, or an address that this computer does not have now
    };
    Kind kind = Kind::ThisComputer;
    QStringList hosts; ///< numeric addresses or the host name

    bool operator==(const Reach &) const = default;
};
/// `address` as configured. Pure.
Reach reachOf(const QString &address, const QList<NetworkAddress> &addresses);

/// What the reach means, in a sentence: who can connect, and what other devices open. `scheme` and
/// `port` are the endpoint's; port 0: not known yet. Plain text.
QString reachText(const Reach &reach, const QString &scheme, quint16 port);

/// What a browser or a client opens: "http://192.168.1.20:8091/". `host` numeric (IPv6 without
/// brackets) or a name. A port that is the scheme's own is left out.
QString urlOf(const QString &scheme, const QString &host, quint16 port);

} // namespace Signalbox
