#include "core/routes/scripthost.h"
#include "tests/support/testprogram.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

#ifdef __SANITIZE_ADDRESS__
#define SIGNALBOX_UNDER_SANITIZER
#endif

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;
using RunResult = ScriptOutcome::Result;

namespace {

ScriptEvent anyEvent(const QByteArray &payload = {})
{
    ScriptEvent event;
    event.purpose = ScriptPurpose::Message;
    event.message.payload = payload;
    return event;
}

} // namespace

/// Scripts in a process of their own, which this very program plays when it is told to.
class TestScriptHost : public QObject
{
    Q_OBJECT

private:
    /// Runs a script once; what came of it.
    static ScriptOutcome runOnce(ScriptHost &host, ScriptId id, const QByteArray &payload = {})
    {
        std::optional<ScriptOutcome> outcome;
        host.run(id, anyEvent(payload), [&outcome](ScriptOutcome &&o) { outcome = std::move(o); });
        if (!QTest::qWaitFor([&outcome] { return outcome.has_value(); }, 20'000))
            return {.result = RunResult::Refused, .fault = {u"no answer"_s, {}, 0}};
        return *outcome;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void runsInOrder()
    {
        ScriptHost host;
        const ScriptId id = host.add(u"sendSignal(event.data.message)"_s, u"a.js"_s);
        QByteArrayList got;
        const int count = 2000;
        for (int i = 0; i < count; ++i)
            host.run(id, anyEvent(QByteArray::number(i)), [&got](ScriptOutcome &&outcome) {
                got.append(outcome.effects.value(0).payload);
            });
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), count, 20'000);
        for (int i = 0; i < count; ++i)
            QCOMPARE(got[i], QByteArray::number(i));
    }

    void tellsWhatDoesNotCompile()
    {
        ScriptHost host;
        QSignalSpy spy(&host, &ScriptHost::compiled);
        const ScriptId good = host.add(u"reply(1)"_s, u"good.js"_s);
        const ScriptId bad = host.add(u"reply(\n;"_s, u"bad.js"_s);
        QTRY_COMPARE_WITH_TIMEOUT(spy.size(), 2, 20'000);
        QCOMPARE(spy[0][0].value<ScriptId>(), good);
        QVERIFY(!spy[0][1].value<std::optional<ScriptFault>>());
        QCOMPARE(spy[1][0].value<ScriptId>(), bad);
        const auto fault = spy[1][1].value<std::optional<ScriptFault>>();
        QVERIFY(fault);
        QCOMPARE(fault->file, u"bad.js"_s);
        QCOMPARE(fault->line, 2);
        QCOMPARE(runOnce(host, bad).result, RunResult::Refused);
        host.remove(good);
        QCOMPARE(runOnce(host, good).result, RunResult::Refused);
    }

    void badScripts_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QList<int>>("results"); // any of these
        const QList<int> stopped{int(RunResult::TooSlow)};
        const QList<int> ended{int(RunResult::Crashed)};
        const QList<int> either{int(RunResult::TooSlow), int(RunResult::Crashed)};
        QTest::newRow("a loop") << u"for (;;) {}"_s << stopped;
        QTest::newRow("a long native call")
            << u"const a = []; for (let i = 0; i < 4e5; ++i) a.push(i * 7 % 100003); for (;;) { try { a.sort(); } catch (e) {} }"_s
            << stopped;
#ifndef __SANITIZE_ADDRESS__ // it needs more address space than we give
        QTest::newRow("a huge text")
            << u"let s = 'x'; for (;;) s += s; sendSignal(s.length)"_s << either;
        QTest::newRow("a huge repetition") << u"sendSignal('x'.repeat(1 << 30).length)"_s << either;
        QTest::newRow("a huge buffer")
            << u"new ArrayBuffer(3.5e9)"_s
            << QList<int>{int(RunResult::TooSlow), int(RunResult::Crashed), int(RunResult::Threw)};
        QTest::newRow("a heap that grows")
            << u"const a = []; for (;;) a.push(new Array(1000).fill(7));"_s << either;
        QTest::newRow("a heap of objects")
            << u"let a = null; for (;;) a = {a: a, b: [1, 2, 3]};"_s << either;
#endif
        QTest::newRow("recursion")
            << u"(function f() { f() })()"_s << QList<int>{int(RunResult::Threw)};
        QTest::newRow("recursion through native calls")
            << u"(function f() { [2, 1].sort(f) })()"_s
            << QList<int>{int(RunResult::Threw), int(RunResult::Crashed)};
        QTest::newRow("a hundred megabytes sent")
            << u"sendSignal('x'.repeat(1e8))"_s
            << QList<int>{int(RunResult::Threw), int(RunResult::Crashed), int(RunResult::TooSlow)};
        QTest::newRow("a throw") << u"throw new Error('no')"_s << QList<int>{int(RunResult::Threw)};
        QTest::newRow("a promise that nothing settles")
            << u"return new Promise(() => {})"_s << QList<int>{int(RunResult::Threw)};
        QList<int> done{int(RunResult::Done)};
#ifdef SIGNALBOX_UNDER_SANITIZER
        done << stopped; // it takes ten times as long
#endif
        QTest::newRow("ten thousand sends")
            << u"for (let i = 0; i < 1e4; ++i) sendSignal(i)"_s << done;
        QTest::newRow("a pattern that explodes")
            << u"/^(a+)+$/.test('a'.repeat(40) + 'b')"_s
            << QList<int>{int(RunResult::Done), int(RunResult::Threw), int(RunResult::TooSlow)};
    }
    /// Each ends by itself or is ended, and the scripts beside it go on.
    void badScripts()
    {
        QFETCH(QString, source);
        QFETCH(QList<int>, results);
        ScriptHost host;
        const ScriptId good = host.add(u"sendSignal(event.data.message)"_s, u"good.js"_s);
        const ScriptId bad = host.add(source, u"bad.js"_s);
        QCOMPARE(runOnce(host, good, "first").result, RunResult::Done);
        QElapsedTimer timer;
        timer.start();
        std::optional<ScriptOutcome> outcome;
        QByteArrayList after;
        host.run(bad, anyEvent(), [&outcome](ScriptOutcome &&o) { outcome = std::move(o); });
        for (int i = 0; i < 3; ++i)
            host.run(good, anyEvent(QByteArray::number(i)),
                     [&after](ScriptOutcome &&o) { after.append(o.effects.value(0).payload); });
        QTRY_VERIFY_WITH_TIMEOUT(outcome.has_value(), 20'000);
        const qint64 took = timer.elapsed();
        QVERIFY2(results.contains(int(outcome->result)),
                 qPrintable(u"%1: %2"_s.arg(int(outcome->result)).arg(outcome->fault.toString())));
        QTRY_COMPARE_WITH_TIMEOUT(after, (QByteArrayList{"0", "1", "2"}), 20'000);
        qInfo().noquote() << u"result %1 after %2 ms, the next after %3 ms: %4"_s
                                 .arg(int(outcome->result))
                                 .arg(took)
                                 .arg(timer.elapsed())
                                 .arg(outcome->fault.toString().left(80));
    }

#ifdef Q_OS_UNIX
    void survivesBeingKilled()
    {
        ScriptHost host;
        QSignalSpy restarted(&host, &ScriptHost::restarted);
        const ScriptId id =
            host.add(u"state.n = (state.n || 0) + 1; sendSignal(event.data.message)"_s, u"a.js"_s);
        QCOMPARE(runOnce(host, id, "first").result, RunResult::Done);
        int done = 0;
        int failed = 0;
        int breaches = 0;
        const int rounds = 50;
        const int perRound = 20;
        for (int round = 0; round < rounds; ++round) {
            for (int i = 0; i < perRound; ++i)
                host.run(id, anyEvent("x"), [&](ScriptOutcome &&outcome) {
                    (outcome.result == RunResult::Done ? done : failed) += 1;
                    breaches += outcome.isBreach() ? 1 : 0;
                });
            QTRY_VERIFY_WITH_TIMEOUT(done + failed > round * perRound, 20'000); // it is at work
            ::kill(pid_t(host.processId()), SIGKILL);
            QTRY_COMPARE_WITH_TIMEOUT(restarted.size(), round + 1, 20'000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(done + failed, rounds * perRound, 20'000);
        QVERIFY2(failed <= rounds,
                 qPrintable(QString::number(failed))); // the one under way, no more
        int lost = 0;
        for (const auto &each : std::as_const(restarted))
            lost += each[0].toInt();
        QCOMPARE(lost, failed);
        QCOMPARE(breaches, 0); // it is not the script's fault
        QCOMPARE(host.state(), "{\"n\":" + QByteArray::number(done + 1) + '}');
    }

    void isBackSoon()
    {
        ScriptHost host;
        const ScriptId id = host.add(u"reply(1)"_s, u"a.js"_s);
        QCOMPARE(runOnce(host, id).result, RunResult::Done);
        QList<qint64> times;
        for (int round = 0; round < 10; ++round) {
            QElapsedTimer timer;
            timer.start();
            const qint64 before = host.processId();
            ::kill(pid_t(before), SIGKILL);
            QTRY_VERIFY_WITH_TIMEOUT(host.processId() != before && host.processId() != 0, 20'000);
            QCOMPARE(runOnce(host, id).result, RunResult::Done);
            times.append(timer.elapsed());
        }
        std::sort(times.begin(), times.end());
        qInfo() << "ms from the kill to the next answer:" << times;
    }
#endif

    void cannotBeStarted()
    {
        ScriptHost host;
        host.setSettings({.program = u"/nowhere/signalbox"_s});
        QSignalSpy unavailable(&host, &ScriptHost::unavailable);
        const ScriptId id = host.add(u"reply(1)"_s, u"a.js"_s);
        const ScriptOutcome outcome = runOnce(host, id);
        QCOMPARE(outcome.result, RunResult::Refused);
        QVERIFY2(outcome.fault.message.contains(u"the script process cannot start: "_s),
                 qPrintable(outcome.fault.message));
        QVERIFY(outcome.isFromOutside); // it is not that too many are waiting
        QCOMPARE(unavailable.size(), 1);
        // and so are those that come now
        const ScriptOutcome next = runOnce(host, id);
        QCOMPARE(next.fault, outcome.fault);
        QVERIFY(next.isFromOutside);
    }

    void endsAtOnce()
    {
        ScriptHost host;
        host.setSettings({.program = u"/bin/false"_s});
        const ScriptId id = host.add(u"reply(1)"_s, u"a.js"_s);
        const ScriptOutcome outcome = runOnce(host, id);
        QCOMPARE(outcome.result, RunResult::Refused);
        QCOMPARE(outcome.fault.message,
                 u"the script process cannot start: it ends at once, with status 1"_s);
        QVERIFY(outcome.isFromOutside);
    }

    void clientsAreKnownToANewProcess()
    {
        ScriptHost host;
        const ClientId ada = ClientId::create();
        const ClientId bob = ClientId::create();
        host.join(ada, u"/a"_s, "{\"name\":\"Ada\"}");
        const ScriptId id =
            host.add(u"sendSignal(clients().map(c => c.name).sort().join())"_s, u"a.js"_s);
        QCOMPARE(runOnce(host, id).effects.value(0).payload, "Ada"_ba);
        host.join(bob, u"/b"_s, "{\"name\":\"Bob\"}");
        QCOMPARE(runOnce(host, id).effects.value(0).payload, "Ada,Bob"_ba);
        host.leave(ada);
        QCOMPARE(runOnce(host, id).effects.value(0).payload, "Bob"_ba);
#ifdef Q_OS_UNIX
        const qint64 before = host.processId();
        ::kill(pid_t(before), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(host.processId() != before && host.processId() != 0, 20'000);
        QCOMPARE(runOnce(host, id).effects.value(0).payload, "Bob"_ba);
#endif
    }

    void whatWaitsForAScriptStillRuns()
    {
        ScriptHost host;
        const ScriptId id = host.add(u"reply(1)"_s, u"a.js"_s);
        int done = 0;
        const int count = 1000;
        for (int i = 0; i < count; ++i)
            host.run(id, anyEvent(), [&done](ScriptOutcome &&outcome) {
                done += outcome.result == RunResult::Done ? 1 : 0;
            });
        host.remove(id);
        QCOMPARE(runOnce(host, id).result, RunResult::Refused);
        QTRY_COMPARE_WITH_TIMEOUT(done, count, 20'000);
    }

    void tooManyWaiting()
    {
        ScriptHost host;
        const ScriptId id = host.add(u"reply(1)"_s, u"a.js"_s);
        size_t refused = 0;
        for (size_t i = 0; i < ScriptHost::MaxWaiting + 1000; ++i)
            host.run(id, anyEvent(), [&refused](ScriptOutcome &&outcome) {
                refused += outcome.result == RunResult::Refused ? 1 : 0;
            });
        QVERIFY(refused > 0);
        QVERIFY(host.waiting() <= ScriptHost::MaxWaiting + 1000);
    }

    void throughput()
    {
        ScriptHost host;
        const ScriptId id = host.add(u"sendSignal(event.data.message)"_s, u"a.js"_s);
        QCOMPARE(runOnce(host, id).result, RunResult::Done);
        const int count = 10'000;
        int done = 0;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < count; ++i)
            host.run(id, anyEvent("hello"), [&done](ScriptOutcome &&) { ++done; });
        QTRY_COMPARE_WITH_TIMEOUT(done, count, 60'000);
        qInfo() << "runs a second:" << qint64(count * 1000.0 / double(timer.elapsed()));
    }
};

SIGNALBOX_TEST(TestScriptHost)

#include "tst_scripthost.moc"
