#include "core/clock/plan.h"
#include "core/values/utc.h"
#include "tests/core/clock/fakeclock.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

QString text(sys_seconds time)
{
    return QDateTime::fromSecsSinceEpoch(time.time_since_epoch().count(), Utc)
        .toString(u"dd HH:mm:ss"_s);
}

sys_seconds at(const QString &time)
{
    return floor<seconds>(wallTime(u"2026-11-24T"_s + time));
}

} // namespace

class TestPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void schedules_data()
    {
        QTest::addColumn<QString>("cron");
        QTest::addColumn<int>("policy");
        QTest::addColumn<QString>("handled"); // on 24 November 2026
        QTest::addColumn<QString>("now"); // a day later if it starts with '+'
        QTest::addColumn<QStringList>("runs");
        QTest::addColumn<int>("tooLate");
        QTest::addColumn<int>("missed");
        QTest::addColumn<QString>("interval"); // of what was missed

        const int skip = int(MissedPolicy::Skip);
        const int once = int(MissedPolicy::Once);
        const int all = int(MissedPolicy::All);
        const QString quarter = u"*/15 * * * *"_s;
        const QString second = u"* * * * * *"_s;
        const auto row = [](const char *name, const QString &cron, int policy,
                            const QString &handled, const QString &now, const QStringList &runs,
                            int tooLate = 0, int missed = 0, const QString &interval = {}) {
            QTest::newRow(name) << cron << policy << handled << now << runs << tooLate << missed
                                << interval;
        };
        row("nothing is due", quarter, skip, u"10:00:00"_s, u"10:14:59.999"_s, {});
        row("what is due runs", quarter, skip, u"10:00:00"_s, u"10:15:00.003"_s,
            {u"24 10:15:00"_s});
        row("what ran does not run again", quarter, all, u"10:15:00"_s, u"10:15:00.500"_s, {});
        row("a minute late is on time", quarter, skip, u"10:00:00"_s, u"10:16:00"_s,
            {u"24 10:15:00"_s});
        row("more than a minute late is missed", quarter, skip, u"10:00:00"_s, u"10:16:00.001"_s,
            {}, 0, 1, u"24 10:15:00 24 10:15:00"_s);
        row("an hour asleep, skipped", quarter, skip, u"10:00:00"_s, u"11:05:00"_s, {}, 0, 4,
            u"24 10:15:00 24 11:00:00"_s);
        row("an hour asleep, once", quarter, once, u"10:00:00"_s, u"11:05:00"_s,
            {u"24 11:00:00"_s});
        row("an hour asleep, all", quarter, all, u"10:00:00"_s, u"11:05:00"_s,
            {u"24 10:15:00"_s, u"24 10:30:00"_s, u"24 10:45:00"_s, u"24 11:00:00"_s});
        row("asleep until one is due, skipped", quarter, skip, u"10:00:00"_s, u"10:45:10"_s,
            {u"24 10:45:00"_s}, 0, 2, u"24 10:15:00 24 10:30:00"_s);
        row("asleep until one is due, which makes up for all", quarter, once, u"10:00:00"_s,
            u"10:45:10"_s, {u"24 10:45:00"_s});
        row("asleep until one is due, all", quarter, all, u"10:00:00"_s, u"10:45:10"_s,
            {u"24 10:15:00"_s, u"24 10:30:00"_s, u"24 10:45:00"_s});
        row("a day off, all: the last ten", quarter, all, u"10:00:00"_s, u"+10:05:00"_s,
            {u"25 07:45:00"_s, u"25 08:00:00"_s, u"25 08:15:00"_s, u"25 08:30:00"_s,
             u"25 08:45:00"_s, u"25 09:00:00"_s, u"25 09:15:00"_s, u"25 09:30:00"_s,
             u"25 09:45:00"_s, u"25 10:00:00"_s},
            0, 86, u"24 10:15:00 25 07:30:00"_s);
        row("a day off, once", quarter, once, u"10:00:00"_s, u"+10:05:00"_s, {u"25 10:00:00"_s});
        row("three seconds late, each second: only the newest", second, skip, u"10:00:00"_s,
            u"10:00:03.5"_s, {u"24 10:00:03"_s}, 2, 0);
        row("a day of seconds is not counted to its end", second, skip, u"10:00:00"_s,
            u"+10:00:00"_s, {u"25 10:00:00"_s}, 60, 1000, u"24 10:00:01 24 10:16:40"_s);
        row("a day of seconds, once", second, once, u"10:00:00"_s, u"+10:00:00"_s,
            {u"25 10:00:00"_s}, 60, 0);
        row("the clock was set back an hour: nothing runs again", quarter, all, u"11:00:00"_s,
            u"10:20:00"_s, {});
    }
    void schedules()
    {
        QFETCH(QString, cron);
        QFETCH(int, policy);
        QFETCH(QString, handled);
        QFETCH(QString, now);
        ScheduleConfig config;
        config.cron = QStringList{cron};
        config.zone = u"UTC"_s;
        const bool isTomorrow = now.startsWith(u'+');
        const WallTime at = wallTime((isTomorrow ? u"2026-11-25T"_s : u"2026-11-24T"_s)
                                     + now.sliced(isTomorrow ? 1 : 0));
        const sys_seconds before = ::at(handled);
        const ScheduleDecision decision =
            SchedulePlan(config).decide(before, at, MissedPolicy(policy));
        QStringList runs;
        for (const sys_seconds run : decision.runs)
            runs.append(text(run));
        QTEST(runs, "runs");
        QTEST(int(decision.tooLate), "tooLate");
        QTEST(int(decision.missed), "missed");
        const QString interval =
            decision.missed == 0
                ? QString()
                : QString(text(decision.firstMissed) + u' ' + text(decision.lastMissed));
        QTEST(interval, "interval");
        QCOMPARE(decision.handled, std::max(before, floor<seconds>(at)));
        // and what was decided is decided
        QCOMPARE(SchedulePlan(config).decide(decision.handled, at, MissedPolicy(policy)).runs,
                 QList<sys_seconds>());
    }

    void boundsAndSeveralExpressions()
    {
        ScheduleConfig config;
        config.cron = QStringList{u"0 * * * *"_s, u"30 11 * * *"_s, u"0 11 * * *"_s};
        config.zone = u"Europe/Berlin"_s; // an hour ahead
        config.start = u"2026-11-24T11:00"_s;
        config.end = u"2026-11-24T12:00:00+01:00"_s;
        const SchedulePlan plan(config);
        QStringList runs;
        for (auto run = plan.next(::at(u"00:00:00"_s)); run; run = plan.next(*run))
            runs.append(text(*run));
        QCOMPARE(runs, (QStringList{u"24 10:00:00"_s, u"24 10:30:00"_s, u"24 11:00:00"_s}));
    }

    void aDayIsAnEnd()
    {
        ScheduleConfig config;
        config.cron = QStringList{u"0 12 * * *"_s};
        config.zone = u"UTC"_s;
        config.start = u"2026-11-25"_s;
        config.end = u"2026-11-26"_s;
        const SchedulePlan plan(config);
        QCOMPARE(text(*plan.next(::at(u"00:00:00"_s))), u"25 12:00:00"_s);
        QCOMPARE(text(*plan.next(::at(u"23:00:00"_s) + 24h)), u"26 12:00:00"_s);
        QVERIFY(!plan.next(::at(u"12:00:00"_s) + 48h));
    }

    void clockChanges_data()
    {
        QTest::addColumn<QString>("cron");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("after"); // in 2026
        QTest::addColumn<QString>("change"); // "date time forward|back touched|"
        const auto row = [](const char *name, const QString &cron, const QString &zone,
                            const QString &after, const QString &change) {
            QTest::newRow(name) << cron << zone << after << change;
        };
        const QString berlin = u"Europe/Berlin"_s;
        row("a skipped time", u"30 2 * * *"_s, berlin, u"02-01"_s,
            u"03-29 01:00 forward touched"_s);
        row("just before what is skipped", u"59 1 * * *"_s, berlin, u"02-01"_s,
            u"03-29 01:00 forward "_s);
        row("just after what is skipped", u"0 3 * * *"_s, berlin, u"02-01"_s,
            u"03-29 01:00 forward "_s);
        row("the beginning of what is skipped", u"0 2 * * *"_s, berlin, u"02-01"_s,
            u"03-29 01:00 forward touched"_s);
        row("a repeated time", u"30 2 * * *"_s, berlin, u"08-01"_s, u"10-25 01:00 back touched"_s);
        row("just after what is repeated", u"0 3 * * *"_s, berlin, u"08-01"_s,
            u"10-25 01:00 back "_s);
        row("not on that day", u"30 2 * * MON"_s, berlin, u"08-01"_s, u"10-25 01:00 back "_s);
        row("half an hour", u"45 1 * * *"_s, u"Australia/Lord_Howe"_s, u"03-01"_s,
            u"04-04 15:00 back touched"_s);
        row("no changes", u"30 2 * * *"_s, u"UTC"_s, u"08-01"_s, {});
    }
    void clockChanges()
    {
        QFETCH(QString, cron);
        QFETCH(QString, zone);
        QFETCH(QString, after);
        ScheduleConfig config;
        config.cron = QStringList{cron};
        config.zone = zone;
        const auto change = SchedulePlan(config).nextClockChange(
            floor<seconds>(wallTime(u"2026-"_s + after + u"T00:00:00"_s)));
        QString found;
        if (change)
            found = QDateTime::fromSecsSinceEpoch(change->at.time_since_epoch().count(), Utc)
                        .toString(u"MM-dd HH:mm "_s)
                    + (change->isForward ? u"forward "_s : u"back "_s)
                    + (change->isTouching ? u"touched"_s : QString());
        QTEST(found, "change");
    }

    void ticks_data()
    {
        QTest::addColumn<int>("interval"); // milliseconds, as are all times here
        QTest::addColumn<int>("skip");
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("decided");
        QTest::addColumn<qint64>("elapsed");
        QTest::addColumn<int>("tick");
        QTest::addColumn<int>("runs");
        QTest::addColumn<int>("tooLate");
        QTest::addColumn<int>("missed");
        const auto row = [](const char *name, int interval, int skip, MissedPolicy policy,
                            int decided, qint64 elapsed, int tick, int runs, int tooLate,
                            int missed) {
            QTest::newRow(name) << interval << skip << int(policy) << decided << elapsed << tick
                                << runs << tooLate << missed;
        };
        const auto skip = MissedPolicy::Skip;
        const auto once = MissedPolicy::Once;
        const auto all = MissedPolicy::All;
        row("before the first tick", 100, 0, skip, 0, 99, 0, 0, 0, 0);
        row("the first tick", 100, 0, skip, 0, 100, 1, 1, 0, 0);
        row("a tick that is decided", 100, 0, skip, 1, 199, 1, 0, 0, 0);
        row("a tick that is late, but before the next", 100, 0, skip, 1, 299, 2, 1, 0, 0);
        row("two that are late: the newest only", 100, 0, skip, 1, 400, 4, 1, 2, 0);
        row("the first ticks are skipped", 100, 3, skip, 0, 300, 3, 0, 0, 0);
        row("the one after the skipped runs", 100, 3, skip, 3, 400, 4, 1, 0, 0);
        row("skipped ones are not late", 100, 3, skip, 0, 500, 5, 1, 1, 0);
        row("two minutes of seconds asleep, skipped", 1000, 0, skip, 0, 120'500, 120, 1, 59, 60);
        row("an hourly tick, ten minutes late, skipped", 3'600'000, 0, skip, 0, 4'200'000, 1, 0, 0,
            1);
        row("an hourly tick, ten minutes late, once", 3'600'000, 0, once, 0, 4'200'000, 1, 1, 0, 0);
        row("three hours asleep, once", 3'600'000, 0, once, 0, 11'000'000, 3, 1, 0, 0);
        row("three hours asleep, all", 3'600'000, 0, all, 0, 11'000'000, 3, 3, 0, 0);
        row("three hours asleep and one due, all", 3'600'000, 0, all, 0, 10'800'000, 3, 3, 0, 0);
        row("half a day asleep, all", 3'600'000, 0, all, 0, 54'100'000, 15, 10, 0, 5);
    }
    void ticks()
    {
        QFETCH(int, interval);
        QFETCH(int, policy);
        QFETCH(int, decided);
        QFETCH(qint64, elapsed);
        TimerConfig timer;
        timer.interval = milliseconds(interval);
        timer.missed = MissedPolicy(policy);
        QFETCH(int, skip);
        timer.skip = skip;
        const TickDecision decision = decideTick(timer, decided, milliseconds(elapsed));
        QTEST(int(decision.tick), "tick");
        QTEST(decision.runs, "runs");
        QTEST(int(decision.tooLate), "tooLate");
        QTEST(int(decision.missed), "missed");
    }

    void ticksNeverDrift()
    {
        TimerConfig timer;
        timer.interval = 333'333us;
        qint64 decided = 0;
        for (qint64 n = 1; n <= 1'000'000; n += 997) {
            QCOMPARE(decideTick(timer, n - 1, n * timer.interval - 1us).tick, n - 1);
            decided = decideTick(timer, n - 1, n * timer.interval).tick;
            QCOMPARE(decided, n);
        }
    }

    void runsToMakeUpForAtAStart()
    {
        TimerConfig timer;
        timer.interval = 10s;
        QCOMPARE(madeUpAfter(timer, 24h), 0);
        timer.missed = MissedPolicy::Once;
        QCOMPARE(madeUpAfter(timer, 60s), 0);
        QCOMPARE(madeUpAfter(timer, 70s), 0);
        QCOMPARE(madeUpAfter(timer, 71s), 1);
        QCOMPARE(madeUpAfter(timer, 24h), 1);
        QCOMPARE(madeUpAfter(timer, -24h), 0);
        timer.missed = MissedPolicy::All;
        QCOMPARE(madeUpAfter(timer, 91s), 3);
        QCOMPARE(madeUpAfter(timer, 24h), 10);
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestPlan)
#include "tst_plan.moc"
