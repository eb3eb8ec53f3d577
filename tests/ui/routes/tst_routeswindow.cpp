#include "../window/windowfixture.h"
#include "core/routes/scriptworker.h"
#include "ui/clients/clientdirectory.h"
#include "ui/configurationcontroller.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/routes/effectsmodel.h"
#include "ui/routes/routespanel.h"
#include "ui/routes/scripteditor.h"
#include "ui/routes/serverroutes.h"
#include "ui/routes/testbench.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

Route signalRoute(const QString &path, const QString &script, bool enabled = true)
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
        m_door->test({route, message, std::nullopt});
        if (answer.isEmpty() && !answer.wait(20'000))
            return {.problem = ScriptProblem{0, u"no answer"_s}};
        return answer.first().first().value<TestReport>();
    }
    /// The server has taken the first route, and it is on.
    bool runsRoute() const
    {
        const QList<RouteStatus> routes = m_fixture->server().routes();
        return !routes.isEmpty() && routes.first().enabled && routes.first().off == Why::None;
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
        const auto sequenceOfMessage = [log] {
            for (int row = 0; row < log->model()->rowCount(); ++row)
                if (log->model()->entryAt(row).kind == LogKind::In)
                    return log->model()->entryAt(row).sequence;
            return quint64(0);
        };
        QTRY_VERIFY(sequenceOfMessage() > 0);
        QVERIFY(log->showSequence(sequenceOfMessage()));
        bench->forget();
        const QList<QAction *> actions = log->menuActions();
        for (QAction *action : actions)
            if (action && action->text() == u"&Test a route with this"_s)
                action->trigger();
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
            << signalRoute(u"/a"_s, u"sendSignal(1);"_s) << "{\"message\":1,\"path\":\"/x\"}"_ba
            << TestEffect{
                   .kind = Kind::Send, .to = u"clients on /x"_s, .receivers = 0, .payload = "1"};
        QTest::newRow("the script's path")
            << signalRoute(u"/a"_s, u"sendSignal({b:2,a:1}, {path: '/y'});"_s)
            << "{\"message\":1}"_ba
            << TestEffect{.kind = Kind::Send,
                          .to = u"clients on /y"_s,
                          .receivers = 0,
                          .payload = "{\"b\":2,\"a\":1}"};
        QTest::newRow("direct") << signalRoute(u"/a"_s, u"sendSignal('x');"_s)
                                << "{\"message\":1,\"direct\":true}"_ba
                                << TestEffect{.kind = Kind::Reply, .payload = "x"};
        QTest::newRow("pass") << signalRoute(u"/a"_s, u"pass();"_s) << "{\"message\":1}"_ba
                              << TestEffect{.kind = Kind::Pass};
        QTest::newRow("drop") << signalRoute(u"/a"_s, u"drop('no');"_s) << "{\"message\":1}"_ba
                              << TestEffect{.kind = Kind::Drop, .text = u"no"_s};
        QTest::newRow("parameters")
            << signalRoute(u"/room/:name"_s, u"log(event.route.params.name);"_s)
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
        const TestReport report = tested(signalRoute(u"/a"_s, script), message);
        QVERIFY(report.problem);
        QVERIFY(!report.problem->message.isEmpty());
        if (line > 0)
            QCOMPARE(report.problem->line, line);
    }

    void routesThatCannotBeAreRefused_data()
    {
        QTest::addColumn<QList<Route>>("routes");
        QTest::newRow("no path") << QList<Route>{signalRoute({}, u"pass();"_s)};
        QTest::newRow("no slash") << QList<Route>{signalRoute(u"chat"_s, u"pass();"_s)};
        QTest::newRow("the same path twice")
            << QList<Route>{signalRoute(u"/a"_s, u"a();"_s), signalRoute(u"/A"_s, u"b();"_s)};
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
        auto *configuration = m_fixture->window().findChild<ConfigurationController *>();
        QVERIFY(configuration);
        const QList<Route> routes{
            signalRoute(u"/a"_s, u"pass();"_s),
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
        QCOMPARE(configuration->undoStack()->undoText(), u"add four"_s);
        const ConfigurationReading reading =
            ConfigurationFile(m_fixture->configurationFile()).load();
        QVERIFY(reading);
        QCOMPARE(reading.configuration.signalRoutes.size(), 2);
        QCOMPARE(reading.configuration.httpRoutes.size(), 1);
        QCOMPARE(reading.configuration.events.size(), 1);
        m_door->undo();
        QVERIFY(m_door->routes().isEmpty());
    }

    void window_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::addColumn<QSize>("size");
        for (const QSize size : {QSize(1024, 640), QSize(1360, 860)}) {
            QTest::addRow("routes-window-light-%d", size.width()) << SchemeChoice::Light << size;
            QTest::addRow("routes-window-dark-%d", size.width()) << SchemeChoice::Dark << size;
        }
    }
    /// Writes pictures of the page in its window, to be looked at.
    void window()
    {
        QFETCH(SchemeChoice, scheme);
        QFETCH(QSize, size);
        m_fixture->theme().setChoice(scheme);
        m_fixture->window().resize(size);
        const auto peer = m_fixture->connectPeer(u"/messages?name=ann"_s);
        QVERIFY(peer);
        part<RoutesPanel>("routesPanel")->menuActions().first()->trigger();
        part<QPushButton>("dateExample")->click();
        part<QPushButton>("saveAndEnable")->click();
        QTRY_VERIFY_WITH_TIMEOUT(runsRoute(), 20'000);
        peer->send(u"{\"message\":\"[date]\"}"_s);
        peer->send(u"{\"message\":\"hello\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(peer->received.size(), 2, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_door->states().value(u"signal /messages"_s).runs, 2, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(part<TestBench>("testBench")->model()->rowCount(), 1, 20'000);
        const QDir folder(QString::fromLatin1(SCREENSHOT_FOLDER));
        QVERIFY(folder.mkpath(u"."_s));
        const QString name = QString::fromLatin1(QTest::currentDataTag()) + u".png"_s;
        QVERIFY(m_fixture->window().grab().save(folder.filePath(name)));
        m_fixture->theme().setChoice(SchemeChoice::Light);
    }

    void theStateIsTheServers()
    {
        QVERIFY(
            !m_door->setRoutes({signalRoute(u"/a"_s, u"state.n = (state.n || 0) + 1;"_s)}, u"x"_s));
        QSignalSpy changed(m_door, &RoutesDoor::stateChanged);
        m_door->setState("{\"n\":7}");
        QTRY_COMPARE_WITH_TIMEOUT(m_door->state(), "{\"n\":7}"_ba, 20'000);
        const auto peer = m_fixture->connectPeer(u"/a"_s);
        QVERIFY(peer);
        QTRY_VERIFY_WITH_TIMEOUT(runsRoute(), 20'000);
        peer->send(u"{\"message\":1}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_door->state(), "{\"n\":8}"_ba, 20'000);
        QVERIFY(changed.count() >= 2);
    }
};

int main(int argc, char **argv)
{
    if (isScriptWorker(argc, argv))
        return runScriptWorker(argc, argv);
    QApplication application(argc, argv);
    TestRoutesWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_routeswindow.moc"
