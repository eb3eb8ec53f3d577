#include "core/server/server.h"
#include "tests/core/server/peer.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;
using Kind = ScriptEffect::Kind;
using Ended = ScriptOutcome::Result;

namespace {

constexpr int Long = 20'000; // ms; a new process on a busy machine

} // namespace

/// Routes through the server's door. The script process is this very program.
class TestServerRoutes : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Server> m_server;
    LogEntries m_entries;

    static Configuration withRoutes(const QList<SignalRouteConfig> &routes)
    {
        Configuration configuration;
        configuration.threads = 2;
        configuration.endpoints.first().port = 0;
        configuration.endpoints.first().errors = true;
        configuration.signalRoutes = routes;
        return configuration;
    }
    void start(const Configuration &configuration)
    {
        const QDir folder(m_folder->path());
        m_server = std::make_unique<Server>(configuration, ServerFolders{folder, folder});
        m_server->setFeedWanted(true);
        QSignalSpy started(m_server.get(), &Server::started);
        m_server->start();
        QVERIFY(started.wait());
    }
    QUrl url(const QString &path) const
    {
        return QUrl(m_server->endpoint(u"local"_s)->url.chopped(1) + path);
    }
    RouteStatus status(const QString &name) const
    {
        for (const RouteStatus &each : m_server->routes())
            if (each.route.name == name)
                return each;
        return {};
    }
    /// The entries of this kind that have come so far.
    QList<LogEntry> entries(LogKind kind)
    {
        m_entries.append(m_server->takeFeed().entries);
        QList<LogEntry> found;
        for (const LogEntry &entry : std::as_const(m_entries))
            if (entry.kind == kind)
                found.append(entry);
        return found;
    }
    RouteTestResult test(const RouteTest &asked)
    {
        QSignalSpy tested(m_server.get(), &Server::routeTested);
        const quint64 request = m_server->testRoute(asked);
        if (tested.isEmpty() && !tested.wait(Long))
            return {};
        const auto result = tested.first().first().value<RouteTestResult>();
        return result.request == request ? result : RouteTestResult{};
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_entries = {};
    }
    void cleanup() { m_server.reset(); }

    void theLogTellsWhatLedToWhat()
    {
        start(withRoutes({{.path = u"/a"_s,
                           .script = {.source = u"log('seen'); sendSignal('one'); reply('two')"_s}},
                          {.path = u"/bad"_s, .script = {.source = u"\nthrow new Error('boom')"_s}},
                          {.path = u"/drop"_s, .script = {.source = u"drop('not today')"_s}},
                          {.path = u"/many"_s,
                           .script = {.source = u"for (let i = 0; i < 150; ++i) reply(i)"_s}}}));
        Peer a(url(u"/a"_s));
        Peer bad(url(u"/bad"_s));
        Peer drop(url(u"/drop"_s));
        Peer many(url(u"/many"_s));
        for (Peer *peer : {&a, &bad, &drop, &many})
            QVERIFY(peer->waitForOpen());
        a.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(a.received, (QStringList{u"one"_s, u"two"_s}), Long);
        QTRY_COMPARE(entries(LogKind::Out).size(), 2);
        const LogEntry in = entries(LogKind::In).first();
        QCOMPARE(in.why, Why::ToRoute);
        QCOMPARE(in.detail, u"/a"_s);
        QList<LogEntry> out = entries(LogKind::Out);
        if (out[0].why == Why::Direct) // the one of all shards is logged when the last is done
            out.swapItemsAt(0, 1);
        QCOMPARE(out[0].cause, in.sequence);
        QCOMPARE(out[0].why, Why::ToAll);
        QCOMPARE(out[0].count, 4U);
        QCOMPARE(out[1].cause, in.sequence);
        QCOMPARE(out[1].why, Why::Direct);
        QCOMPARE(out[1].count, 1U);
        const LogEntry logged = entries(LogKind::Route).first();
        QCOMPARE(logged.why, Why::RouteLog);
        QCOMPARE(logged.detail, u"seen"_s);
        QCOMPARE(logged.cause, in.sequence);

        bad.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(entries(LogKind::Route).size(), 2, Long);
        const LogEntry failed = entries(LogKind::Route).last();
        QCOMPARE(failed.why, Why::RouteFailed);
        QVERIFY(failed.failed);
        QCOMPARE(failed.detail, u"Error: boom (/bad:2)"_s);
        QCOMPARE(failed.cause, entries(LogKind::In).last().sequence);
        QTRY_VERIFY(bad.received.last().contains(u"route-failed"_s));

        drop.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(entries(LogKind::Route).size(), 3, Long);
        QCOMPARE(entries(LogKind::Route).last().why, Why::RouteDropped);
        QCOMPARE(entries(LogKind::Route).last().detail, u"not today"_s);

        many.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(entries(LogKind::Route).size(), 4, Long);
        const LogEntry limit = entries(LogKind::Route).last();
        QCOMPARE(limit.why, Why::RouteLimit);
        QCOMPARE(limit.count, 50U);
        QTRY_COMPARE(many.received.size(), 101); // and the broadcast of the first
    }

    void deliveriesAreLimited()
    {
        start(
            withRoutes({{.path = u"/a"_s,
                         .script = {.source = u"for (let i = 0; i < 100; ++i) sendSignal(i)"_s}}}));
        std::vector<std::unique_ptr<Peer>> peers;
        for (int i = 0; i < 60; ++i)
            peers.push_back(std::make_unique<Peer>(url(u"/a"_s)));
        for (const auto &peer : peers)
            QVERIFY(peer->waitForOpen());
        peers.front()->send(u"{\"message\":\"x\"}"_s);
        const auto received = [&peers] {
            qsizetype count = 0;
            for (const auto &peer : peers)
                count += peer->received.size();
            return count;
        };
        QTRY_COMPARE_WITH_TIMEOUT(received(), MaxDeliveriesPerRun, Long);
        quint32 cut = 0;
        const auto counted = [&] {
            cut = 0;
            for (const LogEntry &entry : entries(LogKind::Route))
                cut += entry.why == Why::RouteLimit ? entry.count : 0;
            return cut;
        };
        QTRY_COMPARE(counted(), 1000U);
        QCOMPARE(received(), MaxDeliveriesPerRun);
    }

    void countsAndSwitchesOff()
    {
        Configuration configuration = withRoutes(
            {{.path = u"/loop"_s,
              .script = {.source =
                             u"if (event.data.message === 'loop') for (;;) {} reply('ok')"_s}},
             {.path = u"/off"_s, .enabled = false, .script = {.source = u"reply('never')"_s}},
             {.path = u"/broken"_s, .script = {.source = u"reply(\n;"_s}}});
        configuration.scriptLimits.deadline = 50ms;
        start(configuration);
        QCOMPARE(m_server->routes().size(), 3);
        Peer peer(url(u"/loop"_s));
        QVERIFY(peer.waitForOpen());
        const auto ask = [&peer](const QString &text) {
            const qsizetype before = peer.received.size();
            peer.send(u"{\"message\":\"%1\"}"_s.arg(text));
            return QTest::qWaitFor([&] { return peer.received.size() > before; }, Long)
                       ? peer.received.last()
                       : QString();
        };
        QCOMPARE(ask(u"x"_s), u"ok"_s);
        QTRY_COMPARE(status(u"/loop"_s).runs, 1U);
        QVERIFY(status(u"/loop"_s).p99);
        QCOMPARE(status(u"/loop"_s).off, Why::None);
        QTRY_COMPARE_WITH_TIMEOUT(status(u"/broken"_s).off, Why::RouteBroken, Long);
        QCOMPARE(status(u"/broken"_s).lastError->line, 2);
        QVERIFY(!status(u"/off"_s).enabled);
        for (int i = 0; i < 3; ++i)
            QVERIFY(ask(u"loop"_s).contains(u"route-failed"_s));
        QTRY_COMPARE(status(u"/loop"_s).off, Why::RouteSwitchedOff);
        QCOMPARE(status(u"/loop"_s).failures, 3U);
        QVERIFY(status(u"/loop"_s).lastError->message.contains(u"50 ms"_s));
        QVERIFY(ask(u"x"_s).contains(u"route-off"_s));
        const auto rowOf = [this](Why why) {
            for (const LogEntry &entry : entries(LogKind::Route))
                if (entry.why == why)
                    return entry;
            return LogEntry();
        };
        QTRY_VERIFY(rowOf(Why::RouteSwitchedOff).sequence > 0);
        // the message that was one too many is known, and the rows that tell of it
        const quint64 last = status(u"/loop"_s).cause;
        const QList<LogEntry> messages = entries(LogKind::In);
        const auto message = std::ranges::find(messages, last, &LogEntry::sequence);
        QVERIFY(message != messages.end());
        QCOMPARE(message->payload, "{\"message\":\"loop\"}"_ba);
        QCOMPARE(rowOf(Why::RouteSwitchedOff).cause, last);
        QCOMPARE(rowOf(Why::RouteSwitchedOff).endpoint, u"local"_s); // it quotes its clients
        const QList<LogEntry> rows = entries(LogKind::Route);
        const auto failure =
            std::ranges::find(rows, status(u"/loop"_s).errorEntry, &LogEntry::sequence);
        QVERIFY(failure != rows.end());
        QCOMPARE(failure->why, Why::RouteTooSlow);
        QCOMPARE(failure->cause, last);
        QCOMPARE(status(u"/broken"_s).cause, 0U);
        QCOMPARE(status(u"/broken"_s).errorEntry, rowOf(Why::RouteBroken).sequence);
        // by hand
        m_server->setRouteEnabled({RouteKind::Signal, u"/loop"_s}, true);
        QTRY_COMPARE(status(u"/loop"_s).off, Why::None);
        QCOMPARE(ask(u"x"_s), u"ok"_s);
        m_server->setRouteEnabled({RouteKind::Signal, u"/loop"_s}, false);
        QTRY_COMPARE(status(u"/loop"_s).off, Why::RouteSwitchedOff);
        QVERIFY(ask(u"x"_s).contains(u"route-off"_s));
        m_server->setRouteEnabled({RouteKind::Signal, u"/broken"_s},
                                  true); // only another script mends it
        // an unchanged route stays as it is, a changed one begins anew
        configuration.signalRoutes[1].enabled = true;
        m_server->apply(configuration);
        QTRY_VERIFY(status(u"/off"_s).enabled);
        QCOMPARE(status(u"/loop"_s).off, Why::RouteSwitchedOff);
        QCOMPARE(status(u"/broken"_s).off, Why::RouteBroken);
        configuration.signalRoutes[0].script.source = u"reply('new')"_s;
        m_server->apply(configuration);
        QTRY_COMPARE(status(u"/loop"_s).off, Why::None);
        QCOMPARE(status(u"/loop"_s).runs, 0U);
        QCOMPARE(ask(u"x"_s), u"new"_s); // also for those who were there before
        configuration.signalRoutes.clear();
        m_server->apply(configuration);
        QTRY_VERIFY(m_server->routes().isEmpty());
        QCOMPARE(ask(u"x"_s), u"x"_s);
    }

    void rulesAreCounted()
    {
        start(withRoutes({{.path = u"/a"_s,
                           .rules = {{.condition = {.equals = "\"x\""},
                                      .action = {.kind = RuleAction::Kind::Reply,
                                                 .value = "\"{{counter}}\""}}}}}));
        Peer peer(url(u"/a"_s));
        QVERIFY(peer.waitForOpen());
        for (int i = 0; i < 3; ++i)
            peer.send(u"{\"message\":\"x\"}"_s);
        peer.send(u"{\"message\":\"y\"}"_s);
        QTRY_COMPARE(peer.received.size(), 4);
        peer.received.sort();
        QCOMPARE(peer.received, (QStringList{u"1"_s, u"2"_s, u"3"_s, u"y"_s}));
        QTRY_COMPARE(status(u"/a"_s).runs, 3U);
        m_server->setRouteEnabled({RouteKind::Signal, u"/a"_s}, false);
        QTRY_COMPARE(status(u"/a"_s).off, Why::RouteSwitchedOff);
        peer.send(u"{\"message\":\"x\"}"_s);
        QTRY_VERIFY(peer.received.last().contains(u"route-off"_s));
    }

    void rulesThatTakeTooLong()
    {
        Configuration configuration =
            withRoutes({{.path = u"/a"_s,
                         .rules = {{.condition = {.matches = u"^(a+)+$"_s},
                                    .action = {.kind = RuleAction::Kind::Drop}},
                                   {.action = {.kind = RuleAction::Kind::Reply,
                                               .value = "\"got {{message}}\""}}}}});
        configuration.scriptLimits.deadline = 50ms;
        start(configuration);
        Peer peer(url(u"/a"_s));
        Peer other(url(u"/b"_s));
        QVERIFY(peer.waitForOpen() && other.waitForOpen());
        const QString slow = u"{\"message\":\""_s + QString(60'000, u'a') + u"b\"}"_s;
        for (int i = 0; i < 2; ++i) {
            peer.send(slow);
            peer.send(u"{\"message\":\"quick\"}"_s); // waits for its turn
        }
        QTRY_COMPARE_WITH_TIMEOUT(peer.received.size(), 4, Long);
        QCOMPARE(peer.received.filter(u"route-failed"_s).size(), 2);
        QCOMPARE(peer.received.count(u"got quick"_s), 2);
        QCOMPARE(status(u"/a"_s).off, Why::None);
        QTRY_COMPARE(status(u"/a"_s).failures, 2U);
        QVERIFY(status(u"/a"_s).lastError->message.startsWith(u"rule 1 was not done"_s));
        // a message that is long, and quickly decided about
        const QString text(100'000, u'x');
        peer.send(u"{\"message\":\""_s + text + u"\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(peer.received.size(), 5, Long);
        QCOMPARE(peer.received[4], QString(u"got "_s + text));

        peer.send(slow);
        QTRY_COMPARE_WITH_TIMEOUT(status(u"/a"_s).off, Why::RouteSwitchedOff, Long);
        peer.send(u"{\"message\":\"quick\"}"_s);
        QTRY_VERIFY(peer.received.last().contains(u"route-off"_s));
        const QList<LogEntry> rows = entries(LogKind::Route);
        const auto row = std::ranges::find(rows, status(u"/a"_s).errorEntry, &LogEntry::sequence);
        QVERIFY(row != rows.end());
        QCOMPARE(row->why, Why::RuleTooSlow);
        QCOMPARE(row->cause, status(u"/a"_s).cause);
        other.send(u"{\"message\":\"here\",\"direct\":true}"_s);
        QTRY_VERIFY(other.received.contains(u"here"_s));
    }

    void trials()
    {
        start(withRoutes({}));
        m_server->setScriptState("{\"n\":1}");
        RouteTest asked;
        asked.path = u"/rooms/:room"_s;
        asked.client.id = ClientId::create();
        asked.client.name = u"Ada"_s;
        asked.client.path = u"/rooms/red"_s;
        asked.input = "{\"message\":{\"a\":1.0},\"group\":\"g\"}";
        asked.script.source =
            u"state.n += 1; sendSignal(event.data.message); reply([state.n, event.client.name, event.route.params.room, event.data.group])"_s;
        const RouteTestResult result = test(asked);
        QCOMPARE(result.problem, Why::None);
        QCOMPARE(result.outcome.result, Ended::Done);
        QCOMPARE(result.outcome.effects.size(), 2);
        QCOMPARE(result.outcome.effects[0].payload, "{\"a\":1.0}"_ba);
        QCOMPARE(result.outcome.effects[1].kind, Kind::Reply);
        QCOMPARE(result.outcome.effects[1].payload, "[2,\"Ada\",\"red\",\"g\"]"_ba);
        QCOMPARE(test(asked).outcome.effects[1].payload,
                 result.outcome.effects[1].payload); // nothing stayed
        QCOMPARE(m_server->scriptState(), "{\"n\":1}"_ba);

        asked.script.source = u"let a = 1;\nlet b = (;"_s;
        const RouteTestResult broken = test(asked);
        QCOMPARE(broken.outcome.result, Ended::Refused);
        QCOMPARE(broken.outcome.fault.line, 2);

        asked.script = {.fileName = u"none.js"_s};
        QVERIFY(test(asked).outcome.fault.message.contains(u"is not there"_s));

        asked.input = "{\"message\":";
        const RouteTestResult bad = test(asked);
        QCOMPARE(bad.problem, Why::NotJson);
        QVERIFY(bad.detail.contains(u"line 1"_s));

        asked.input = "{\"message\":\"hello\"}";
        asked.rules = {
            {.condition = {.equals = "\"x\""}, .action = {.kind = RuleAction::Kind::Drop}},
            {.action = {.kind = RuleAction::Kind::Reply,
                        .value = "\"{{params.room}} {{message}}\""}}};
        const RouteTestResult rules = test(asked);
        QCOMPARE(rules.rule, 1);
        QCOMPARE(rules.outcome.effects.first().payload, "red hello"_ba);
        asked.rules.removeLast();
        QCOMPARE(test(asked).rule, -1);
        QCOMPARE(test(asked).outcome.effects.first().kind, Kind::Pass);

        RouteTest http;
        http.purpose = ScriptPurpose::Http;
        http.path = u"/items/:id"_s;
        http.method = "GET";
        http.request = {.method = "GET", .target = "/items/7?n=a%20b"};
        http.script.source = u"return event.params.id + event.request.query.n"_s;
        QCOMPARE(test(http).outcome.effects.first().payload, "7a b"_ba);
        http.request.method = "HEAD"; // is answered by a route for GET
        QCOMPARE(test(http).problem, Why::None);
        http.request.method = "PUT";
        QCOMPARE(test(http).problem, Why::NotAllowed);
        http.request.target = "/other/7";
        QCOMPARE(test(http).problem, Why::NoSuchPage);
        http.request.target = "/a/../b";
        QCOMPARE(test(http).problem, Why::BadRequest);

        http.method = http.request.method = "PUT";
        http.request.target = "/items/8";
        http.request.fields = {{"Content-Type", "application/json"}, {"X-A", "b"}};
        http.request.body = "{\"price\":2}";
        http.script.source =
            u"return [event.data.price, event.request.headers['x-a'], event.request.method]"_s;
        QCOMPARE(test(http).outcome.effects.first().payload, "[2,\"b\",\"PUT\"]"_ba);

        RouteTest left;
        left.purpose = ScriptPurpose::Disconnect;
        left.client.name = u"Ada"_s;
        left.script.source = u"log(event.type + event.code + event.client.name)"_s;
        QCOMPARE(test(left).outcome.effects.first().text, u"disconnect1000Ada"_s);
    }

    void aDamagedStateIsSetAside()
    {
        QFile file(m_folder->filePath(u"script-state.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(9, '\0'));
        file.close();
        start(withRoutes({}));
        QCOMPARE(m_server->damagedFiles().size(), 1);
        QCOMPARE(m_server->damagedFiles().first().kind, DamagedFile::Kind::ScriptState);
        QFile aside(m_server->damagedFiles().first().keptAs);
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), QByteArray(9, '\0'));
        QCOMPARE(m_server->scriptState(), "{}"_ba);
    }

    void theStateCanBeSeenAndChanged()
    {
        start(withRoutes(
            {{.path = u"/n"_s,
              .script = {.source = u"state.n = (state.n || 0) + 1; reply(state.n)"_s}}}));
        QSignalSpy changed(m_server.get(), &Server::scriptStateChanged);
        Peer peer(url(u"/n"_s));
        QVERIFY(peer.waitForOpen());
        peer.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(peer.received.size(), 1, Long);
        QTRY_COMPARE(m_server->scriptState(), "{\"n\":1}"_ba);
        m_server->setScriptState("{\"n\":41}");
        peer.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(peer.received.size(), 2, Long);
        QCOMPARE(peer.received.last(), u"42"_s);
        QTRY_COMPARE(m_server->scriptState(), "{\"n\":42}"_ba);
    }

    void aStateThatCannotBeSavedIsToldOnceAndTriedAgain()
    {
        start(withRoutes({}));
        QDir folder(m_folder->path());
        const QString name = u"script-state.json"_s;
        QVERIFY(folder.mkdir(name)); // in the way
        m_server->setScriptState("{\"n\":1}");
        const auto told = [this] {
            qsizetype count = 0;
            for (const LogEntry &entry : entries(LogKind::Error))
                if (entry.why == Why::ScriptStateUnsaved && !entry.detail.isEmpty())
                    ++count;
            return count;
        };
        QTRY_COMPARE(told(), 1);
        m_server->setScriptState("{\"n\":2}");
        QTRY_COMPARE(m_server->scriptState(), "{\"n\":2}"_ba);
        QVERIFY(folder.rmdir(name));
        const auto saved = [&] {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTRY_COMPARE(saved(), "{\"n\":2}\n"_ba);
        m_server->setScriptState("{\"n\":20}"); // saved once it is known that the one before was
        QTRY_COMPARE(saved(), "{\"n\":20}\n"_ba);
        QCOMPARE(told(), 1);
        QVERIFY(folder.remove(name) && folder.mkdir(name));
        m_server->setScriptState("{\"n\":3}");
        QTRY_COMPARE(told(), 2); // it is another time
        QVERIFY(folder.rmdir(name));
        m_server.reset();
        QCOMPARE(saved(), "{\"n\":3}\n"_ba);
    }

    void nothingRunsOnHold()
    {
        start(
            withRoutes({{.path = u"/a"_s, .script = {.source = u"state.ran = true; reply(1)"_s}}}));
        Peer peer(url(u"/a"_s));
        QVERIFY(peer.waitForOpen());
        m_server->setHold(true);
        peer.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE(entries(LogKind::In).size(), 1);
        QCOMPARE(entries(LogKind::In).first().why, Why::Held);
        m_server->setHold(false);
        peer.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(peer.received, QStringList{u"1"_s}, Long);
    }

    void timersRunScripts()
    {
        Configuration configuration = withRoutes({});
        TimerConfig good;
        good.name = u"good"_s;
        good.interval = 100ms;
        good.action =
            ScriptConfig{.source = u"sendSignal({n: event.timer.count, who: clients().length})"_s};
        TimerConfig bad = good;
        bad.name = u"bad"_s;
        bad.action = ScriptConfig{.source = u"\n\nthrow new Error('no')"_s};
        configuration.timers = {good, bad};
        start(configuration);
        Peer peer(url(u"/a"_s));
        QVERIFY(peer.waitForOpen());
        QTRY_VERIFY_WITH_TIMEOUT(peer.received.size() >= 2, Long);
        QVERIFY2(peer.received.last().contains(u"\"who\":1"_s), qPrintable(peer.received.last()));
        const auto failure = [this] {
            for (const LogEntry &entry : entries(LogKind::Route))
                if (entry.timer == "bad"_L1)
                    return entry.detail;
            return QString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(failure(), u"Error: no (bad:3)"_s, Long);
        const auto failedRun = [this] {
            const TimerStatus last = m_server->timers().last();
            for (const RunResult &run : last.recent)
                if (run.outcome == RunOutcome::Failed)
                    return run.entry;
            return quint64(0);
        };
        QTRY_VERIFY_WITH_TIMEOUT(failedRun() > 0, Long);
        const QList<LogEntry> rows = entries(LogKind::Route);
        const auto row = std::ranges::find(rows, failedRun(), &LogEntry::sequence);
        QVERIFY(row != rows.end());
        QCOMPARE(row->timer, u"bad"_s);
        const auto outcome = [this](const QString &name) {
            for (const TimerStatus &timer : m_server->timers())
                if (timer.name == name && timer.lastResult())
                    return timer.lastResult()->outcome;
            return RunOutcome::Missed;
        };
        QTRY_COMPARE_WITH_TIMEOUT(outcome(u"bad"_s), RunOutcome::Failed, Long);
        QTRY_COMPARE_WITH_TIMEOUT(outcome(u"good"_s), RunOutcome::Done, Long);
    }
};

SIGNALBOX_TEST(TestServerRoutes)

#include "tst_serverroutes.moc"
