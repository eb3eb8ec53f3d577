#include "core/config/hostname.h"
#include "core/config/nearestkey.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestHostName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void addresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isIp");
        QTest::addColumn<bool>("isHost");
        const auto row = [](const char *name, const QString &text, bool isIp, bool isHost) {
            QTest::newRow(name) << text << isIp << isHost;
        };
        row("loopback", u"127.0.0.1"_s, true, false);
        row("IPv6 loopback", u"::1"_s, true, false);
        row("every IPv6 address", u"::"_s, true, false);
        row("IPv6 with a scope", u"fe80::1%eth0"_s, true, false);
        row("IPv6 in brackets", u"[::1]"_s, false, false);
        row("three numbers", u"127.0.1"_s, false, false);
        row("one number", u"2130706433"_s, false, false);
        row("a hexadecimal number", u"0x7f000001"_s, false, true);
        row("a number too large", u"127.0.0.256"_s, false, false);
        row("numbers with leading zeros", u"127.0.0.01"_s, false, false);
        row("a port behind it", u"127.0.0.1:80"_s, false, false);
        row("a host name", u"localhost"_s, false, true);
        row("a host name with dots", u"my-box.example.org"_s, false, true);
        row("a dot at the end", u"example.org."_s, false, true);
        row("digits in front", u"3com.example"_s, false, true);
        row("an underscore", u"my_box"_s, false, true);
        row("umlauts", u"bücher.example"_s, false, true);
        row("nothing", u""_s, false, false);
        row("a dot", u"."_s, false, false);
        row("two dots", u"a..b"_s, false, false);
        row("a hyphen in front", u"-a"_s, false, false);
        row("a hyphen at the end", u"a-"_s, false, false);
        row("a space", u"my box"_s, false, false);
        row("a space in front", u" localhost"_s, false, false);
        row("a long label", QString(64, u'a'), false, false);
        row("the longest label", QString(63, u'a'), false, true);
        row("a long name", QString(u"a."_s).repeated(127) + u"aa"_s, false, false);
    }
    void addresses()
    {
        QFETCH(QString, text);
        QFETCH(bool, isIp);
        QFETCH(bool, isHost);
        QCOMPARE(isIpAddress(text), isIp);
        QCOMPARE(isHostName(text), isHost);
        QCOMPARE(isListenAddress(text), isIp || isHost);
        QVERIFY(isListenAddress(u"*"_s));
    }

    void origins_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::newRow("any") << u"*"_s << true;
        QTest::newRow("a page opened from disk") << u"null"_s << true;
        QTest::newRow("a host") << u"https://example.org"_s << true;
        QTest::newRow("a host and port") << u"http://example.org:8080"_s << true;
        QTest::newRow("an IPv4 address") << u"http://192.168.1.2:8080"_s << true;
        QTest::newRow("an IPv6 address") << u"http://[::1]:8080"_s << true;
        QTest::newRow("a slash at the end") << u"https://example.org/"_s << false;
        QTest::newRow("a path") << u"https://example.org/a"_s << false;
        QTest::newRow("a query") << u"https://example.org?a"_s << false;
        QTest::newRow("a fragment") << u"https://example.org#a"_s << false;
        QTest::newRow("a user") << u"https://me@example.org"_s << false;
        QTest::newRow("an empty port") << u"https://example.org:"_s << false;
        QTest::newRow("a port too large") << u"https://example.org:70000"_s << false;
        QTest::newRow("no scheme") << u"example.org"_s << false;
        QTest::newRow("no host") << u"https://"_s << false;
        QTest::newRow("a pattern") << u"https://*.example.org"_s << false;
        QTest::newRow("nothing") << u""_s << false;
    }
    void origins()
    {
        QFETCH(QString, text);
        QTEST(isOrigin(text), "valid");
    }

    void normalOrigins_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("sent"); // by a browser whose page has that origin
        const auto row = [](const char *name, const QString &written, const QString &sent) {
            QTest::newRow(name) << written << sent;
        };
        row("as browsers send it", u"https://example.org"_s, u"https://example.org"_s);
        row("another port", u"https://example.org:8443"_s, u"https://example.org:8443"_s);
        row("the usual port of https", u"https://example.org:443"_s, u"https://example.org"_s);
        row("the usual port of http", u"http://10.0.2.2:80"_s, u"http://10.0.2.2"_s);
        row("the usual port of ws", u"ws://10.0.2.2:80"_s, u"ws://10.0.2.2"_s);
        row("the usual port of wss", u"wss://10.0.2.2:443"_s, u"wss://10.0.2.2"_s);
        row("https on port 80", u"https://example.org:80"_s, u"https://example.org:80"_s);
        row("http on port 443", u"http://example.org:443"_s, u"http://example.org:443"_s);
        row("capitals", u"HTTPS://Example.ORG"_s, u"https://example.org"_s);
        row("umlauts", u"http://bücher.local:3000"_s, u"http://xn--bcher-kva.local:3000"_s);
        row("umlauts in capitals", u"http://BÜCHER.example"_s, u"http://xn--bcher-kva.example"_s);
        row("a sharp s", u"https://straße.example"_s, u"https://xn--strae-oqa.example"_s);
        row("another script", u"https://пример.испытание"_s,
            u"https://xn--e1afmkfd.xn--80akhbyknj4f"_s);
        row("umlauts, as browsers send them", u"http://xn--bcher-kva.local"_s,
            u"http://xn--bcher-kva.local"_s);
        row("umlauts at a usual port", u"https://bücher.example:443"_s,
            u"https://xn--bcher-kva.example"_s);
        row("a trailing dot", u"https://example.org."_s, u"https://example.org."_s);
        row("zeros in an IPv6 address", u"http://[2001:DB8:0:0::1]:8080"_s,
            u"http://[2001:db8::1]:8080"_s);
        row("IPv6 at a usual port", u"http://[::1]:80"_s, u"http://[::1]"_s);
        row("an app", u"app://obsidian.md"_s, u"app://obsidian.md"_s);
        row("an extension", u"chrome-extension://abcdefghijklmnop"_s,
            u"chrome-extension://abcdefghijklmnop"_s);
        row("a page from a disk", u"null"_s, u"null"_s);
        row("any", u"*"_s, u"*"_s);
    }
    void normalOrigins()
    {
        QFETCH(QString, written);
        QVERIFY(isOrigin(written));
        QTEST(normalOrigin(written), "sent");
    }

    void normalHosts_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("compared");
        const auto row = [](const char *name, const QString &written, const QString &compared) {
            QTest::newRow(name) << written << compared;
        };
        row("a name", u"lab.example"_s, u"lab.example"_s);
        row("capitals", u"LAB.Example"_s, u"lab.example"_s);
        row("a dot at the end", u"lab.example."_s, u"lab.example"_s);
        row("umlauts", u"Bücher.example"_s, u"xn--bcher-kva.example"_s);
        row("umlauts in ASCII", u"XN--BCHER-KVA.example."_s, u"xn--bcher-kva.example"_s);
        row("an address", u"10.0.0.1"_s, u"10.0.0.1"_s);
        row("zeros in an IPv6 address", u"2001:DB8:0::1"_s, u"2001:db8::1"_s);
        row("an IPv6 address with its zone", u"fe80::1%1"_s, u"fe80::1"_s);
        row("an address as a number", u"0x7f000001"_s, u"127.0.0.1"_s);
    }
    void normalHosts()
    {
        QFETCH(QString, written);
        QTEST(normalHost(written), "compared");
    }

    void nearestKeys_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("nearest");
        QTest::newRow("a swap") << u"prot"_s << u"port"_s;
        QTest::newRow("a letter missing") << u"endpoint"_s << u"endpoints"_s;
        QTest::newRow("a letter too many") << u"timerss"_s << u"timers"_s;
        QTest::newRow("two letters wrong") << u"andpaints"_s << u"endpoints"_s;
        QTest::newRow("case only") << u"ENDPOINTS"_s << u"endpoints"_s;
        QTest::newRow("three letters wrong") << u"andpaintz"_s << QString();
        QTest::newRow("short and all wrong") << u"ab"_s << QString();
        QTest::newRow("nothing written") << QString() << QString();
    }
    void nearestKeys()
    {
        QFETCH(QString, written);
        QTEST(nearestKey(written, {u"port"_s, u"endpoints"_s, u"timers"_s, u"xy"_s}), "nearest");
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestHostName)
#include "tst_hostname.moc"
