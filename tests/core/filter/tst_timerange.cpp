#include "core/filter/logfilter.h"
#include "core/filter/timerange.h"
#include "tests/support/testprogram.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_TimeRange : public QObject
{
    Q_OBJECT
private:
    static WallTime at(const QString &iso)
    {
        return WallTime(
            std::chrono::milliseconds(QDateTime::fromString(iso, Qt::ISODate).toMSecsSinceEpoch()));
    }

private Q_SLOTS:
    void means_data()
    {
        QTest::addColumn<QString>("text"); // on 2026-11-24 at 15:00 in Berlin, an hour before UTC
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("end");
        const auto row = [](const char *name, const char *text, const char *first,
                            const char *end) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(first)
                                << QString::fromUtf8(end);
        };
        row("a minute", "10:42", "2026-11-24T09:42:00Z", "2026-11-24T09:43:00Z");
        row("a minute before ten", "9:05", "2026-11-24T08:05:00Z", "2026-11-24T08:06:00Z");
        row("a second", "10:42:07", "2026-11-24T09:42:07Z", "2026-11-24T09:42:08Z");
        row("a day", "2026-11-20", "2026-11-19T23:00:00Z", "2026-11-20T23:00:00Z");
        row("a day of 25 hours", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        row("a minute of a day", "2026-07-01T10:42", "2026-07-01T08:42:00Z",
            "2026-07-01T08:43:00Z");
        row("a second of a day", "2026-11-20t10:42:07", "2026-11-20T09:42:07Z",
            "2026-11-20T09:42:08Z");
        row("today", "today", "2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z");
        row("yesterday", "yesterday", "2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z");
        row("between two times", "10:40..10:45", "2026-11-24T09:40:00Z", "2026-11-24T09:46:00Z");
        row("between two days", "2026-11-20..yesterday", "2026-11-19T23:00:00Z",
            "2026-11-23T23:00:00Z");
    }
    void means()
    {
        QFETCH(QString, text);
        QFETCH(QString, first);
        QFETCH(QString, end);
        const QDateTime now(QDate(2026, 11, 24), QTime(15, 0), QTimeZone("Europe/Berlin"));
        const auto range = timeRangeFrom(text, now);
        QVERIFY(range);
        QCOMPARE(*range, (TimeRange{at(first), at(end)}));
    }

    void isNoTime_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"10", "25:00", "10:60", "noon", "2026-13-01", "2026-11-31",
                                 "2026-11-24T", "T10:00", "10:45..10:40", "10:40..", "..10:40",
                                 "..", "10:40...10:45", "2026-11-24T10:00T11:00", "-"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void isNoTime()
    {
        QFETCH(QString, text);
        QVERIFY(!timeRangeFrom(text, QDateTime::currentDateTime()));
        QCOMPARE(LogFilter::parse(u"time:"_s + text).problem.code, FilterProblem::Code::NoTime);
    }

    void filters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("seconds"); // of 10:41:59 to 10:43:00 that match
        QTest::newRow("within") << u"time:%1T10:42"_s << u"0 59"_s;
        QTest::newRow("equal") << u"time=%1T10:42"_s << u"0 59"_s;
        QTest::newRow("outside") << u"time!=%1T10:42"_s << u"-1 60"_s;
        QTest::newRow("before") << u"time<%1T10:42"_s << u"-1"_s;
        QTest::newRow("until") << u"time<=%1T10:42"_s << u"-1 0 59"_s;
        QTest::newRow("after") << u"time>%1T10:42"_s << u"60"_s;
        QTest::newRow("from on") << u"time>=%1T10:42"_s << u"0 59 60"_s;
        QTest::newRow("not within") << u"-time:%1T10:42"_s << u"-1 60"_s;
    }
    void filters()
    {
        QFETCH(QString, text);
        const LogFilter filter = LogFilter::parse(text.arg(u"2026-11-24"_s)).filter;
        const QDateTime local(QDate(2026, 11, 24), QTime(10, 42));
        QStringList matching;
        for (const int second : {-1, 0, 59, 60}) {
            LogEntry entry;
            entry.at =
                WallTime(std::chrono::milliseconds(local.addSecs(second).toMSecsSinceEpoch()));
            if (filter.matches(entry))
                matching << QString::number(second);
        }
        QTEST(matching.join(u' '), "seconds");
    }

    void anExpressionIsNoTime()
    {
        QCOMPARE(LogFilter::parse(u"time~10"_s).problem.code,
                 FilterProblem::Code::NoExpressionForTime);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_TimeRange)
#include "tst_timerange.moc"
