#include "endpointfixture.h"
#include "tests/support/testprogram.h"
#include "ui/endpoints/addresslist.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestAddressList : public QObject
{
    Q_OBJECT
private:
    static NetworkAddress on(const QString &device, const QString &address,
                             NetworkMedium medium = NetworkMedium::Ethernet,
                             const QString &deviceName = {})
    {
        return {address, device, deviceName, medium};
    }
    static QStringList texts(const QList<NetworkAddress> &addresses)
    {
        QStringList texts;
        const QList<AddressChoice> choices = rankedAddresses(addresses);
        for (const AddressChoice &choice : choices)
            texts += addressText(choice);
        return texts;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void ranking_data()
    {
        using Medium = NetworkMedium;
        QTest::addColumn<QList<NetworkAddress>>("addresses");
        QTest::addColumn<QStringList>("ranked");
        QTest::newRow("no network")
            << QList{on(u"lo"_s, u"127.0.0.1"_s, Medium::Loopback)} << QStringList();
        QTest::newRow("a laptop with everything")
            << laptopAddresses()
            << QStringList{u"Wi-Fi 192.168.1.20"_s, u"Ethernet 10.0.0.5"_s, u"Wi-Fi 2001:db8::20"_s,
                           u"VPN tun0 10.8.0.2"_s, u"Virtual network docker0 172.17.0.1"_s};
        QTest::newRow("private before public, the system's order within")
            << QList{on(u"a"_s, u"203.0.113.7"_s), on(u"b"_s, u"172.31.0.1"_s),
                     on(u"c"_s, u"172.32.0.1"_s), on(u"d"_s, u"10.1.1.1"_s)}
            << QStringList{u"Ethernet b 172.31.0.1"_s, u"Ethernet d 10.1.1.1"_s,
                           u"Ethernet a 203.0.113.7"_s, u"Ethernet c 172.32.0.1"_s};
        QTest::newRow("IPv4 before IPv6 of its kind")
            << QList{on(u"e"_s, u"fd12::1"_s), on(u"e"_s, u"192.168.0.2"_s)}
            << QStringList{u"Ethernet 192.168.0.2"_s, u"Ethernet fd12::1"_s};
        QTest::newRow("two cards of one kind are told apart")
            << QList{on(u"wlan0"_s, u"192.168.1.2"_s, Medium::Wifi),
                     on(u"wlan1"_s, u"192.168.2.2"_s, Medium::Wifi),
                     on(u"eth0"_s, u"192.168.3.2"_s)}
            << QStringList{u"Wi-Fi wlan0 192.168.1.2"_s, u"Wi-Fi wlan1 192.168.2.2"_s,
                           u"Ethernet 192.168.3.2"_s};
        QTest::newRow("virtual ones by the name that people see")
            << QList{on(u"ethernet_32769"_s, u"172.20.0.1"_s, Medium::Ethernet,
                        u"vEthernet (WSL)"_s),
                     on(u"ethernet_32770"_s, u"192.168.1.9"_s, Medium::Ethernet, u"Ethernet"_s),
                     on(u"wireless_1"_s, u"100.64.0.9"_s, Medium::Other, u"Tailscale"_s)}
            << QStringList{u"Ethernet 192.168.1.9"_s, u"VPN wireless_1 100.64.0.9"_s,
                           u"Virtual network ethernet_32769 172.20.0.1"_s};
        QTest::newRow("a card of an unknown kind is named")
            << QList{on(u"fddi0"_s, u"10.0.0.1"_s, Medium::Other)}
            << QStringList{u"Network fddi0 10.0.0.1"_s};
        QTest::newRow("a device name that tries to look like another")
            << QList{on(u"tun\u202e0"_s, u"10.0.0.1"_s)}
            << QStringList{u"VPN tun\u27e8U+202E\u27e90 10.0.0.1"_s};
    }
    void ranking()
    {
        QFETCH(QList<NetworkAddress>, addresses);
        QTEST(texts(addresses), "ranked");
    }

    void reach_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<Reach::Kind>("kind");
        QTest::addColumn<QStringList>("hosts");
        QTest::addColumn<QString>("text");
        QTest::newRow("loopback") << u"127.0.0.1"_s << Reach::Kind::ThisComputer << QStringList()
                                  << u"Only this computer can connect."_s;
        QTest::newRow("the rest of loopback")
            << u"127.3.2.1"_s << Reach::Kind::ThisComputer << QStringList()
            << u"Only this computer can connect."_s;
        QTest::newRow("localhost") << u"LocalHost"_s << Reach::Kind::ThisComputer << QStringList()
                                   << u"Only this computer can connect."_s;
        QTest::newRow("a card") << u"10.0.0.5"_s << Reach::Kind::Network
                                << QStringList{u"10.0.0.5"_s}
                                << u"Other devices on the network open http://10.0.0.5:8091/"_s;
        QTest::newRow("every address")
            << u"*"_s << Reach::Kind::Network
            << QStringList{u"192.168.1.20"_s, u"10.0.0.5"_s, u"2001:db8::20"_s}
            << u"Other devices on the network open http://192.168.1.20:8091/ or "
               "http://10.0.0.5:8091/"_s;
        QTest::newRow("containers")
            << u"172.17.0.1"_s << Reach::Kind::Virtual << QStringList{u"172.17.0.1"_s}
            << u"Only over this virtual network can others connect, not "
               "from the network around you."_s;
        QTest::newRow("an address of another computer")
            << u"192.168.1.99"_s << Reach::Kind::Unknown << QStringList{u"192.168.1.99"_s}
            << u"This computer does not have this address now."_s;
        QTest::newRow("a host name")
            << u"lab.example"_s << Reach::Kind::Unknown << QStringList{u"lab.example"_s}
            << u"Who can connect depends on the address that this name stands for."_s;
    }
    void reach()
    {
        QFETCH(QString, address);
        const Reach reach = reachOf(address, laptopAddresses());
        QTEST(reach.kind, "kind");
        QTEST(reach.hosts, "hosts");
        QTEST(reachText(reach, u"http"_s, 8091), "text");
    }

    void everyAddressWithoutANetwork()
    {
        QCOMPARE(reachOf(u"*"_s, {}).kind, Reach::Kind::NoNetwork);
        QVERIFY(!reachText(reachOf(u"*"_s, {}), u"http"_s, 1).isEmpty());
    }

    void urls_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("host");
        QTest::addColumn<quint16>("port");
        QTest::addColumn<QString>("url");
        QTest::newRow("IPv4") << u"ws"_s << u"10.0.0.5"_s << quint16(8091)
                              << u"ws://10.0.0.5:8091/"_s;
        QTest::newRow("IPv6 in brackets")
            << u"https"_s << u"fd12::1"_s << quint16(8443) << u"https://[fd12::1]:8443/"_s;
        QTest::newRow("the scheme's own port is left out")
            << u"http"_s << u"10.0.0.5"_s << quint16(80) << u"http://10.0.0.5/"_s;
        QTest::newRow("that of encryption, too")
            << u"wss"_s << u"lab.example"_s << quint16(443) << u"wss://lab.example/"_s;
        QTest::newRow("but not the other's")
            << u"https"_s << u"10.0.0.5"_s << quint16(80) << u"https://10.0.0.5:80/"_s;
    }
    void urls()
    {
        QFETCH(QString, scheme);
        QFETCH(QString, host);
        QFETCH(quint16, port);
        QTEST(urlOf(scheme, host, port), "url");
    }

    void theSystemsAddressesHaveALoopback()
    {
        const QList<NetworkAddress> found = networkAddresses();
        const auto loopback = std::ranges::find(found, u"127.0.0.1"_s, &NetworkAddress::address);
        QVERIFY(loopback != found.end());
        QCOMPARE(loopback->medium, NetworkMedium::Loopback);
        for (const NetworkAddress &address : found)
            QVERIFY2(!address.address.contains(u'%'), qPrintable(address.address));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestAddressList)
#include "tst_addresslist.moc"
