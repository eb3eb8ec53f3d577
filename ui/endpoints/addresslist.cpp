#include "ui/endpoints/addresslist.h"

#include "core/config/hostname.h"
#include "ui/widgets/visibletext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <tuple>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

struct AddressListWords
{
    Q_DECLARE_TR_FUNCTIONS(Signalbox::AddressList)
};

constexpr std::array VpnNames{"tun"_L1,       "tap"_L1,       "wg"_L1,      "ppp"_L1,
                              "utun"_L1,      "tailscale"_L1, "zt"_L1,      "ipsec"_L1,
                              "wireguard"_L1, "openvpn"_L1,   "nordlynx"_L1};
constexpr std::array VirtualNames{
    "docker"_L1, "br-"_L1,    "veth"_L1,       "virbr"_L1,   "vmnet"_L1,   "vbox"_L1,
    "lxc"_L1,    "lxd"_L1,    "cni"_L1,        "flannel"_L1, "podman"_L1,  "cali"_L1,
    "bridge"_L1, "vmware"_L1, "virtualbox"_L1, "vnet"_L1,    "hyper-v"_L1, "vethernet ("_L1};

template<size_t Count>
bool startsWithAny(const NetworkAddress &address, const std::array<QLatin1StringView, Count> &names)
{
    return std::ranges::any_of(names, [&address](QLatin1StringView name) {
        return address.device.startsWith(name, Qt::CaseInsensitive)
               || address.deviceName.startsWith(name, Qt::CaseInsensitive);
    });
}

bool isIpv6(const QString &address)
{
    return address.contains(u':');
}

/// RFC 1918 and, for IPv6, RFC 4193.
bool isPrivate(const QString &address)
{
    if (isIpv6(address))
        return address.startsWith("fc"_L1, Qt::CaseInsensitive)
               || address.startsWith("fd"_L1, Qt::CaseInsensitive);
    if (address.startsWith("10."_L1) || address.startsWith("192.168."_L1))
        return true;
    const int second = address.section(u'.', 1, 1).toInt();
    return address.startsWith("172."_L1) && second >= 16 && second <= 31;
}

AddressKind kindOf(const NetworkAddress &address)
{
    if (address.medium == NetworkMedium::Loopback || isLoopbackAddress(address.address))
        return AddressKind::ThisComputer;
    if (startsWithAny(address, VirtualNames))
        return AddressKind::Virtual;
    if (address.medium == NetworkMedium::PointToPoint || startsWithAny(address, VpnNames))
        return AddressKind::Vpn;
    if (address.medium == NetworkMedium::Virtual)
        return AddressKind::Virtual;
    return isPrivate(address.address) ? AddressKind::Private : AddressKind::Public;
}

bool isReal(const AddressChoice &choice)
{
    return choice.kind == AddressKind::Private || choice.kind == AddressKind::Public;
}

/// Cards of one medium are told apart by their names where there are several.
void nameDevices(QList<AddressChoice> &choices, const QList<QString> &devices)
{
    for (qsizetype i = 0; i < choices.size(); ++i) {
        AddressChoice &choice = choices[i];
        bool isAlone = isReal(choice) && choice.medium != NetworkMedium::Other;
        for (qsizetype k = 0; k < choices.size() && isAlone; ++k)
            isAlone = !isReal(choices[k]) || choices[k].medium != choice.medium
                      || devices[k] == devices[i];
        if (!isAlone)
            choice.device = devices[i];
    }
}

QString mediumText(const AddressChoice &choice)
{
    if (choice.kind == AddressKind::Vpn)
        return AddressListWords::tr("VPN");
    if (choice.kind == AddressKind::Virtual)
        return AddressListWords::tr("Virtual network");
    switch (choice.medium) {
    case NetworkMedium::Ethernet:
        return AddressListWords::tr("Ethernet");
    case NetworkMedium::Wifi:
        return AddressListWords::tr("Wi-Fi");
    case NetworkMedium::Loopback:
    case NetworkMedium::PointToPoint:
    case NetworkMedium::Virtual:
    case NetworkMedium::Other:
        break;
    }
    return AddressListWords::tr("Network");
}

} // namespace

