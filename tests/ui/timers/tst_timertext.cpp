#include "core/clock/plan.h"
#include "core/values/utc.h"
#include "tests/support/testprogram.h"
#include "timerfixture.h"
#include "ui/timers/timertext.h"
#include "ui/widgets/format.h"

#include <QLocale>
#include <QRegularExpression>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

class TestTimerText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "Europe/Berlin");
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void intervals_data()
    {
        QTest::addColumn<qint64>("micros");
        QTest::addColumn<QString>("text");
        const auto row = [](std::chrono::microseconds interval, const QString &text) {
            QTest::addRow("%lld", qint64(interval.count())) << qint64(interval.count()) << text;
        };
        row(10ms, u"10 ms"_s);
        row(12'345us, u"12.345 ms"_s);
        row(1s, u"1 s"_s);
        row(1500ms, u"1.5 s"_s);
        row(60s, u"1 min"_s);
        row(90s, u"1 min 30 s"_s);
        row(3600s, u"1 h"_s);
        row(3661s, u"1 h 1 min 1 s"_s);
        row(48h, u"48 h"_s);
    }
    void intervals()
    {
        QFETCH(qint64, micros);
        QTEST(intervalText(std::chrono::microseconds(micros)), "text");
    }

    void once_data()
    {
        QTest::addColumn<ScheduleConfig>("schedule");
        QTest::addColumn<QString>("text");
        ScheduleConfig once = scheduleOf(u"a"_s, u"@daily"_s);
        setOnce(once, QDateTime(QDate(2099, 12, 24), QTime(18, 30, 15), Utc));
        QTest::newRow("a moment") << once << u"Once, on Thu 24 Dec 2099 18:30:15"_s;
        ScheduleConfig elsewhere = once;
        elsewhere.zone = u"Asia/Kolkata"_s;
        QTest::newRow("a moment elsewhere")
            << elsewhere << u"Once, on Thu 24 Dec 2099 18:30:15, in Asia/Kolkata"_s;
        ScheduleConfig twice = once;
        twice.limit = 2;
        QTest::newRow("more than once")
            << twice << u"At 18:30:15, on day 24 of the month, in December"_s;
        ScheduleConfig days = once;
        days.start = days.end = u"2099-12-24"_s;
        QTest::newRow("a day") << days << u"At 18:30:15, on day 24 of the month, in December"_s;
        ScheduleConfig offset = once;
        offset.start = offset.end = u"2099-12-24T18:30:15+01:00"_s;
        QTest::newRow("with an offset")
            << offset << u"At 18:30:15, on day 24 of the month, in December"_s;
    }
    void once()
    {
        QFETCH(ScheduleConfig, schedule);
        QTEST(whenText(schedule), "text");
    }

    /// It runs at that moment and never again, also where the clock skips it.
    void onceIsOnce()
    {
        using namespace std::chrono;
        for (const QDateTime &moment : {QDateTime(QDate(2099, 12, 24), QTime(18, 30, 15), Utc),
                                        QDateTime(QDate(2027, 3, 28), QTime(2, 30), Utc),
                                        QDateTime(QDate(2028, 2, 29), QTime(0, 0), Utc)}) {
            ScheduleConfig schedule = scheduleOf(u"a"_s, u"@daily"_s);
            schedule.zone = u"Europe/Berlin"_s;
            setOnce(schedule, moment);
            QCOMPARE(onceAt(schedule), moment);
            const SchedulePlan plan(schedule);
            const auto first = plan.next(sys_days(2026y / 1 / 1));
            QVERIFY(first);
            QVERIFY(!plan.next(*first));
        }
    }

    void when()
    {
        QCOMPARE(whenText(timerOf(u"a"_s, 250ms)), u"every 250 ms"_s);
        ScheduleConfig schedule = scheduleOf(u"b"_s, u"0 10 * * *"_s);
        QCOMPARE(whenText(schedule), u"At 10:00, every day"_s);
        schedule.zone = QString::fromUtf8(QTimeZone::systemTimeZoneId());
        QCOMPARE(whenText(schedule), u"At 10:00, every day"_s);
        schedule.zone = u"Asia/Kolkata"_s;
        schedule.cron.append(u"@hourly"_s);
        QCOMPARE(whenText(schedule),
                 u"At 10:00, every day; Every hour, on the hour, in Asia/Kolkata"_s);
    }

    void targets()
    {
        TimerConfig timer = timerOf(u"a"_s, 1s);
        QCOMPARE(taskTargetText(timer), u"all"_s);
        timer.action = ClockSignal{.value = "1", .path = u"/x\u202E"_s};
        QCOMPARE(taskTargetText(timer), u"/x⟨U+202E⟩"_s);
        timer.action = ClockSignal{.value = "1", .group = u"blue"_s};
        QCOMPARE(taskTargetText(timer), u"group blue"_s);
        timer.action = ClockSignal{.value = "1", .path = u"/x"_s, .group = u"blue"_s};
        QCOMPARE(taskTargetText(timer), u"/x, group blue"_s);
        const ClientId id = ClientId::create();
        timer.action = ClockSignal{.value = "1", .clientId = id.toString()};
        QCOMPARE(taskTargetText(timer), aliasOf(id));
        timer.action = ClockScript{.source = u"x"_s};
        QCOMPARE(taskTargetText(timer), u"script"_s);
        timer.action = ClockScript{.fileName = u"beat.js"_s};
        QCOMPARE(taskTargetText(timer), u"beat.js"_s);
    }

    void results()
    {
        QCOMPARE(resultText({.outcome = RunOutcome::Sent, .recipients = 1204}), u"ok 1,204"_s);
        QCOMPARE(resultText({.outcome = RunOutcome::Sent, .recipients = 5, .waiting = 2}),
                 u"ok 5, 2 queued"_s);
        QCOMPARE(resultText({.outcome = RunOutcome::Failed, .detail = u"line 1\nx"_s}),
                 u"error: line 1 x"_s);
        QSet<QString> words;
        for (int outcome = 0; outcome <= int(RunOutcome::Missed); ++outcome)
            words.insert(resultText({.outcome = RunOutcome(outcome)}));
        QCOMPARE(words.size(), int(RunOutcome::Missed) + 1);
    }

    void nexts_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("past") << qint64(-5) << u"0.0 s"_s;
        QTest::newRow("soon") << qint64(4) << u"4.0 s"_s;
        QTest::newRow("seconds") << qint64(34) << u"34 s"_s;
        QTest::newRow("minutes") << qint64(720) << u"12 min"_s;
        QTest::newRow("today") << qint64(2 * 3600) << u"14:00"_s;
        QTest::newRow("today, with seconds") << qint64(2 * 3600 + 5) << u"14:00:05"_s;
        QTest::newRow("this week") << qint64(3 * 86400) << u"Sat 12:00"_s;
        QTest::newRow("later") << qint64(30 * 86400) << u"25 Dec 12:00"_s;
    }
    void nexts()
    {
        QFETCH(qint64, seconds);
        const WallTime now = std::chrono::sys_seconds(1'795'604'400s); // a Wednesday
        const QDateTime local = toLocalTime(now);
        QCOMPARE(local.toString(Qt::ISODate), u"2026-11-25T12:00:00"_s);
        TimerStatus status{.name = u"a"_s, .enabled = true};
        status.nextRun = now + std::chrono::seconds(seconds);
        QTEST(nextText(status, now), "text");
        status.finished = true;
        QCOMPARE(nextText(status, now), u"finished"_s);
        status.enabled = false;
        QCOMPARE(nextText(status, now), u"off"_s);
        QCOMPARE(nextText(TimerStatus{.enabled = true}, now), QString());
    }
};

SIGNALBOX_TEST(TestTimerText)
#include "tst_timertext.moc"
