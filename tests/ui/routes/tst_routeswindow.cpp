#include "../window/windowfixture.h"
#include "core/values/utc.h"
#include "tests/support/testprogram.h"
#include "ui/editors/scripteditor.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/model/clientdirectory.h"
#include "ui/model/configurationcontroller.h"
#include "ui/routes/effectsmodel.h"
#include "ui/routes/routespanel.h"
#include "ui/routes/serverroutes.h"
#include "ui/routes/testbench.h"
#include "ui/timers/timerspanel.h"
#include "ui/widgets/banner.h"
#include "ui/window/windowlayout.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QToolButton>
#include <QUndoStack>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

Route routeOfMessages(const QString &path, const QString &script, bool enabled = true)
{
    return {.path = path, .enabled = enabled, .script = {.source = script}};
}

} // namespace

/// The routes page on a real server with a real script process: this program itself.
class TestRoutesWindow : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<WindowFixture> m_fixture;
    ServerRoutes *m_door = nullptr;

    TestReport tested(const Route &route, const QByteArray &message)
    {
        QSignalSpy answer(m_door, &RoutesDoor::tested);
        const Request request{.method = route.method.toLatin1(),
                              .target = route.path.toLatin1(),
                              .fields = {{"Content-Type", "application/json"}},
                              .body = message};
        m_door->test({.route = route, .message = message, .request = request});
        if (answer.isEmpty() && !answer.wait(20'000))
            return {.problem = ScriptProblem{0, u"no answer"_s}};
        return answer.first().first().value<TestReport>();
    }
    /// The sequence of the first message in the log; 0: there is none yet.
    quint64 firstMessage() const
    {
        const LogModel *model = part<LogPanel>("logPanel")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->entryAt(row).kind == LogKind::In)
                return model->entryAt(row).sequence;
        return 0;
    }
    void triggerInLog(const QString &text) const
    {
        const QList<QAction *> actions = part<LogPanel>("logPanel")->menuActions();
        for (QAction *action : actions)
            if (action && action->text().remove(u'&') == text)
                action->trigger();
    }
    ConfigurationController *configuration() const
    {
        return m_fixture->window().findChild<ConfigurationController *>();
    }
    /// The server has taken the first route, and it is on.
    bool runsRoute() const
    {
        const QList<RouteStatus> routes = m_fixture->server().routes();
        return !routes.isEmpty() && routes.first().enabled && routes.first().off == Why::None;
    }
    static Configuration filled(Configuration configuration)
    {
        configuration.signalRoutes = {
            {.path = u"/messages"_s,
             .script = {.source = scriptExamples(ScriptPurpose::Message).first().script}},
            {.path = u"/room/*"_s,
             .rules = {{{.contains = u"spoiler"_s}, {.kind = RuleAction::Kind::Drop}}}},
            {.path = u"/score"_s, .script = {.source = u"let score = ;\n"_s}},
            {.path = u"/old"_s, .enabled = false, .script = {.source = u"pass();\n"_s}}};
        configuration.httpRoutes = {
            {.method = u"POST"_s,
             .path = u"/rooms/:room"_s,
             .script = {.source =
                            u"sendSignal(event.data.message, { path: '/' + "
                            "event.params.room });\nreturn { room: event.params.room };\n"_s}}};
        TimerConfig clock;
        clock.name = u"clock"_s;
        clock.interval = std::chrono::milliseconds(250);
        clock.action = ClockSignal{.value = "{\"t\":1}", .path = u"/messages"_s};
        TimerConfig report = clock;
        report.name = u"temperature report"_s;
        report.interval = std::chrono::seconds(90);
        report.enabled = false;
        TimerConfig dice = clock;
        dice.name = u"dice"_s;
        dice.interval = std::chrono::milliseconds(20);
        dice.action = ClockScript{.source = u"roll();\n"_s};
        configuration.timers = {clock, report, dice};
        ScheduleConfig bell;
        bell.name = u"break bell"_s;
        bell.cron = QStringList{u"0 10,14 * * 1-5"_s};
        bell.action = ClockSignal{.value = "\"Break\""};
        ScheduleConfig once = bell;
        once.name = u"end of term"_s;
        setOnce(once, QDateTime(QDate(2099, 12, 18), QTime(13, 0), Utc));
        configuration.schedules = {bell, once};
        return configuration;
    }
    void keep(const QString &name)
    {
        QTest::qWait(300); // what is drawn a little later
        const QDir folder(QString::fromLatin1(SCREENSHOT_FOLDER));
        QVERIFY(folder.mkpath(u"."_s));
        QVERIFY(m_fixture->window().grab().save(folder.filePath(name + u".png"_s)));
    }
    template<typename T>
    T *part(const char *name) const
    {
        return m_fixture->part<T>(name);
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_fixture = std::make_unique<WindowFixture>();
        m_door = m_fixture->window().findChild<ServerRoutes *>();
        QVERIFY(m_door);
    }
    void cleanup() { m_fixture.reset(); }

    void theDateIsAnsweredFromTheWindow()
    {
        const auto ann = m_fixture->connectPeer(u"/messages?name=ann"_s);
        const auto bob = m_fixture->connectPeer(u"/messages?name=bob"_s);
        QVERIFY(ann && bob);
        auto *panel = part<RoutesPanel>("routesPanel");
        part<QPushButton>("dateExample")->click();
        auto *bench = part<TestBench>("testBench");
        QTRY_COMPARE_WITH_TIMEOUT(bench->model()->rowCount(), 1, 20'000);
        const TestEffect &effect = bench->model()->report().effects.first();
        QCOMPARE(effect.kind, TestEffect::Kind::Send);
        QCOMPARE(effect.to, u"everyone"_s);
        QTRY_COMPARE(m_fixture->window().findChild<ClientDirectory *>()->count(), 2);
        QVERIFY(effect.payload.contains("GMT"));
        QVERIFY(ann->received.isEmpty() && bob->received.isEmpty()); // nothing was sent

        part<QPushButton>("saveAndEnable")->click();
        QTRY_VERIFY_WITH_TIMEOUT(runsRoute(), 20'000);
        QVERIFY(m_door->routes().first().enabled);
        ann->send(u"{\"message\":\"[date]\"}"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!bob->received.isEmpty() && !ann->received.isEmpty(), 20'000);
        QVERIFY(bob->received.first().contains(u"GMT"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_door->states().value(u"signal /messages"_s).runs, 1, 20'000);
        QCOMPARE(panel->currentId(), u"signal /messages"_s);

        // and once more, on what ann sent, from its row of the log
        auto *log = part<LogPanel>("logPanel");
        QTRY_VERIFY(firstMessage() > 0);
        QVERIFY(log->showSequence(firstMessage()));
        bench->forget();
        triggerInLog(u"Test a route with this"_s);
        QTRY_COMPARE_WITH_TIMEOUT(bench->model()->rowCount(), 1, 20'000);
        QCOMPARE(bench->message(), "{\"message\":\"[date]\"}"_ba);
        QCOMPARE(bench->client(), log->currentEntry()->client);
        QVERIFY(panel->isVisible());
    }

    void whatDoesNotCompileIsNamedByItsLine_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("line"); // 0: nothing is wrong
        QTest::newRow("good") << u"sendSignal(event.data.message);"_s << 0;
        QTest::newRow("empty") << QString() << 0;
        QTest::newRow("returns") << u"if (event) return 1;\nlog('x');"_s << 0;
        QTest::newRow("would never end, and is not run") << u"while (true) {}"_s << 0;
        QTest::newRow("would throw, and is not run") << u"nothing.there();"_s << 0;
        QTest::newRow("wrong in the first line") << u"let = 5;"_s << 1;
        QTest::newRow("wrong in the third line") << u"let a = 1;\n\na b;"_s << 3;
    }
    void whatDoesNotCompileIsNamedByItsLine()
    {
        QFETCH(QString, script);
        QFETCH(int, line);
        QSignalSpy answer(m_door, &RoutesDoor::compiled);
        m_door->compile(script, ScriptPurpose::Message);
        QVERIFY(answer.wait(20'000));
        QCOMPARE(answer.first().first().toString(), script);
        const auto problem = answer.first().at(1).value<std::optional<ScriptProblem>>();
        QCOMPARE(problem ? problem->line : 0, line);
        QCOMPARE(problem.has_value(), line > 0);
    }

    void testsSayWhatWouldBeDone_data()
    {
        QTest::addColumn<Route>("route");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<TestEffect>("effect");
        using Kind = TestEffect::Kind;
        QTest::newRow("the message's own path")
            << routeOfMessages(u"/a"_s, u"sendSignal(1);"_s) << "{\"message\":1,\"path\":\"/x\"}"_ba
            << TestEffect{
                   .kind = Kind::Send, .to = u"clients on /x"_s, .receivers = 0, .payload = "1"};
        QTest::newRow("the script's path")
            << routeOfMessages(u"/a"_s, u"sendSignal({b:2,a:1}, {path: '/y'});"_s)
            << "{\"message\":1}"_ba
            << TestEffect{.kind = Kind::Send,
                          .to = u"clients on /y"_s,
                          .receivers = 0,
                          .payload = "{\"b\":2,\"a\":1}"};
        QTest::newRow("direct") << routeOfMessages(u"/a"_s, u"sendSignal('x');"_s)
                                << "{\"message\":1,\"direct\":true}"_ba
                                << TestEffect{.kind = Kind::Reply, .payload = "x"};
        QTest::newRow("pass") << routeOfMessages(u"/a"_s, u"pass();"_s) << "{\"message\":1}"_ba
                              << TestEffect{.kind = Kind::Pass};
        QTest::newRow("drop") << routeOfMessages(u"/a"_s, u"drop('no');"_s) << "{\"message\":1}"_ba
                              << TestEffect{.kind = Kind::Drop, .text = u"no"_s};
        QTest::newRow("parameters")
            << routeOfMessages(u"/room/:name"_s, u"log(event.route.params.name);"_s)
            << "{\"message\":1}"_ba << TestEffect{.kind = Kind::Log, .text = u"name"_s};
        QTest::newRow("an answer to a request")
            << Route{.kind = RouteUse::Http,
                     .method = u"POST"_s,
                     .path = u"/h"_s,
                     .script = {.source = u"respond(201, event.data.a);"_s}}
            << "{\"a\":\"b\"}"_ba << TestEffect{.kind = Kind::Respond, .payload = "b", .code = 201};
        QTest::newRow("who comes")
            << Route{.kind = RouteUse::Connect,
                     .path = u"/*"_s,
                     .script = {.source = u"log(event.type + ' ' + event.client.path);"_s}}
            << QByteArray() << TestEffect{.kind = Kind::Log, .text = u"connect /x"_s};
        QTest::newRow("a rule")
            << Route{.path = u"/a"_s,
                     .rules = {{{.contains = u"z"_s}, {.kind = RuleAction::Kind::Drop}},
                               {{},
                                {.kind = RuleAction::Kind::Reply, .value = "\"<{{message}}>\""}}}}
            << "{\"message\":\"hi\"}"_ba << TestEffect{.kind = Kind::Reply, .payload = "<hi>"};
    }
    void testsSayWhatWouldBeDone()
    {
        QFETCH(Route, route);
        QFETCH(QByteArray, message);
        QFETCH(TestEffect, effect);
        const TestReport report = tested(route, message);
        QVERIFY2(!report.problem, report.problem ? qPrintable(report.problem->message) : "");
        QCOMPARE(report.effects.size(), 1);
        TestEffect shown = report.effects.first();
        if (effect.kind == TestEffect::Kind::Reply || effect.kind == TestEffect::Kind::Pass)
            shown.receivers = effect.receivers;
        QCOMPARE(shown.kind, effect.kind);
        QCOMPARE(shown.to, effect.to);
        QCOMPARE(shown.receivers, effect.receivers);
        QCOMPARE(shown.text, effect.text);
        if (effect.kind != TestEffect::Kind::Pass)
            QCOMPARE(shown.payload, effect.payload);
        if (effect.kind == TestEffect::Kind::Respond)
            QCOMPARE(shown.code, effect.code);
    }

    void testsFailAsTheRouteWould_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("line");
        QTest::newRow("throws") << u"let a = 1;\nnothing();"_s << "{\"message\":1}"_ba << 2;
        QTest::newRow("never ends") << u"while (true) {}"_s << "{\"message\":1}"_ba << 0;
        QTest::newRow("not JSON") << u"pass();"_s << "hello"_ba << 0;
        QTest::newRow("no message") << u"pass();"_s << "{}"_ba << 0;
    }
    void testsFailAsTheRouteWould()
    {
        QFETCH(QString, script);
        QFETCH(QByteArray, message);
        QFETCH(int, line);
        const TestReport report = tested(routeOfMessages(u"/a"_s, script), message);
        QVERIFY(report.problem);
        QVERIFY(!report.problem->message.isEmpty());
        if (line > 0)
            QCOMPARE(report.problem->line, line);
    }

    void routesThatCannotBeAreRefused_data()
    {
        QTest::addColumn<QList<Route>>("routes");
        QTest::newRow("no path") << QList<Route>{routeOfMessages({}, u"pass();"_s)};
        QTest::newRow("no slash") << QList<Route>{routeOfMessages(u"chat"_s, u"pass();"_s)};
        QTest::newRow("the same path twice") << QList<Route>{routeOfMessages(u"/a"_s, u"a();"_s),
                                                             routeOfMessages(u"/A"_s, u"b();"_s)};
        QTest::newRow("a placeholder that does not exist") << QList<Route>{
            {.path = u"/a"_s,
             .rules = {{{}, {.kind = RuleAction::Kind::Reply, .value = "\"{{x}}\""}}}}};
    }
    void routesThatCannotBeAreRefused()
    {
        QFETCH(QList<Route>, routes);
        const std::optional<QString> why = m_door->setRoutes(routes, u"x"_s);
        QVERIFY(why);
        QVERIFY(why->size() > 20);
        QVERIFY(m_door->routes().isEmpty());
    }

    void changesAreSavedAndUndone()
    {
        const QList<Route> routes{
            routeOfMessages(u"/a"_s, u"pass();"_s),
            {.path = u"/b"_s, .rules = {{{.contains = u"x"_s}, {.kind = RuleAction::Kind::Drop}}}},
            {.kind = RouteUse::Http,
             .method = u"PUT"_s,
             .path = u"/c"_s,
             .script = {.fileName = u"c.js"_s}},
            {.kind = RouteUse::Disconnect,
             .path = u"/*"_s,
             .enabled = false,
             .script = {.source = u"log('x');"_s}}};
        QVERIFY(!m_door->setRoutes(routes, u"add four"_s));
        QCOMPARE(m_door->routes(), routes);
        QCOMPARE(configuration()->undoStack()->undoText(), u"add four"_s);
        const ConfigurationReading reading =
            ConfigurationFile(m_fixture->configurationFile()).load();
        QVERIFY(reading);
        QCOMPARE(reading.configuration.signalRoutes.size(), 2);
        QCOMPARE(reading.configuration.httpRoutes.size(), 1);
        QCOMPARE(reading.configuration.events.size(), 1);
        m_door->undo();
        QVERIFY(m_door->routes().isEmpty());
    }

    void pages_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("isFilled");
        for (const bool isDark : {false, true})
            for (const QSize size : {QSize(1024, 640), QSize(1920, 1080)})
                for (const bool isFilled : {false, true})
                    QTest::addRow("%s-%d-%s", isDark ? "dark" : "light", size.width(),
                                  isFilled ? "filled" : "empty")
                        << (isDark ? SchemeChoice::Dark : SchemeChoice::Light) << size << isFilled;
    }
    /// Writes pictures of both pages in their window, to be looked at.
    void pages()
    {
        QFETCH(SchemeChoice, scheme);
        QFETCH(QSize, size);
        QFETCH(bool, isFilled);
        m_fixture->theme().setChoice(scheme);
        m_fixture->window().resize(size);
        const auto peer = m_fixture->connectPeer(u"/messages?name=ann"_s);
        QVERIFY(peer);
        auto *routes = part<RoutesPanel>("routesPanel");
        auto *timers = part<TimersPanel>("timersPanel");
        if (isFilled) {
            configuration()->change(u"fill"_s, filled(configuration()->configuration()));
            QTRY_VERIFY_WITH_TIMEOUT(runsRoute(), 20'000);
            for (int i = 0; i < 5; ++i)
                peer->send(i % 2 == 0 ? u"{\"message\":\"[date]\"}"_s
                                      : u"{\"message\":\"hello\"}"_s);
            QTRY_COMPARE_WITH_TIMEOUT(m_door->states().value(u"signal /messages"_s).runs, 5,
                                      20'000);
            QTRY_VERIFY_WITH_TIMEOUT(m_fixture->server().timers().first().count > 3, 20'000);
            QTRY_VERIFY_WITH_TIMEOUT(m_fixture->server().timers().last().switchedItselfOff, 20'000);
        }
        const QString tag = QString::fromLatin1(QTest::currentDataTag());
        routes->menuActions().first()->trigger();
        if (isFilled) {
            routes->select(u"signal /messages"_s);
            routes->runTest();
            QTRY_COMPARE_WITH_TIMEOUT(part<TestBench>("testBench")->model()->rowCount(), 1, 20'000);
            keep(u"page-routes-"_s + tag);
            routes->select(u"http POST /rooms/:room"_s);
            routes->runTest();
            QTRY_VERIFY_WITH_TIMEOUT(part<TestBench>("testBench")->model()->rowCount() > 0, 20'000);
            keep(u"page-routes-http-"_s + tag);
        } else {
            keep(u"page-routes-"_s + tag);
        }
        m_fixture->window().findChild<WindowLayout *>()->activateTool(timers);
        timers->setCurrent(u"clock"_s);
        keep(u"page-timers-"_s + tag);
    }

    void theStateIsTheServers()
    {
        QVERIFY(!m_door->setRoutes({routeOfMessages(u"/a"_s, u"state.n = (state.n || 0) + 1;"_s)},
                                   u"x"_s));
        QSignalSpy changed(m_door, &RoutesDoor::stateChanged);
        m_door->setState("{\"n\":7}");
        QTRY_COMPARE_WITH_TIMEOUT(m_door->state(), "{\"n\":7}"_ba, 20'000);
        const auto peer = m_fixture->connectPeer(u"/a"_s);
        QVERIFY(peer);
        QTRY_VERIFY_WITH_TIMEOUT(runsRoute(), 20'000);
        peer->send(u"{\"message\":1}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_door->state(), "{\"n\":8}"_ba, 20'000);
        QVERIFY(changed.count() >= 2);
        // a change by hand can be undone, and made again
        QUndoStack *undo = configuration()->undoStack();
        m_door->setState("{\"n\":0}");
        QTRY_COMPARE(m_door->state(), "{\"n\":0}"_ba);
        QCOMPARE(undo->undoText(), u"change the state that scripts share"_s);
        undo->undo();
        QTRY_COMPARE(m_door->state(), "{\"n\":8}"_ba);
        undo->redo();
        QTRY_COMPARE(m_door->state(), "{\"n\":0}"_ba);
        const int steps = undo->count();
        m_door->setState("{\"n\":0}"); // as it is: no step
        QCOMPARE(undo->count(), steps);
    }

    void everyEditCanBeUndone()
    {
        const Route script = routeOfMessages(u"/a"_s, u"pass();"_s);
        Route rules = script;
        rules.path = u"/b"_s;
        rules.script = {};
        rules.rules = {{{.contains = u"x"_s}, {.kind = RuleAction::Kind::Drop}}};
        Route file = script;
        file.script = {.fileName = u"a.js"_s};
        Route off = script;
        off.enabled = false;
        Route moved = script;
        moved.path = u"/moved"_s;
        const QList<QList<Route>> versions{
            {}, {script}, {script, rules}, {file, rules}, {off, rules}, {moved}, {}};
        QUndoStack *undo = configuration()->undoStack();
        for (qsizetype i = 1; i < versions.size(); ++i)
            QVERIFY(!m_door->setRoutes(versions.at(i), u"step %1"_s.arg(i)));
        for (qsizetype i = versions.size() - 2; i >= 0; --i) {
            undo->undo();
            QCOMPARE(m_door->routes(), versions.at(i));
        }
        for (qsizetype i = 1; i < versions.size(); ++i) {
            undo->redo();
            QCOMPARE(m_door->routes(), versions.at(i));
            const ConfigurationReading saved =
                ConfigurationFile(m_fixture->configurationFile()).load();
            QCOMPARE(saved.configuration, configuration()->configuration());
        }
    }

    void aFailureLeadsToItsMessage()
    {
        const auto peer = m_fixture->connectPeer(u"/a?name=ann"_s);
        QVERIFY(peer);
        QVERIFY(!m_door->setRoutes({routeOfMessages(u"/a"_s, u"pass();\nnothing();"_s)}, u"x"_s));
        QTRY_VERIFY_WITH_TIMEOUT(runsRoute(), 20'000);
        peer->send(u"{\"message\":\"good or bad\"}"_s);
        auto *trouble = part<Banner>("routeTrouble");
        part<RoutesPanel>("routesPanel")->menuActions().first()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(trouble->isVisible(), 20'000);
        auto *log = part<LogPanel>("logPanel");
        QTRY_VERIFY(log->model()->rowCount() > 0);
        log->setFilterText(u"kind:join"_s); // hides it
        part<QPushButton>("showCause")->click();
        QVERIFY(log->currentEntry());
        QCOMPARE(log->currentEntry()->payload, "{\"message\":\"good or bad\"}"_ba);
        QVERIFY(log->filterText().isEmpty());
        part<QPushButton>("testCause")->click();
        auto *bench = part<TestBench>("testBench");
        QCOMPARE(bench->message(), "{\"message\":\"good or bad\"}"_ba);
        QTRY_VERIFY_WITH_TIMEOUT(bench->model()->report().problem, 20'000);
        QCOMPARE(bench->model()->report().problem->line, 2);
    }

    void aRowOfTheLogBecomesARoute()
    {
        const auto peer = m_fixture->connectPeer(u"/chat?name=ann"_s);
        QVERIFY(peer);
        peer->send(u"{\"message\":\"hi\"}"_s);
        auto *log = part<LogPanel>("logPanel");
        QTRY_VERIFY(firstMessage() > 0);
        QVERIFY(log->showSequence(firstMessage()));
        triggerInLog(u"Make a route from this"_s);
        QCOMPARE(m_door->routes().size(), 1);
        QCOMPARE(m_door->routes().first().path, u"/chat"_s);
        QVERIFY(!m_door->routes().first().enabled);
        auto *bench = part<TestBench>("testBench");
        QVERIFY(bench->isVisible());
        QCOMPARE(bench->message(), "{\"message\":\"hi\"}"_ba);
        QCOMPARE(bench->client(), log->currentEntry()->client);
        part<RoutesPanel>("routesPanel")->runTest();
        QTRY_COMPARE_WITH_TIMEOUT(bench->model()->rowCount(), 1, 20'000);
        QCOMPARE(bench->model()->report().effects.first().payload, "hi"_ba);
        configuration()->undoStack()->undo();
        QVERIFY(m_door->routes().isEmpty());
    }

    void whatSwitchesItselfOffIsAnnounced()
    {
        auto *banner = part<Banner>("switchedOffBanner");
        QVERIFY(!banner->isVisible());
        Configuration after = configuration()->configuration();
        after.signalRoutes = {{.path = u"/broken"_s, .script = {.source = u"let = 1;"_s}}};
        configuration()->change(u"break it"_s, after);
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), 20'000);
        QVERIFY2(banner->text().startsWith(u"Route /broken is off"_s), qPrintable(banner->text()));
        part<QPushButton>("showSwitchedOff")->click();
        QVERIFY(part<RoutesPanel>("routesPanel")->isVisible());
        QCOMPARE(part<RoutesPanel>("routesPanel")->currentId(), u"signal /broken"_s);
        configuration()->undoStack()->undo();
        QTRY_VERIFY_WITH_TIMEOUT(!banner->isVisible(), 20'000);

        TimerConfig timer;
        timer.name = u"dice"_s;
        timer.interval = std::chrono::milliseconds(20);
        timer.action = ClockScript{.source = u"throw new Error('six');"_s};
        after = configuration()->configuration();
        after.timers = {timer};
        configuration()->change(u"add it"_s, after);
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), 20'000);
        QVERIFY2(banner->text().startsWith(u"Timer dice switched itself off"_s),
                 qPrintable(banner->text()));
        QVERIFY(banner->text().contains(u"Error: six"_s));
        part<QPushButton>("showSwitchedOff")->click();
        auto *timers = part<TimersPanel>("timersPanel");
        QVERIFY(timers->isVisible());
        QCOMPARE(timers->current(), u"dice"_s);
        QCOMPARE(configuration()->undoStack()->undoText(), u"add it"_s);
        configuration()->undoStack()->undo();
        QTRY_VERIFY(!banner->isVisible());
    }

    void damagedFilesAreAnnounced()
    {
        QVERIFY(!m_fixture->window().findChild<Banner *>(u"damagedBanner"_s));
        const QDir folder = QFileInfo(m_fixture->configurationFile()).dir();
        QVERIFY(folder.mkpath(u"store/routes"_s));
        QFile list(folder.filePath(u"store/routes/abc.json"_s));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write("{");
        list.close();
        m_fixture->openWindow();
        const QList<Banner *> banners =
            m_fixture->window().findChildren<Banner *>(u"damagedBanner"_s);
        QCOMPARE(banners.size(), 1);
        QVERIFY(banners.first()->isVisible());
        QVERIFY2(banners.first()->text().contains(u"abc.json.broken-"_s),
                 qPrintable(banners.first()->text()));
        banners.first()->findChild<QToolButton *>()->click();
        QVERIFY(!banners.first()->isVisible());
    }
};

SIGNALBOX_TEST(TestRoutesWindow)

#include "tst_routeswindow.moc"
