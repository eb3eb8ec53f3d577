#include "core/clock/clock.h"
#include "tests/core/clock/fakeclock.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

/// A clock whose time, disk and server are the test's.
struct Rig
{
    FakeTime time{u"2026-11-24T10:00:00.000"_s};
    FakeKeeper keeper;
    FakeUser user{time, keeper};
    Clock clock{user, keeper, time};

    Rig() { user.clock = &clock; }
    QStringList after(microseconds duration)
    {
        time.advance(duration);
        return user.takeRuns();
    }
    /// The program ends and starts again after a while, with what is on the disk.
    std::unique_ptr<Rig> restarted(const QString &at, const QList<TimerConfig> &timers,
                                   const QList<ScheduleConfig> &schedules) const
    {
        auto next = std::make_unique<Rig>();
        next->time.setWall(at);
        next->keeper.kept = keeper.kept;
        next->clock.restore({keeper.kept, {}});
        next->clock.setTasks(timers, schedules);
        next->clock.start();
        return next;
    }
};

TimerConfig timer(const QString &name, microseconds interval)
{
    TimerConfig config;
    config.name = name;
    config.interval = interval;
    config.action = ClockSignal{.value = "\"tick\""};
    return config;
}

ScheduleConfig schedule(const QString &name, const QString &cron)
{
    ScheduleConfig config;
    config.name = name;
    config.cron = QStringList{cron};
    config.zone = u"UTC"_s;
    config.action = ClockSignal{.value = "{\"b\":1,\"a\":2}"};
    return config;
}

} // namespace

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aTimerTicks()
    {
        Rig rig;
        rig.clock.setTasks({timer(u"beat"_s, 500ms)}, {});
        QCOMPARE(rig.after(5s), QStringList());
        rig.clock.start();
        QCOMPARE(rig.after(499ms), QStringList());
        QCOMPARE(rig.after(1s), (QStringList{u"10:00:05.500 beat"_s, u"10:00:06.000 beat"_s}));
        QCOMPARE(rig.user.payloads.first(), "tick"_ba);
        rig.clock.stop();
        QCOMPARE(rig.after(10s), QStringList());
    }

    void aScheduleRunsAtItsTimes()
    {
        Rig rig;
        rig.clock.setTasks({}, {schedule(u"bell"_s, u"*/20 * * * *"_s)});
        rig.clock.start();
        QCOMPARE(rig.after(1h), (QStringList{u"10:20:00.000 bell"_s, u"10:40:00.000 bell"_s,
                                             u"11:00:00.000 bell"_s}));
        QCOMPARE(rig.user.payloads.first(), "{\"b\":1,\"a\":2}"_ba);
    }

    void skipOnStartAndLimit()
    {
        Rig rig;
        TimerConfig config = timer(u"beat"_s, 1s);
        config.onStart = true;
        config.skip = 2;
        config.limit = 3;
        rig.clock.setTasks({config}, {});
        rig.clock.start();
        QCOMPARE(rig.after(10s), (QStringList{u"10:00:00.000 beat"_s, u"10:00:03.000 beat"_s,
                                              u"10:00:04.000 beat"_s}));
        QCOMPARE(rig.user.takeRows(), QStringList{u"LimitReached 3"_s});
        const TimerStatus status = rig.user.statuses[u"beat"_s];
        QVERIFY(status.finished);
        QVERIFY(status.enabled);
        QVERIFY(!status.nextRun);
        QCOMPARE(status.count, 3);
        // its runs are over for good, and it is not said again
        rig.clock.stop();
        const auto again = rig.restarted(u"2026-11-24T12:00:00.000"_s, {config}, {});
        QCOMPARE(again->after(10s), QStringList());
        QCOMPARE(again->user.takeRows(), QStringList());
        // a higher limit lets it go on
        config.limit = 4;
        again->clock.setTasks({config}, {});
        QCOMPARE(again->after(10s).size(), 1);
        // switched off and on, it starts anew
        again->clock.setEnabled(u"beat"_s, false);
        again->clock.setEnabled(u"beat"_s, true);
        QCOMPARE(again->after(20s).size(), 4);
    }

    void aLimitHoldsOverCrashes_data()
    {
        QTest::addColumn<int>("limit");
        QTest::addColumn<microseconds>("interval");
        QTest::addColumn<microseconds>("life"); // from a start to the power cut
        QTest::addColumn<int>("mostLost"); // runs, in each power cut
        QTest::newRow("one run, cut at once")
            << 1 << microseconds(500ms) << microseconds(600ms) << 0;
        QTest::newRow("few runs") << 5 << microseconds(1s) << microseconds(2500ms) << 0;
        QTest::newRow("few runs of a frequent timer")
            << 12 << microseconds(10ms) << microseconds(45ms) << 0;
        QTest::newRow("many runs of a slow timer")
            << 60 << microseconds(2s) << microseconds(11s) << 0;
        QTest::newRow("many runs of a frequent timer")
            << 1000 << microseconds(10ms) << microseconds(1777ms) << 100;
    }
    void aLimitHoldsOverCrashes()
    {
        QFETCH(int, limit);
        QFETCH(microseconds, interval);
        QFETCH(microseconds, life);
        QFETCH(int, mostLost);
        TimerConfig config = timer(u"beat"_s, interval);
        config.limit = limit;
        Rig first;
        first.clock.setTasks({config}, {});
        first.clock.start();
        int runs = int(first.after(life).size());
        int lost = int(first.keeper.kept.value(u"beat"_s).count) - runs;
        ClockState disk = first.keeper.kept;
        for (int start = 0; start < 20; ++start) { // nothing is said at the end
            Rig rig;
            rig.keeper.kept = disk;
            rig.clock.restore({disk, {}});
            rig.clock.setTasks({config}, {});
            rig.clock.start();
            const int made = int(rig.after(life).size());
            QVERIFY(rig.user.statuses.value(u"beat"_s).count <= quint64(limit));
            runs += made;
            const int lostNow = int(rig.keeper.kept.value(u"beat"_s).count) - runs - lost;
            QVERIFY2(lostNow >= 0 && lostNow <= mostLost, qPrintable(QString::number(lostNow)));
            lost += lostNow;
            disk = rig.keeper.kept;
        }
        QVERIFY2(runs <= limit, qPrintable(QString::number(runs)));
        QCOMPARE(runs + lost, limit);
    }

    void whatTheDiskAllowsIsNoSlower()
    {
        TimerConfig config = timer(u"beat"_s, 10ms);
        config.limit = 100'000;
        Rig rig;
        rig.clock.setTasks({config}, {});
        rig.clock.start();
        QCOMPARE(rig.after(20s).size(), 2000);
        QVERIFY2(rig.keeper.saves <= 45, qPrintable(QString::number(rig.keeper.saves)));
        QVERIFY(rig.keeper.kept[u"beat"_s].count >= 2000);
        QCOMPARE(rig.keeper.noted[u"beat"_s].count, 2000); // that is exact
        // a disk that takes half a second delays none, once the first word is written
        rig.keeper.isSlow = true;
        for (int i = 0; i < 40; ++i) {
            QCOMPARE(rig.after(500ms).size(), 50);
            rig.keeper.finish();
        }
        // one that takes for ever
        const qsizetype made = rig.after(60s).size();
        QVERIFY2(made <= 400, qPrintable(QString::number(made)));
        rig.keeper.isSlow = false;
        rig.keeper.finish();
        QCOMPARE(rig.after(1s).size(), 102); // and the two that waited
        // at its end it says how many it was
        const quint64 count = rig.clock.statuses().first().count;
        rig.clock.stop();
        QCOMPARE(rig.keeper.kept[u"beat"_s].count, count);
        QVERIFY(rig.keeper.noted.isEmpty());
    }

    void aRunThatWasNotAllowedInTimeIsNotCounted()
    {
        TimerConfig config = timer(u"beat"_s, 1s);
        config.limit = 3;
        Rig rig;
        rig.keeper.isSlow = true;
        rig.clock.setTasks({config}, {});
        rig.clock.start();
        QCOMPARE(rig.after(1500ms), QStringList()); // the disk has not said yes
        rig.clock.stop();
        QCOMPARE(rig.keeper.kept[u"beat"_s].count, 0);
    }

    void whatIsSwitchedByHandIsWrittenAtOnce()
    {
        Rig rig;
        rig.clock.setTasks({timer(u"beat"_s, 1s)}, {});
        rig.clock.start();
        rig.after(5s);
        rig.clock.setEnabled(u"beat"_s, false);
        QCOMPARE(rig.keeper.kept[u"beat"_s].enabled, std::optional(false));
        QCOMPARE(rig.keeper.noted[u"beat"_s].enabled, std::optional(false));
        rig.clock.setEnabled(u"beat"_s, true);
        QCOMPARE(rig.keeper.kept[u"beat"_s].count, 0);
    }

    void aScheduleHasALimitAndAnEnd()
    {
        Rig rig;
        ScheduleConfig limited = schedule(u"limited"_s, u"@minutely"_s);
        limited.limit = 2;
        limited.onStart = true;
        ScheduleConfig ending = schedule(u"ending"_s, u"@minutely"_s);
        ending.end = u"2026-11-24T10:01:30"_s;
        rig.clock.setTasks({}, {limited, ending});
        rig.clock.start();
        QCOMPARE(rig.after(1h), (QStringList{u"10:00:00.000 limited"_s, u"10:01:00.000 limited"_s,
                                             u"10:01:00.000 ending"_s}));
        QVERIFY(rig.user.statuses[u"ending"_s].finished);
    }

    void theComputersTimeZoneIsChanged()
    {
        Rig rig; // at 10:00 UTC
        rig.time.computersZone = QTimeZone("Europe/Berlin");
        ScheduleConfig here = schedule(u"here"_s, u"30 11,19 * * *"_s);
        here.zone.clear();
        ScheduleConfig there = schedule(u"there"_s, u"45 10 * * *"_s);
        rig.clock.setTasks({}, {here, there});
        rig.time.computersZone = QTimeZone("Asia/Tokyo"); // while it is not looking
        rig.clock.start();
        QCOMPARE(rig.after(5min), QStringList());
        QCOMPARE(isoText(*rig.user.statuses[u"here"_s].nextRun),
                 u"2026-11-24T10:30:00.000000Z"_s); // 19:30
        rig.time.computersZone = QTimeZone("Europe/Berlin");
        QCOMPARE(rig.after(10s), QStringList());
        QCOMPARE(isoText(*rig.user.statuses[u"here"_s].nextRun),
                 u"2026-11-24T10:30:00.000000Z"_s); // 11:30
        QCOMPARE(rig.after(30min), QStringList{u"10:30:00.000 here"_s});
        // 19:30 in Tokyo is this moment: it does not come twice
        rig.time.computersZone = QTimeZone("Asia/Tokyo");
        QCOMPARE(rig.after(15min), QStringList{u"10:45:00.000 there"_s});
        QCOMPARE(isoText(*rig.user.statuses[u"here"_s].nextRun), u"2026-11-25T02:30:00.000000Z"_s);
        // an instant that comes just as the zone does
        rig.time.computersZone = QTimeZone("Europe/London"); // 10:50 now; 11:30 is to come
        QCOMPARE(rig.after(1h), QStringList{u"11:30:00.000 here"_s});
        // nothing was missed by a zone left behind, and each change is told once
        QCOMPARE(rig.user.takeRows(), QStringList(4, u"ZoneChanged 0"_s));
        QStringList details;
        for (const LogEntry &entry : std::as_const(rig.user.entries))
            details << entry.detail;
        QCOMPARE(details,
                 (QStringList{u"UTC Asia/Tokyo"_s, u"Asia/Tokyo Europe/Berlin"_s,
                              u"Europe/Berlin Asia/Tokyo"_s, u"Asia/Tokyo Europe/London"_s}));
        // one that nobody goes by is not worth a row
        rig.clock.setTasks({timer(u"beat"_s, 20min)}, {there});
        rig.time.computersZone = QTimeZone("Europe/Berlin");
        QVERIFY(!rig.after(1h).isEmpty());
        QCOMPARE(rig.user.takeRows(), QStringList());
    }

    void aTickThatIsLateDoesNotMoveTheOthers()
    {
        Rig rig;
        rig.clock.setTasks({timer(u"beat"_s, 100ms)}, {});
        rig.clock.start();
        rig.time.stall(130ms);
        QCOMPARE(rig.user.takeRuns(), QStringList{u"10:00:00.130 beat"_s});
        QCOMPARE(rig.after(170ms), (QStringList{u"10:00:00.200 beat"_s, u"10:00:00.300 beat"_s}));
        QCOMPARE(rig.user.takeRows(), QStringList());
        QCOMPARE(rig.clock.statuses().first().recent.first().lateness, 30ms);
        QCOMPARE(rig.clock.statuses().first().recent.last().lateness, 0ms);
    }

    void ticksDoNotPileUp()
    {
        Rig rig;
        rig.clock.setTasks({timer(u"beat"_s, 100ms)}, {});
        rig.clock.start();
        rig.time.stall(1050ms);
        QCOMPARE(rig.user.takeRuns(), QStringList{u"10:00:01.050 beat"_s});
        QCOMPARE(rig.after(50ms), QStringList{u"10:00:01.100 beat"_s});
        rig.after(2s);
        QCOMPARE(rig.user.takeRows(), QStringList{u"TooLate 9"_s});
        QCOMPARE(rig.user.entries.first().timer, u"beat"_s);
    }

    void aScriptThatIsNotFinishedIsNotDoubled()
    {
        Rig rig;
        TimerConfig beat = timer(u"beat"_s, 100ms);
        beat.action = ClockScript{.source = u"x"_s};
        ScheduleConfig bell = schedule(u"bell"_s, u"* * * * * *"_s);
        bell.action = beat.action;
        rig.clock.setTasks({beat}, {bell});
        rig.clock.start();
        rig.user.isSlow = true;
        QCOMPARE(rig.after(950ms), QStringList{u"10:00:00.100 beat"_s});
        QVERIFY(rig.clock.statuses().first().running);
        QCOMPARE(rig.after(2s), QStringList{u"10:00:01.000 bell"_s});
        rig.user.isSlow = false;
        rig.user.finishAll();
        QCOMPARE(rig.user.takeRuns(), QStringList());
        QCOMPARE(rig.after(100ms), (QStringList{u"10:00:03.000 beat"_s, u"10:00:03.000 bell"_s}));
        rig.after(2s);
        quint64 leftOut = 0;
        for (const LogEntry &entry : rig.user.entries)
            if (entry.timer == u"beat"_s)
                leftOut += entry.count;
        QCOMPARE(leftOut, 28); // those of 0.2 s to 2.9 s
        const QStringList rows = rig.user.takeRows();
        QVERIFY(rows.size() <= 6); // not one row for each
        QVERIFY(rows.first().startsWith(u"StillRunning"_s));
    }

    void aSignalWaitsForTheOneBefore()
    {
        Rig rig;
        rig.clock.setTasks({timer(u"beat"_s, 100ms)}, {});
        rig.clock.start();
        rig.user.isSlow = true;
        QCOMPARE(rig.after(150ms), QStringList{u"10:00:00.100 beat"_s});
        rig.after(80ms); // 0.2 s is due and waits
        rig.user.finishOne();
        QCOMPARE(rig.user.takeRuns(), QStringList{u"10:00:00.230 beat"_s});
        rig.user.finishOne();
        QCOMPARE(rig.clock.statuses().first().recent.last().lateness, 30ms);
        // one waits, no more: when the next is due it is left out
        rig.after(370ms);
        QCOMPARE(rig.user.takeRuns(), QStringList());
        rig.user.isSlow = false;
        rig.user.finishAll();
        QCOMPARE(rig.user.takeRuns(), QStringList{u"10:00:00.600 beat"_s});
        rig.after(1s);
        QCOMPARE(rig.user.takeRows(), QStringList{u"StillRunning 2"_s}); // 0.4 s and 0.5 s
    }

    void runningNowDoesNotChangeThePlan()
    {
        Rig rig;
        TimerConfig off = timer(u"off"_s, 1s);
        off.enabled = false;
        rig.clock.setTasks({timer(u"beat"_s, 1s), off}, {});
        rig.clock.start();
        rig.after(300ms);
        rig.clock.runNow(u"beat"_s);
        QCOMPARE(rig.user.takeRows(), QStringList{u"RunByHand 0"_s});
        QCOMPARE(rig.user.lastCause, 1); // of that row
        QVERIFY(rig.clock.statuses().first().recent.last().byHand);
        QCOMPARE(rig.clock.statuses().first().recent.last().entry, 1); // the run has none itself
        QCOMPARE(rig.clock.statuses().first().count, 0);
        QCOMPARE(rig.after(700ms), (QStringList{u"10:00:00.300 beat"_s, u"10:00:01.000 beat"_s}));
        QCOMPARE(rig.clock.statuses().first().count, 1);
        rig.clock.runNow(u"off"_s);
        QCOMPARE(rig.after(500ms), QStringList{u"10:00:01.000 off"_s});
        rig.clock.runNow(u"no such timer"_s);
        // not while a run is under way
        rig.user.isSlow = true;
        rig.clock.runNow(u"off"_s);
        rig.clock.runNow(u"off"_s);
        QCOMPARE(rig.user.takeRuns().size(), 1);
        rig.after(2s);
        QVERIFY(rig.user.takeRows().contains(u"StillRunning 1"_s));
    }

    void onAndOff()
    {
        Rig rig;
        TimerConfig config = timer(u"beat"_s, 1s);
        rig.clock.setTasks({config}, {});
        rig.clock.start();
        rig.after(1500ms);
        rig.clock.setEnabled(u"beat"_s, false);
        QCOMPARE(rig.after(10s), QStringList());
        QVERIFY(!rig.user.statuses[u"beat"_s].enabled);
        QCOMPARE(rig.user.statuses[u"beat"_s].count, 1);
        // it is remembered over a restart
        rig.clock.stop();
        const auto again = rig.restarted(u"2026-11-24T12:00:00.000"_s, {config}, {});
        QCOMPARE(again->after(3s), QStringList());
        // switched on, a new grid begins with a new count
        rig.user.takeRuns();
        again->after(400ms);
        again->clock.setEnabled(u"beat"_s, true);
        QCOMPARE(again->after(2s), (QStringList{u"12:00:04.400 beat"_s, u"12:00:05.400 beat"_s}));
        QCOMPARE(again->clock.statuses().first().count, 2);
    }

    void theConfigurationWinsWhenItChanges()
    {
        Rig rig;
        TimerConfig config = timer(u"beat"_s, 1s);
        rig.clock.setTasks({config}, {});
        rig.clock.start();
        rig.clock.setEnabled(u"beat"_s, false);
        config.limit = 100; // says nothing about on and off
        rig.clock.setTasks({config}, {});
        QVERIFY(!rig.clock.statuses().first().enabled);
        config.enabled = false;
        rig.clock.setTasks({config}, {});
        config.enabled = true;
        rig.clock.setTasks({config}, {});
        QVERIFY(rig.clock.statuses().first().enabled);
        QCOMPARE(rig.after(1s).size(), 1);
    }

    void whatDidNotChangeKeepsItsGridAndCount()
    {
        Rig rig;
        const TimerConfig beat = timer(u"beat"_s, 1s);
        TimerConfig other = timer(u"other"_s, 1s);
        const ScheduleConfig bell = schedule(u"bell"_s, u"@hourly"_s);
        rig.clock.setTasks({beat, other}, {bell});
        rig.clock.start();
        rig.after(2300ms);
        other.interval = 2s;
        rig.clock.setTasks({other, beat, timer(u"new"_s, 700ms)}, {bell});
        QCOMPARE(rig.after(2s),
                 (QStringList{u"10:00:03.000 beat"_s, u"10:00:03.000 new"_s, u"10:00:03.700 new"_s,
                              u"10:00:04.000 beat"_s, u"10:00:04.300 other"_s}));
        const QList<TimerStatus> statuses = rig.clock.statuses();
        QCOMPARE(statuses[0].name, u"other"_s);
        QCOMPARE(statuses[0].count, 3);
        QCOMPARE(statuses[1].count, 4);
        // another action leaves the grid alone
        other.action = ClockSignal{.value = "7"};
        rig.clock.setTasks({other}, {});
        QCOMPARE(rig.after(2s), QStringList{u"10:00:06.300 other"_s});
        QCOMPARE(rig.user.payloads.last(), "7"_ba);
        QCOMPARE(rig.user.statuses.keys(), QStringList{u"other"_s});
    }

    void aTimerThatGoesWhileItRuns()
    {
        Rig rig;
        rig.user.isSlow = true;
        rig.clock.setTasks({timer(u"beat"_s, 1s)}, {});
        rig.clock.start();
        rig.after(1s);
        rig.clock.setTasks({}, {});
        rig.user.finishAll(); // its answer finds nobody
        QCOMPARE(rig.after(1min), QStringList());
        // and one whose run waits for the disk
        rig.keeper.isSlow = true;
        rig.clock.setTasks({}, {schedule(u"bell"_s, u"@minutely"_s)});
        rig.after(1min);
        rig.clock.setTasks({}, {});
        rig.keeper.finish();
        QCOMPARE(rig.user.takeRuns(), QStringList());
        // a timer and a schedule of the same name are not the same
        rig.keeper.isSlow = false;
        rig.clock.setTasks({timer(u"x"_s, 1s)}, {});
        rig.after(2s);
        rig.clock.setTasks({}, {schedule(u"x"_s, u"@minutely"_s)});
        rig.after(1s);
        QCOMPARE(rig.user.statuses[u"x"_s].kind, ClockKind::Schedule);
    }

    void asleep_data()
    {
        QTest::addColumn<MissedPolicy>("policy");
        QTest::addColumn<QStringList>("runs"); // after sleeping from 10:00:30 to 13:10:30
        QTest::addColumn<QStringList>("rows");
        QTest::newRow("skipped") << MissedPolicy::Skip << QStringList()
                                 << QStringList{u"Missed 3"_s, u"Missed 3"_s};
        QTest::newRow("once") << MissedPolicy::Once
                              << QStringList{u"13:10:30.000 beat"_s, u"13:10:30.000 bell"_s}
                              << QStringList();
        QTest::newRow("all") << MissedPolicy::All
                             << QStringList{u"13:10:30.000 beat"_s, u"13:10:30.000 beat"_s,
                                            u"13:10:30.000 beat"_s, u"13:10:30.000 bell"_s,
                                            u"13:10:30.000 bell"_s, u"13:10:30.000 bell"_s}
                             << QStringList();
    }
    void asleep()
    {
        QFETCH(MissedPolicy, policy);
        Rig rig;
        TimerConfig beat = timer(u"beat"_s, 1h);
        beat.missed = policy;
        ScheduleConfig bell = schedule(u"bell"_s, u"@hourly"_s);
        bell.missed = policy;
        rig.clock.setTasks({beat}, {bell});
        rig.clock.start();
        rig.after(30s);
        rig.time.stall(3h + 10min);
        QTEST(rig.user.takeRuns(), "runs");
        QTEST(rig.user.takeRows(), "rows");
        // the grids go on as they were
        QCOMPARE(rig.after(1h), (QStringList{u"14:00:00.000 beat"_s, u"14:00:00.000 bell"_s}));
    }

    void madeUpRunsFollowOneAnother()
    {
        Rig rig;
        ScheduleConfig bell = schedule(u"bell"_s, u"@hourly"_s);
        bell.missed = MissedPolicy::All;
        rig.clock.setTasks({}, {bell});
        rig.clock.start();
        rig.user.isSlow = true;
        rig.time.stall(3h + 10min);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(rig.user.takeRuns().size(), 1);
            // what is written down is just what has begun
            QCOMPARE(isoText(*rig.keeper.kept[u"bell"_s].handled),
                     u"2026-11-24T1%1:00:00.000000Z"_s.arg(i + 1));
            rig.user.finishOne();
        }
        QCOMPARE(rig.user.takeRuns().size(), 0);
    }

    void off_data()
    {
        QTest::addColumn<MissedPolicy>("policy");
        QTest::addColumn<QStringList>("runs"); // in the first second after being off for a day
        QTest::addColumn<QStringList>("rows");
        QStringList all;
        for (const QString &name : {u"beat"_s, u"bell"_s})
            for (int i = 0; i < 10; ++i)
                all.append(u"10:10:00.000 "_s + name);
        QTest::newRow("skipped") << MissedPolicy::Skip << QStringList()
                                 << QStringList{u"Missed 24"_s};
        QTest::newRow("once") << MissedPolicy::Once
                              << QStringList{u"10:10:00.000 beat"_s, u"10:10:00.000 bell"_s}
                              << QStringList();
        QTest::newRow("all") << MissedPolicy::All << all << QStringList{u"Missed 14"_s};
    }
    void off()
    {
        QFETCH(MissedPolicy, policy);
        Rig rig;
        TimerConfig beat = timer(u"beat"_s, 1h);
        beat.missed = policy;
        ScheduleConfig bell = schedule(u"bell"_s, u"@hourly"_s);
        bell.missed = policy;
        rig.clock.setTasks({beat}, {bell});
        rig.clock.start();
        rig.after(30min);
        rig.clock.stop();
        const auto again = rig.restarted(u"2026-11-25T10:10:00.000"_s, {beat}, {bell});
        QTEST(again->after(1s), "runs");
        QTEST(again->user.takeRows(), "rows");
        QCOMPARE(again->after(59min), QStringList{u"11:00:00.000 bell"_s});
        QCOMPARE(again->after(1min), QStringList{u"11:10:00.000 beat"_s}); // a grid of its own
    }

    void whatIsNewHasMissedNothing()
    {
        ScheduleConfig bell = schedule(u"bell"_s, u"@hourly"_s);
        bell.missed = MissedPolicy::All;
        Rig rig;
        rig.clock.setTasks({}, {bell});
        rig.clock.start();
        QCOMPARE(rig.after(1min), QStringList());
        // switched off, it misses nothing either
        rig.clock.setEnabled(u"bell"_s, false);
        rig.after(5h);
        rig.clock.setEnabled(u"bell"_s, true);
        QCOMPARE(rig.after(1min), QStringList());
        // nor with other times
        bell.cron = QStringList{u"@minutely"_s};
        rig.clock.setTasks({}, {bell});
        QCOMPARE(rig.after(30s), QStringList());
        QCOMPARE(rig.after(1min).size(), 1);
    }

    void theWallClockIsSet_data()
    {
        QTest::addColumn<MissedPolicy>("policy");
        QTest::addColumn<QString>("wall"); // at 10:50:00
        QTest::addColumn<QStringList>("runs"); // until an hour later; it ran at 10:20 and 10:40
        QTest::addColumn<QStringList>("rows");
        const QStringList none;
        QTest::newRow("an hour forward, skipped")
            << MissedPolicy::Skip << u"2026-11-24T11:50:00.000"_s
            << QStringList{u"12:00:00.000 bell"_s, u"12:20:00.000 bell"_s, u"12:40:00.000 bell"_s}
            << QStringList{u"Missed 3"_s};
        QTest::newRow("an hour forward, once")
            << MissedPolicy::Once << u"2026-11-24T11:50:00.000"_s
            << QStringList{u"11:50:10.000 bell"_s, u"12:00:00.000 bell"_s, u"12:20:00.000 bell"_s,
                           u"12:40:00.000 bell"_s}
            << none;
        QTest::newRow("a day forward, all")
            << MissedPolicy::All << u"2026-11-25T10:51:00.000"_s
            << QStringList{u"10:51:10.000 bell"_s, u"10:51:10.000 bell"_s, u"10:51:10.000 bell"_s,
                           u"10:51:10.000 bell"_s, u"10:51:10.000 bell"_s, u"10:51:10.000 bell"_s,
                           u"10:51:10.000 bell"_s, u"10:51:10.000 bell"_s, u"10:51:10.000 bell"_s,
                           u"10:51:10.000 bell"_s, u"11:00:00.000 bell"_s, u"11:20:00.000 bell"_s,
                           u"11:40:00.000 bell"_s}
            << QStringList{u"Missed 62"_s};
        QTest::newRow("half a minute forward, over a time")
            << MissedPolicy::Skip << u"2026-11-24T11:00:20.000"_s
            << QStringList{u"11:00:30.000 bell"_s, u"11:20:00.000 bell"_s, u"11:40:00.000 bell"_s,
                           u"12:00:00.000 bell"_s}
            << none;
        QTest::newRow("an hour back: nothing runs again")
            << MissedPolicy::All << u"2026-11-24T09:50:00.000"_s << none
            << QStringList{u"ClockSetBack 0"_s};
        QTest::newRow("half a minute back")
            << MissedPolicy::All << u"2026-11-24T10:49:30.000"_s
            << QStringList{u"11:00:00.000 bell"_s, u"11:20:00.000 bell"_s, u"11:40:00.000 bell"_s}
            << none;
    }
    void theWallClockIsSet()
    {
        QFETCH(MissedPolicy, policy);
        QFETCH(QString, wall);
        Rig rig;
        ScheduleConfig bell = schedule(u"bell"_s, u"*/20 * * * *"_s);
        bell.missed = policy;
        rig.clock.setTasks({timer(u"beat"_s, 30min)}, {bell});
        rig.clock.start();
        QCOMPARE(rig.after(50min).size(), 3);
        rig.time.setWall(wall);
        const QStringList runs = rig.after(1h);
        QTEST(runs.filter(u"bell"_s), "runs");
        QTEST(rig.user.takeRows(), "rows");
        QCOMPARE(runs.filter(u"beat"_s).size(), 2); // timers do not look at the wall
        // back to the truth: still nothing twice
    }

    void clockChangesOfTheZone()
    {
        // Berlin, 25 October 2026: 3:00 becomes 2:00 at 1:00 UTC
        Rig rig;
        rig.time.setWall(u"2026-10-25T00:00:00.000"_s);
        ScheduleConfig bell = schedule(u"bell"_s, u"30 2 * * *"_s);
        bell.zone = u"Europe/Berlin"_s;
        rig.clock.setTasks({}, {bell});
        rig.clock.start();
        QCOMPARE(rig.after(24h), QStringList{u"00:30:00.000 bell"_s});
        // 29 March 2026: 2:00 becomes 3:00 at 1:00 UTC
        Rig spring;
        spring.time.setWall(u"2026-03-29T00:00:00.000"_s);
        spring.clock.setTasks({}, {bell});
        spring.clock.start();
        QCOMPARE(spring.after(23h), QStringList{u"01:00:00.000 bell"_s});
    }

    void itIsWrittenDownBeforeItRuns()
    {
        Rig rig;
        TimerConfig beat = timer(u"beat"_s, 1min);
        beat.missed = MissedPolicy::Once;
        rig.clock.setTasks({beat, timer(u"plain"_s, 1min)}, {schedule(u"bell"_s, u"@minutely"_s)});
        rig.clock.start();
        rig.keeper.isSlow = true;
        QCOMPARE(rig.after(1min), QStringList{u"10:01:00.000 plain"_s});
        rig.keeper.finish(); // a write that had begun before
        rig.keeper.finish();
        QCOMPARE(rig.user.takeRuns(),
                 (QStringList{u"10:01:00.000 beat"_s, u"10:01:00.000 bell"_s}));
        for (const QString &name : {u"beat"_s, u"bell"_s}) {
            const TaskState kept = rig.user.keptAtRun[name][name];
            QCOMPARE(kept.count, 1);
            QCOMPARE(isoText(*kept.handled), u"2026-11-24T10:01:00.000000Z"_s);
            QCOMPARE(isoText(*kept.lastRun), u"2026-11-24T10:01:00.000000Z"_s);
        }
    }

    void aCrashNeverMakesItRunTwice()
    {
        // the program dies without stop(), at any moment, also while the disk is slow
        ScheduleConfig bell = schedule(u"bell"_s, u"*/10 * * * * *"_s);
        bell.missed = MissedPolicy::All;
        for (int moment = 0; moment < 100; ++moment) {
            Rig rig;
            rig.clock.setTasks({}, {bell});
            rig.clock.start();
            for (int i = 0; i < moment; ++i) {
                rig.keeper.isSlow = i % 3 == 0;
                rig.after(700ms);
                if (i % 5 == 0)
                    rig.keeper.finish();
            }
            const auto again = rig.restarted(u"2026-11-24T10:05:03.000"_s, {}, {bell});
            again->after(1min);
            QList<std::optional<WallTime>> instants = rig.user.instants + again->user.instants;
            QVERIFY(instants.size() >= 6);
            QCOMPARE(std::set(instants.begin(), instants.end()).size(), size_t(instants.size()));
            QVERIFY(!instants.contains(std::nullopt));
        }
    }

    void aFullDiskStopsNothing()
    {
        Rig rig;
        rig.keeper.isFull = true;
        rig.clock.setTasks({}, {schedule(u"bell"_s, u"@minutely"_s)});
        rig.clock.start();
        QCOMPARE(rig.after(3min).size(), 3);
        QCOMPARE(rig.user.takeRows(), QStringList{u"StateNotSaved 0"_s}); // once
        rig.keeper.isFull = false;
        rig.after(10s);
        QCOMPARE(rig.keeper.kept[u"bell"_s].count, 3);
        rig.keeper.isFull = true;
        rig.after(2min);
        QCOMPARE(rig.user.takeRows(), QStringList{u"StateNotSaved 0"_s}); // again
    }

    void fastTimersDoNotWearOutTheDisk()
    {
        Rig rig;
        rig.clock.setTasks({timer(u"beat"_s, 10ms)}, {});
        rig.clock.start();
        QCOMPARE(rig.after(10s).size(), 1000);
        QVERIFY(rig.keeper.saves <= 11);
        rig.clock.stop();
        QCOMPARE(rig.keeper.kept[u"beat"_s].count, 1000);
        const auto again =
            rig.restarted(u"2026-11-24T12:00:00.000"_s, {timer(u"beat"_s, 10ms)}, {});
        again->after(1s);
        QCOMPARE(again->clock.statuses().first().count, 1100);
        QCOMPARE(again->user.takeRows(), QStringList()); // it misses nothing that is worth a row
    }

    void statusesAreToldAtMostFourTimesASecond()
    {
        Rig rig;
        rig.clock.setTasks({timer(u"beat"_s, 10ms)}, {});
        rig.clock.start();
        rig.user.publications = 0;
        rig.after(10s);
        QVERIFY(rig.user.publications >= 38);
        QVERIFY(rig.user.publications <= 41);
        const TimerStatus status = rig.user.statuses[u"beat"_s];
        QCOMPARE(status.recent.size(), TimerStatus::MaxRecent);
        QCOMPARE(status.recent.last().recipients, 3U);
        QVERIFY(status.count >= 970);
        QVERIFY(status.nextRun > status.lastRun);
    }

    void fiveFailuresSwitchItOff()
    {
        Rig rig;
        TimerConfig config = timer(u"beat"_s, 1s);
        config.action = ClockScript{.source = u"throw 1"_s};
        rig.user.outcome = RunOutcome::Failed;
        rig.clock.setTasks({config}, {});
        rig.clock.start();
        rig.after(4s);
        rig.user.outcome = RunOutcome::Done; // one that works is enough to start over
        rig.after(1s);
        rig.user.outcome = RunOutcome::Failed;
        rig.user.takeRuns();
        QCOMPARE(rig.after(10s).size(), 5);
        QCOMPARE(rig.user.takeRows(), QStringList{u"SwitchedOff 5"_s});
        QCOMPARE(rig.user.entries.last().kind, LogKind::Error);
        QVERIFY(!rig.user.statuses[u"beat"_s].enabled);
        QVERIFY(rig.user.statuses[u"beat"_s].switchedItselfOff);
        rig.clock.setEnabled(u"beat"_s, true);
        QVERIFY(!rig.clock.statuses().first().switchedItselfOff);
        rig.user.outcome = RunOutcome::Done;
        QCOMPARE(rig.after(2s).size(), 2);
    }

    void scriptsAreToldAboutTheirTimer()
    {
        Rig rig;
        TimerConfig config = timer(u"a \"b\""_s, 90s);
        config.action = ClockScript{.source = u"x"_s};
        rig.clock.setTasks({config}, {});
        rig.clock.start();
        rig.after(90s);
        QCOMPARE(rig.user.events.first(), "{\"timer\":{\"name\":\"a \\\"b\\\"\",\"count\":1,"
                                          "\"last\":\"2026-11-24T10:01:30.000000Z\","
                                          "\"next\":\"2026-11-24T10:03:00.000000Z\"},"
                                          "\"timestamp\":\"2026-11-24T10:01:30.000000Z\"}"_ba);
    }

    void aDamagedFileIsSaid()
    {
        Rig rig;
        rig.clock.restore({{}, Recovery{u"/x/timers.json.broken-1"_s, {}}});
        QCOMPARE(rig.user.takeRows(), QStringList{u"StateDamaged 0"_s});
        QCOMPARE(rig.user.entries.first().detail, u"/x/timers.json.broken-1"_s);
    }

    void twoHundredTimersLoseNoTick()
    {
        Rig rig;
        QList<TimerConfig> timers;
        for (int i = 0; i < 200; ++i)
            timers.append(timer(u"t%1"_s.arg(i), 1s));
        rig.clock.setTasks(timers, {});
        rig.clock.start();
        rig.user.takeRuns();
        for (int minute = 0; minute < 5; ++minute)
            QCOMPARE(rig.after(60s).size(), 200 * 60);
        for (const TimerStatus &status : rig.clock.statuses())
            QCOMPARE(status.count, 300);
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestClock)
#include "tst_clock.moc"
