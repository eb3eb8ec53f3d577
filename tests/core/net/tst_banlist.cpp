#include "core/net/banlist.h"
#include "tests/support/testprogram.h"

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_BanList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsWhoIsBanned_data()
    {
        QTest::addColumn<QString>("ban");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isBanned");
        const auto row = [](const char *name, const char *ban, const char *address, bool isBanned) {
            QTest::newRow(name) << QString::fromLatin1(ban) << QString::fromLatin1(address)
                                << isBanned;
        };
        row("the address itself", "192.168.1.31", "192.168.1.31", true);
        row("its neighbour", "192.168.1.31", "192.168.1.30", false);
        row("inside a network", "192.168.1.0/24", "192.168.1.255", true);
        row("outside a network", "192.168.1.0/24", "192.168.2.0", false);
        row("everybody with IPv4", "0.0.0.0/0", "8.8.8.8", true);
        row("IPv6 beside everybody with IPv4", "0.0.0.0/0", "2001:db8::1", false);
        row("an IPv6 address", "2001:db8::1", "2001:db8::1", true);
        row("an IPv6 network", "2001:db8::/32", "2001:db8:ffff::1", true);
        row("outside an IPv6 network", "2001:db8::/32", "2001:db9::1", false);
    }
    void knowsWhoIsBanned()
    {
        QFETCH(QString, ban);
        QFETCH(QString, address);
        QVERIFY(isBanAddress(ban));
        QTEST(BanList({{.address = ban}}).contains(QHostAddress(address), 0), "isBanned");
        QTEST(covers({.address = ban}, address), "isBanned");
    }

    void whatToBanForAnAddress()
    {
        QCOMPARE(banAddressFor(u"192.168.1.31"_s), u"192.168.1.31"_s);
        QCOMPARE(banAddressFor(u"2001:db8:1:2:3:4:5:6"_s), u"2001:db8:1:2::/64"_s);
        QCOMPARE(banAddressFor(u"::1"_s), u"::1"_s);
        QCOMPARE(banAddressFor(u"fe80::1%eth0"_s), u"fe80::1"_s);
        for (const QString &address : {u"192.168.1.31"_s, u"2001:db8:1:2:3:4:5:6"_s})
            QVERIFY(isBanAddress(banAddressFor(address)));
    }

    void endsInTime()
    {
        const QDateTime end = QDateTime::fromString(u"2026-11-24T18:00:00Z"_s, Qt::ISODate);
        const BanList bans({{.address = u"10.0.0.1"_s, .until = end}});
        const QHostAddress address(u"10.0.0.1"_s);
        QVERIFY(bans.contains(address, end.toSecsSinceEpoch() - 1));
        QVERIFY(!bans.contains(address, end.toSecsSinceEpoch()));
    }

    void addressesThatComeByIpv6Sockets()
    {
        const BanList bans({{.address = u"10.0.0.1"_s}});
        QVERIFY(bans.contains(plainAddress(QHostAddress(u"::ffff:10.0.0.1"_s)), 0));
    }

    void refusesWhatIsNoAddress_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "localhost", "10.0.0", "10.0.0.0/33", "10.0.0.0/x", "[::1]",
                                 "2001:db8::/129", "10.0.0.1/24/8", "*"})
            QTest::addRow("'%s'", text) << QString::fromLatin1(text);
    }
    void refusesWhatIsNoAddress()
    {
        QFETCH(QString, text);
        QVERIFY(!isBanAddress(text));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(tst_BanList)
#include "tst_banlist.moc"
