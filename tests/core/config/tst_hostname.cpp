#include "core/config/hostname.h"
#include "core/config/nearestkey.h"

#include <QRegularExpression>
#include <QTest>

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

QTEST_APPLESS_MAIN(TestHostName)
#include "tst_hostname.moc"
