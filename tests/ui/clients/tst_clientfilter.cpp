#include "clientfeed.h"
#include "tests/support/testprogram.h"
#include "ui/clients/clientfilter.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestClientFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void matches_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        // Ada: /chat/room, group blue, 10.4.1.7:50007, Firefox, 12 messages in, RTT 250 ms,
        // 2,000 bytes waiting, connected for 4 minutes
        QTest::newRow("nothing lets everyone through") << u""_s << true;
        QTest::newRow("a word of the name, in any case") << u"ADA"_s << true;
        QTest::newRow("a word of the path") << u"room"_s << true;
        QTest::newRow("a path with its slashes") << u"/chat/room"_s << true;
        QTest::newRow("a path with slashes on both sides") << u"/chat/"_s << true;
        QTest::newRow("a word of the address") << u"10.4.1.7"_s << true;
        QTest::newRow("a word of the user agent") << u"firefox"_s << true;
        QTest::newRow("a word that is nowhere") << u"chrome"_s << false;
        QTest::newRow("two words, both there") << u"ada firefox"_s << true;
        QTest::newRow("two words, one there") << u"ada chrome"_s << false;
        QTest::newRow("either word") << u"chrome or ada"_s << true;
        QTest::newRow("not a word") << u"-ada"_s << false;
        QTest::newRow("not another word") << u"not chrome"_s << true;
        QTest::newRow("parentheses") << u"(chrome or ada) -opera"_s << true;
        QTest::newRow("quoted words") << u"\"Ada L\""_s << true;
        QTest::newRow("path has") << u"path:/chat"_s << true;
        QTest::newRow("path is") << u"path=/chat"_s << false;
        QTest::newRow("path as a pattern") << u"path:/*/room"_s << true;
        QTest::newRow("path by expression") << u"path~^/c.*m$"_s << true;
        QTest::newRow("group") << u"group=blue"_s << true;
        QTest::newRow("state") << u"state:ok"_s << true;
        QTest::newRow("state is not") << u"state!=slow"_s << true;
        QTest::newRow("round trip above") << u"rtt>200"_s << true;
        QTest::newRow("round trip with its unit") << u"rtt>0.2s"_s << true;
        QTest::newRow("round trip below") << u"rtt<200"_s << false;
        QTest::newRow("queue above") << u"queue>0"_s << true;
        QTest::newRow("queue in kilobytes") << u"queue>=2kb"_s << true;
        QTest::newRow("queue in kibibytes") << u"queue>2kib"_s << false;
        QTest::newRow("messages in") << u"in=12"_s << true;
        QTest::newRow("messages out") << u"out>0"_s << false;
        QTest::newRow("younger than") << u"since<5m"_s << true;
        QTest::newRow("older than") << u"since>5m"_s << false;
        QTest::newRow("fields in capitals") << u"RTT>200"_s << true;
    }

    void matches()
    {
        QFETCH(QString, text);
        ClientRow row;
        row.record.info = madeClient(7, u"/chat/room"_s);
        row.record.info.name = u"Ada Lovelace"_s;
        row.record.info.group = u"blue"_s;
        row.record.stats = madeStats(row.id(), 12);
        row.record.stats.roundTrip = 250ms;
        row.record.stats.queuedBytes = 2000;
        const ClientFilter::Parsed parsed = ClientFilter::parse(text);
        QCOMPARE(parsed.problem, QString());
        QTEST(parsed.filter.matches(row, madeTime(4min)), "matches");
        QCOMPARE(parsed.filter.isEverything(), text.isEmpty());
        QCOMPARE(parsed.filter.dependsOnTime(), text.startsWith(u"since"));
        static const QRegularExpression changing(u"(state|rtt|queue|in|out|since)[:!<>=]"_s,
                                                 QRegularExpression::CaseInsensitiveOption);
        QCOMPARE(parsed.filter.isFixed(), !changing.match(text).hasMatch());
    }

    void unknownRoundTripMatchesNoComparison()
    {
        ClientRow row;
        row.record.info = madeClient(1);
        QVERIFY(!ClientFilter::parse(u"rtt>0"_s).filter.matches(row, madeTime(0ms)));
        QVERIFY(!ClientFilter::parse(u"rtt<9"_s).filter.matches(row, madeTime(0ms)));
    }

    void problems_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown field") << u"pth:/chat"_s << u"pth"_s;
        QTest::newRow("no value") << u"path:"_s << u"value is missing"_s;
        QTest::newRow("no number") << u"rtt>fast"_s << u"number"_s;
        QTest::newRow("a unit of another kind") << u"queue>5ms"_s << u"number"_s;
        QTest::newRow("comparing text") << u"path>3"_s << u"no number"_s;
        QTest::newRow("unclosed parenthesis") << u"(ada"_s << u")"_s;
        QTest::newRow("parenthesis too many") << u"ada)"_s << u")"_s;
        QTest::newRow("unclosed quote") << u"\"ada"_s << u"\""_s;
        QTest::newRow("nothing after or") << u"ada or"_s << u"missing"_s;
        QTest::newRow("bad expression") << u"path~["_s << u"not right"_s;
        QTest::newRow("too deep") << QString(1000, u'(') << u"deep"_s;
    }

    void problems()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const ClientFilter::Parsed parsed = ClientFilter::parse(text);
        QVERIFY2(parsed.problem.contains(says), qPrintable(parsed.problem));
        QVERIFY(parsed.filter.isEverything());
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestClientFilter)
#include "tst_clientfilter.moc"
