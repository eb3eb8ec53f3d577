#include "core/server/server.h"
#include "tests/core/server/peer.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

#ifdef Q_OS_LINUX
#include <atomic>
#include <ctime>
#include <sys/syscall.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

namespace {

TimerConfig timer(const QString &name, std::chrono::milliseconds interval, const QString &path)
{
    TimerConfig config;
    config.name = name;
    config.interval = interval;
    config.action = ClockSignal{.value = "{\"z\":1.0,\"a\":\"x\"}", .path = path};
    return config;
}

ScheduleConfig eachSecond(const QString &name)
{
    ScheduleConfig config;
    config.name = name;
    config.cron = QStringList{u"* * * * * *"_s};
    config.action = ClockSignal{.value = "\"second\""};
    return config;
}

} // namespace

#ifdef Q_OS_LINUX
static std::atomic<int> secondsAhead{0}; ///< of the computer's clock

/// Instead of the C library's: a clock that the test sets.
extern "C" int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    const auto result = int(::syscall(SYS_clock_gettime, clock, time));
    if (clock == CLOCK_REALTIME)
        time->tv_sec += secondsAhead;
    return result;
}
#endif

/// Timers and schedules behind the server's door, with real clients and the real time.
class TestServerTimers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
    }
    void cleanup()
    {
        m_server.reset();
#ifdef Q_OS_LINUX
        secondsAhead = 0;
#endif
    }

    void clientsGetWhatIsForThem()
    {
        Configuration configuration = oneEndpoint();
        configuration.timers = {timer(u"beat"_s, 50ms, u"/clock"_s)};
        configuration.schedules = {eachSecond(u"second"_s)};
        start(configuration);
        Peer on(url(u"/clock"_s));
        Peer off(url(u"/other"_s));
        QVERIFY(on.waitForOpen() && off.waitForOpen());
        QTRY_VERIFY(off.received.size() >= 2);
        QCOMPARE(off.received.count(u"second"_s), off.received.size());
        QVERIFY(on.received.count(u"{\"z\":1.0,\"a\":\"x\"}"_s) >= 5);
        QVERIFY(on.received.contains(u"second"_s));
    }

    void everyRunHasItsRow()
    {
        Configuration configuration = oneEndpoint();
        TimerConfig nobody = timer(u"nobody"_s, 50ms, u"/empty"_s);
        nobody.limit = 1;
        configuration.timers = {timer(u"beat"_s, 50ms, u"/clock"_s), nobody};
        start(configuration);
        Peer peer(url(u"/clock"_s));
        QVERIFY(peer.waitForOpen());
        QTRY_VERIFY(!peer.received.isEmpty());
        LogEntries rows;
        const auto rowOf = [&](LogKind kind, Why why, const QString &name) {
            rows.append(m_server->takeFeed().entries);
            const auto row = std::find_if(rows.begin(), rows.end(), [&](const LogEntry &entry) {
                return entry.kind == kind && entry.why == why && entry.timer == name;
            });
            return row == rows.end() ? LogEntry() : *row;
        };
        QTRY_COMPARE(rowOf(LogKind::Timer, Why::ToPath, u"beat"_s).count, 1U);
        const LogEntry beat = rowOf(LogKind::Timer, Why::ToPath, u"beat"_s);
        QCOMPARE(beat.path, u"/clock"_s);
        QCOMPARE(beat.payload, "{\"z\":1.0,\"a\":\"x\"}"_ba);
        QCOMPARE(beat.type, PayloadType::Json);
        QTRY_VERIFY(rowOf(LogKind::Timer, Why::NobodyOnPath, u"nobody"_s).failed);
        QTRY_COMPARE(rowOf(LogKind::Note, Why::LimitReached, u"nobody"_s).count, 1U);
    }

    void statusesAreTold()
    {
        Configuration configuration = oneEndpoint();
        TimerConfig off = timer(u"off"_s, 1h, {});
        off.enabled = false;
        configuration.timers = {timer(u"beat"_s, 20ms, {}), off};
        configuration.schedules = {eachSecond(u"second"_s)};
        m_server = make(configuration);
        QCOMPARE(m_server->timers().size(), 2); // also before anything runs
        QVERIFY(m_server->timers().first().enabled);
        QVERIFY(!m_server->timers().last().enabled);
        start(configuration);
        QTRY_VERIFY(m_server->timers().first().count > 3);
        QCOMPARE(m_server->timers().first().lastResult()->outcome, RunOutcome::Nobody);
        QVERIFY(m_server->timers().first().nextRun.has_value());
        QVERIFY(!m_server->timers().last().nextRun.has_value());
        QTRY_VERIFY(m_server->schedules().first().count > 0);
        QCOMPARE(m_server->schedules().first().kind, ClockKind::Schedule);
    }

    void runsByHandAndSwitches()
    {
        Configuration configuration = oneEndpoint();
        configuration.timers = {timer(u"hourly"_s, 1h, {})};
        start(configuration);
        Peer peer(url(u"/"_s));
        QVERIFY(peer.waitForOpen());
        m_server->runTimerNow(u"hourly"_s);
        QTRY_COMPARE(peer.received.size(), 1);
        QTRY_VERIFY(m_server->timers().first().lastResult());
        const RunResult result = *m_server->timers().first().lastResult();
        QCOMPARE(result.outcome, RunOutcome::Sent);
        QCOMPARE(result.recipients, 1U);
        QVERIFY(result.byHand);
        QCOMPARE(m_server->timers().first().count, 0);
        // the signal's row hangs from the row that says who asked for it
        const LogEntries rows = m_server->takeFeed().entries;
        const auto asked = std::find_if(rows.begin(), rows.end(), [](const LogEntry &entry) {
            return entry.why == Why::RunByHand;
        });
        QVERIFY(asked != rows.end());
        const auto sent = std::find_if(rows.begin(), rows.end(), [](const LogEntry &entry) {
            return entry.kind == LogKind::Timer;
        });
        QVERIFY(sent != rows.end());
        QCOMPARE(sent->cause, asked->sequence);
        QCOMPARE(result.entry, sent->sequence);

        QVERIFY(m_server->timers().first().enabled);
        m_server->setTimerEnabled(u"hourly"_s, false);
        QTRY_VERIFY(!m_server->timers().first().enabled);
        QVERIFY(!m_server->timers().first().nextRun);
    }

    void holdHoldsTimersToo()
    {
        Configuration configuration = oneEndpoint();
        configuration.timers = {timer(u"beat"_s, 20ms, {})};
        start(configuration);
        m_server->setHold(true);
        Peer peer(url(u"/"_s));
        QVERIFY(peer.waitForOpen());
        QTRY_VERIFY(m_server->timers().first().lastResult()
                    && m_server->timers().first().lastResult()->outcome == RunOutcome::Held);
        QVERIFY(m_server->heldCount() > 0);
        QCOMPARE(peer.received.size(), 0);
        m_server->setHold(false);
        QTRY_VERIFY(!peer.received.isEmpty());
    }

    void applyingLeavesTheOthersAlone()
    {
        Configuration configuration = oneEndpoint();
        const TimerConfig beat = timer(u"beat"_s, 20ms, {});
        configuration.timers = {beat, timer(u"gone"_s, 20ms, {})};
        start(configuration);
        QTRY_VERIFY(m_server->timers().first().count > 5);
        const quint64 count = m_server->timers().first().count;
        QSignalSpy removed(m_server.get(), &Server::timerRemoved);
        configuration.timers = {timer(u"new"_s, 30ms, {}), beat};
        m_server->apply(configuration);
        QTRY_COMPARE(removed.size(), 1);
        QCOMPARE(removed.first().first().toString(), u"gone"_s);
        QTRY_VERIFY(m_server->timers().first().count > 2);
        QCOMPARE(m_server->timers().first().name, u"new"_s);
        QVERIFY(m_server->timers().last().count >= count);
    }

    void countsSurvive()
    {
        Configuration configuration = oneEndpoint();
        configuration.timers = {timer(u"beat"_s, 20ms, {})};
        start(configuration);
        QTRY_VERIFY(m_server->timers().first().count > 5);
        m_server->setTimerEnabled(u"beat"_s, false);
        QTRY_VERIFY(!m_server->timers().first().enabled);
        const quint64 count = m_server->timers().first().count;
        m_server.reset();
        start(configuration);
        QTRY_VERIFY(!m_server->timers().first().enabled);
        QTRY_VERIFY(m_server->timers().first().count >= count);
        QVERIFY(m_server->timers().first().lastRun);
    }

    void aDamagedStateIsSetAside()
    {
        QFile file(m_folder->filePath(u"timers.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(9, '\0'));
        file.close();
        Configuration configuration = oneEndpoint();
        configuration.timers = {timer(u"beat"_s, 20ms, {})};
        start(configuration);
        LogEntries rows;
        const auto isTold = [this, &rows] {
            rows.append(m_server->takeFeed().entries);
            return std::any_of(rows.begin(), rows.end(), [](const LogEntry &entry) {
                return entry.why == Why::StateDamaged && QFile::exists(entry.detail);
            });
        };
        QTRY_VERIFY(isTold());
        QTRY_VERIFY(m_server->timers().first().count > 1);
        QCOMPARE(m_server->damagedFiles().size(), 1);
        QCOMPARE(m_server->damagedFiles().first().kind, DamagedFile::Kind::TimerState);
        QVERIFY(QFile::exists(m_server->damagedFiles().first().keptAs));
    }

    void aClockSetBackIsTold()
    {
#ifdef Q_OS_LINUX
        Configuration configuration = oneEndpoint();
        configuration.schedules = {eachSecond(u"second"_s)};
        start(configuration);
        QTRY_VERIFY(m_server->schedules().first().count > 0);
        QSignalSpy set(m_server.get(), &Server::timeSet);
        secondsAhead = -3600;
        QTRY_COMPARE(set.size(), 1);
        const auto told = set.first().first().value<LogEntry>();
        QCOMPARE(told.why, Why::ClockSetBack);
        const QDateTime before = QDateTime::fromString(told.detail, Qt::ISODateWithMs);
        const auto now =
            std::chrono::duration_cast<std::chrono::seconds>(told.at.time_since_epoch());
        QVERIFY(before.isValid());
        QVERIFY(before.toSecsSinceEpoch() > now.count() + 3500);
#else
        QSKIP("the clock that a program sees is set here on Linux only");
#endif
    }

    void stopsAtAnyMoment()
    {
        Configuration configuration = oneEndpoint();
        for (int i = 0; i < 20; ++i)
            configuration.timers.append(timer(u"t%1"_s.arg(i), 10ms, {}));
        configuration.threads = 3;
        for (int i = 0; i < 10; ++i) {
            start(configuration);
            QTRY_VERIFY(m_server->timers().last().count > quint64(i));
            m_server.reset();
        }
    }

private:
    Configuration oneEndpoint() const
    {
        Configuration configuration;
        configuration.threads = 2;
        configuration.endpoints.first().port = 0;
        return configuration;
    }
    std::unique_ptr<Server> make(const Configuration &configuration) const
    {
        const QDir folder(m_folder->path());
        return std::make_unique<Server>(configuration, ServerFolders{folder, folder});
    }
    void start(const Configuration &configuration)
    {
        m_server = make(configuration);
        m_server->setFeedWanted(true);
        QSignalSpy started(m_server.get(), &Server::started);
        m_server->start();
        QVERIFY(started.wait());
    }
    QUrl url(const QString &path) const
    {
        return QUrl(m_server->endpoints().first().url.chopped(1) + path);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Server> m_server;
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestServerTimers)
#include "tst_servertimers.moc"