QList<AddressChoice> rankedAddresses(const QList<NetworkAddress> &addresses)
{
    QList<NetworkAddress> sorted;
    std::ranges::copy_if(addresses, std::back_inserter(sorted), [](const NetworkAddress &address) {
        return kindOf(address) != AddressKind::ThisComputer;
    });
    std::ranges::stable_sort(sorted, {}, [](const NetworkAddress &address) {
        return std::tuple(kindOf(address), isIpv6(address.address));
    });
    QList<AddressChoice> choices;
    QStringList devices;
    for (const NetworkAddress &address : std::as_const(sorted)) {
        choices.append({address.address, kindOf(address), address.medium, {}});
        devices.append(address.device);
    }
    nameDevices(choices, devices);
    return choices;
}

QString addressText(const AddressChoice &choice)
{
    if (choice.device.isEmpty())
        return AddressListWords::tr("%1 %2", "a kind of card, its address")
            .arg(mediumText(choice), choice.address);
    return AddressListWords::tr("%1 %2 %3", "a kind of card, its name, its address")
        .arg(mediumText(choice), visibleText(choice.device), choice.address);
}

Reach reachOf(const QString &address, const QList<NetworkAddress> &addresses)
{
    if (isLoopbackAddress(address))
        return {Reach::Kind::ThisComputer, {}};
    const QList<AddressChoice> choices = rankedAddresses(addresses);
    if (address == "*"_L1) {
        Reach reach{Reach::Kind::NoNetwork, {}};
        for (const AddressChoice &choice : choices) {
            if (isReal(choice)) {
                reach.kind = Reach::Kind::Network;
                reach.hosts.append(choice.address);
            }
        }
        return reach;
    }
    const auto at = std::ranges::find(choices, address, &AddressChoice::address);
    if (at == choices.end())
        return {Reach::Kind::Unknown, {address}};
    return {isReal(*at) ? Reach::Kind::Network : Reach::Kind::Virtual, {address}};
}

QString reachText(const Reach &reach, const QString &scheme, quint16 port)
{
    switch (reach.kind) {
    case Reach::Kind::ThisComputer:
        return AddressListWords::tr("Only this computer can connect.");
    case Reach::Kind::Virtual:
        return AddressListWords::tr(
            "Only over this virtual network can others connect, not from the network "
            "around you.");
    case Reach::Kind::NoNetwork:
        return AddressListWords::tr(
            "This computer is on no network now, so nobody else can connect.");
    case Reach::Kind::Unknown:
        return isIpAddress(reach.hosts.first())
                   ? AddressListWords::tr("This computer does not have this address now.")
                   : AddressListWords::tr(
                       "Who can connect depends on the address that this name stands for.");
    case Reach::Kind::Network:
        break;
    }
    if (port == 0)
        return AddressListWords::tr(
            "Other devices on the network can connect; the port shows once it runs.");
    if (reach.hosts.size() == 1)
        return AddressListWords::tr("Other devices on the network open %1")
            .arg(urlOf(scheme, reach.hosts.first(), port));
    return AddressListWords::tr("Other devices on the network open %1 or %2")
        .arg(urlOf(scheme, reach.hosts[0], port), urlOf(scheme, reach.hosts[1], port));
}

QString urlOf(const QString &scheme, const QString &host, quint16 port)
{
    const bool isSecure = scheme.endsWith(u's') && scheme != "ws"_L1;
    const QString where = isIpv6(host) ? u'[' + host + u']' : host;
    if (port == (isSecure ? 443 : 80))
        return scheme % u"://"_s % where % u'/';
    return scheme % u"://"_s % where % u':' % QString::number(port) % u'/';
}

} // namespace Signalbox
