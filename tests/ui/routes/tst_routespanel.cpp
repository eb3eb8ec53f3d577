#include "core/history/versionstore.h"
#include "fakedoor.h"
#include "tests/support/testprogram.h"
#include "ui/editors/payloadedit.h"
#include "ui/model/clientdirectory.h"
#include "ui/routes/effectsmodel.h"
#include "ui/routes/routeeditor.h"
#include "ui/routes/routesmodel.h"
#include "ui/routes/routespanel.h"
#include "ui/routes/scriptsheet.h"
#include "ui/routes/testbench.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/twolinedelegate.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Route signalRoute(const QString &path, const QString &script, bool enabled = true)
{
    Route route;
    route.path = path;
    route.enabled = enabled;
    route.script.source = script;
    return route;
}

LogEntry row(const QString &path, const QByteArray &payload)
{
    LogEntry entry;
    entry.sequence = 881;
    entry.kind = LogKind::In;
    entry.path = path;
    entry.payload = payload;
    entry.client = ClientId::create();
    entry.clientName = u"bold-otter"_s;
    return entry;
}

} // namespace

class TestRoutesPanel : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<FakeDoor> m_door;
    std::unique_ptr<ClientDirectory> m_directory;
    std::unique_ptr<VersionStore> m_store;
    std::unique_ptr<RoutesPanel> m_panel;

    template<typename T>
    T *part(const char *name) const
    {
        return m_panel->findChild<T *>(QString::fromLatin1(name));
    }
    ScriptEditor *script() const { return m_panel->findChild<ScriptEditor *>(); }
    QWidget *code() const { return part<QWidget>("code"); }
    EffectsModel *effects() const { return m_panel->findChild<TestBench *>()->model(); }
    void press(const char *name) const { QTest::mouseClick(part<QWidget>(name), Qt::LeftButton); }
    QString word() const
    {
        const auto *banner = part<Banner>("routeWord");
        return banner->isVisible() ? banner->text() : QString();
    }
    QString status() const { return part<QLabel>("routeStatus")->text(); }
    void write(const QString &text) const { script()->replaceText(text); }
    /// Clicks the box of a row of the list.
    void clickBox(int row) const
    {
        auto *list = part<QListView>("routesList");
        const QRect rect = list->visualRect(list->model()->index(row, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          QPoint(rect.left() + scaled(16), rect.center().y()));
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_door = std::make_unique<FakeDoor>();
        m_directory = std::make_unique<ClientDirectory>();
        m_store = std::make_unique<VersionStore>(QString());
        m_panel = std::make_unique<RoutesPanel>(*m_door, *m_directory, *m_store);
        m_panel->resize(1060, 420);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_panel->activateWindow();
    }
    void cleanup()
    {
        m_panel.reset();
        m_store.reset();
        m_directory.reset();
        m_door.reset();
    }

    void theFirstThingIsTheDateExample()
    {
        QVERIFY(part<EmptyState>("noRoutes")->isVisible());
        m_door->report.effects = {{.kind = TestEffect::Kind::Send,
                                   .to = u"everyone on /messages"_s,
                                   .receivers = 38,
                                   .payload = "Tue Nov 24"}};
        press("dateExample");
        QCOMPARE(m_door->routes().size(), 1);
        const Route route = m_door->routes().first();
        QCOMPARE(route.path, u"/messages"_s);
        QVERIFY(!route.enabled);
        QVERIFY(route.script.source.contains(u"\\[date\\]"_s));
        QVERIFY(!part<EmptyState>("noRoutes")->isVisible());

        QTRY_COMPARE(effects()->rowCount(), 1);
        QCOMPARE(m_door->inputs.size(), 1);
        QCOMPARE(m_door->inputs.first().message, "{\"message\":\"[date]\"}"_ba);
        QCOMPARE(m_door->inputs.first().route, route);
        const QModelIndex effect = effects()->index(0);
        QCOMPARE(effect.data().toString(), u"Send to everyone on /messages"_s);
        QCOMPARE(effect.data(TwoLineDelegate::TrailingRole).toString(), u"38 clients"_s);
        QCOMPARE(effect.data(TwoLineDelegate::DetailRole).toString(), u"Tue Nov 24"_s);
        QVERIFY(part<QLabel>("testResult")->text().endsWith(u"Nothing was sent."_s));

        press("saveAndEnable");
        QTRY_VERIFY(m_door->routes().first().enabled);
        QCOMPARE(status(), u"Saved and switched on."_s);
        QVERIFY(!part<Banner>("routeWord")->isVisible());
    }

    void aBrokenScriptIsSavedOffAndMarked()
    {
        m_door->take({signalRoute(u"/a"_s, u"pass();"_s)});
        write(u"x();\nlet = 1;"_s);
        QTRY_VERIFY(script()->problem()); // without saving
        QCOMPARE(script()->problem()->line, 2);
        QCOMPARE(status(), u"Line 2: SyntaxError: Expected token `identifier'"_s);
        QVERIFY(m_door->routes().first().enabled);
        press("saveRoute");
        QTRY_VERIFY(!m_door->routes().first().enabled);
        QVERIFY(m_door->routes().first().script.source.contains(u"let = 1;"_s));
        QVERIFY(script()->problem());
        QVERIFY(word().startsWith(u"Saved, but switched off: line 2"_s));

        clickBox(0);
        QTRY_VERIFY(word().startsWith(u"It cannot be switched on: line 2"_s));
        QVERIFY(!m_door->routes().first().enabled);
        QVERIFY(!part<QPushButton>("saveAndEnable")->isEnabled());

        write(u"pass();"_s);
        QTRY_VERIFY(!script()->problem());
        press("saveAndEnable");
        QTRY_VERIFY(m_door->routes().first().enabled);
        QCOMPARE(m_store->versions(u"signal /a"_s).size(), 2);
    }

    void whatIsNotSavedStaysWithItsRoute()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s), signalRoute(u"/b"_s, u"b();"_s)});
        QCOMPARE(m_panel->currentId(), u"signal /a"_s);
        write(u"changed();"_s);
        QVERIFY(m_panel->hasUnsaved());
        QVERIFY(m_panel->select(u"signal /b"_s));
        QCOMPARE(script()->text(), u"b();"_s);
        QCOMPARE(m_panel->model()->index(0).data(TwoLineDelegate::TrailingRole).toString(),
                 u"not saved"_s);
        QVERIFY(m_panel->select(u"signal /a"_s));
        QCOMPARE(script()->text(), u"changed();"_s);
        // another change of the configuration leaves it alone
        m_door->take({signalRoute(u"/a"_s, u"a();"_s), signalRoute(u"/c"_s, u"c();"_s)});
        QCOMPARE(script()->text(), u"changed();"_s);
        m_panel->keepUnsaved(); // as when the program ends
        QCOMPARE(*m_store->text(m_store->versions(u"signal /a"_s).value(0)), u"changed();"_s);
        press("revertRoute");
        QCOMPARE(script()->text(), u"a();"_s);
        QVERIFY(!m_panel->hasUnsaved());
        QCOMPARE(status(), u"saved, on"_s);
    }

    void deletingOffersUndo()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s), signalRoute(u"/b"_s, u"b();"_s)});
        const QList<Route> both = m_door->routes();
        QTest::keyClick(part<QListView>("routesList"), Qt::Key_Delete);
        QCOMPARE(m_door->routes().size(), 1);
        QCOMPARE(m_panel->currentId(), u"signal /b"_s);
        auto *bar = part<Banner>("undoDelete");
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->text(), u"Route /a was deleted."_s);
        QCOMPARE(m_door->undoStack()->undoText(), u"delete route /a"_s);
        QTest::mouseClick(bar->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(m_door->routes(), both);
        QVERIFY(!bar->isVisible());
    }

    void undoOfADeletionLeavesLaterChangesAlone()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s), signalRoute(u"/b"_s, u"b();"_s)});
        QTest::keyClick(part<QListView>("routesList"), Qt::Key_Delete);
        clickBox(0);
        QTRY_VERIFY(!m_door->routes().first().enabled);
        QTest::mouseClick(part<Banner>("undoDelete")->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(m_door->routes().size(), 2);
        QCOMPARE(m_door->routes().first().path, u"/a"_s);
        QVERIFY(!m_door->routes().last().enabled);
    }

    void everyChangeCanBeUndone()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s)});
        write(u"b();"_s);
        part<QLineEdit>("routePath")->setText(u"/moved"_s);
        press("saveRoute");
        QTRY_COMPARE(m_door->routes().first().path, u"/moved"_s);
        QCOMPARE(m_panel->currentId(), u"signal /moved"_s);
        QCOMPARE(m_door->undoStack()->undoText(), u"change route /moved"_s);
        m_door->undoStack()->undo();
        QCOMPARE(m_door->routes().first(), signalRoute(u"/a"_s, u"a();"_s));
        QCOMPARE(script()->text(), u"a();"_s);
        QCOMPARE(part<QLineEdit>("routePath")->text(), u"/a"_s);
        m_door->undoStack()->redo();
        QCOMPARE(script()->text(), u"b();"_s);
    }

    void aRouteThatMovesStaysInView()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s), signalRoute(u"/b"_s, u"b();"_s),
                      signalRoute(u"/c"_s, u"c();"_s)});
        QVERIFY(m_panel->select(u"signal /b"_s));
        part<QLineEdit>("routePath")->setText(u"/moved"_s);
        press("saveRoute");
        QTRY_COMPARE(m_door->routes().at(1).path, u"/moved"_s);
        QCOMPARE(m_panel->currentId(), u"signal /moved"_s);
        QCOMPARE(script()->text(), u"b();"_s);
        QCOMPARE(part<QListView>("routesList")->currentIndex().row(), 1);
        QVERIFY(!m_panel->hasUnsaved());
    }

    void aRefusedChangeLosesNothing()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s)});
        write(u"b();"_s);
        m_door->refusal = u"Another route has this path."_s;
        press("saveRoute");
        QTRY_COMPARE(word(), m_door->refusal);
        QCOMPARE(script()->text(), u"b();"_s);
        QVERIFY(m_panel->hasUnsaved());
        QCOMPARE(m_door->routes().first().script.source, u"a();"_s);
    }

    void anOldVersionIsRestored()
    {
        m_door->take({signalRoute(u"/a"_s, u"one();"_s)});
        write(u"two();"_s);
        press("saveRoute");
        QTRY_COMPARE(m_door->routes().first().script.source, u"two();"_s);
        write(u"three();"_s);
        press("saveRoute");
        QTRY_COMPARE(m_door->routes().first().script.source, u"three();"_s);
        press("routeHistory");
        QVERIFY(part<QWidget>("scriptHistory")->isVisible());
        press("restoreVersion");
        QVERIFY(!part<QWidget>("scriptHistory")->isVisible());
        QCOMPARE(script()->text(), u"two();"_s);
        QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(script()->text(), u"three();"_s);
    }

    void anErrorOfATestLeadsToItsLine()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();\nb();\nc();"_s)});
        m_door->report.problem = ScriptProblem{3, u"ReferenceError: c is not defined"_s};
        m_door->report.effects = {{.kind = TestEffect::Kind::Log, .text = u"so far"_s}};
        code()->setFocus();
        QTest::keyClick(code(), Qt::Key_F9);
        QTRY_COMPARE(effects()->rowCount(), 2);
        QCOMPARE(effects()->index(1).data().toString(), u"Error in line 3"_s);
        QVERIFY(part<QLabel>("testResult")->text().startsWith(u"Failed"_s));
        auto *list = part<QListView>("testEffects");
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(effects()->index(1)).center());
        QCOMPARE(script()->cursorLine(), 3);
    }

    void aRowOfTheLogBecomesARoute()
    {
        const LogEntry entry = row(u"/chat"_s, "{\"message\":\"hi\"}");
        m_panel->makeRouteFrom(entry);
        QCOMPARE(m_panel->currentId(), u"signal /chat"_s);
        QVERIFY(!m_door->routes().first().enabled);
        QCOMPARE(part<PayloadEdit>("testMessage")->payloadText(), u"{\"message\":\"hi\"}"_s);
        QCOMPARE(part<QComboBox>("testClient")->currentText(), u"as bold-otter"_s);
        m_panel->makeRouteFrom(row(u"/CHAT"_s, "{}"));
        QCOMPARE(m_door->routes().size(), 1);

        m_door->take({signalRoute(u"/a"_s, u"a();"_s), m_door->routes().first()});
        m_panel->select(u"signal /a"_s);
        m_panel->testWith(entry);
        QCOMPARE(m_panel->currentId(), u"signal /chat"_s);
        QTRY_COMPARE(m_door->inputs.size(), 1);
        QCOMPARE(m_door->inputs.first().client, entry.client);
        QCOMPARE(m_door->inputs.first().message, entry.payload);

        // the route that takes it, not one that is called like it
        m_door->take(
            {signalRoute(u"/room/*"_s, u"a();"_s), signalRoute(u"/room/:name"_s, u"b();"_s)});
        m_panel->testWith(row(u"/room/blue"_s, "{\"message\":1}"));
        QCOMPARE(m_panel->currentId(), u"signal /room/:name"_s);
    }

    void aRouteThatTheServerSwitchedOffSaysSo()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s)});
        m_door->setStates({{u"signal /a"_s, {.runs = 3, .cause = 77, .offBecause = u"3 stops"_s}}});
        auto *trouble = part<Banner>("routeTrouble");
        QVERIFY(trouble->isVisible());
        QCOMPARE(trouble->text(), u"The server switched this route off: 3 stops"_s);
        QSignalSpy row(m_panel.get(), &RoutesPanel::rowRequested);
        press("showCause");
        QCOMPARE(row.first().first().toULongLong(), 77);
        QSignalSpy test(m_panel.get(), &RoutesPanel::rowTestRequested);
        press("testCause");
        QCOMPARE(test.first().first().toULongLong(), 77);
        QVERIFY(!part<QPushButton>("showError")->isVisible());
        press("enableAgain");
        QTRY_COMPARE(m_door->enabledAgain, QStringList{u"signal /a"_s});
        // no message was behind it: the row that tells of it is all there is
        m_door->setStates({{u"signal /a"_s, {.error = u"SyntaxError"_s, .errorRow = 78}}});
        QVERIFY(!part<QPushButton>("showCause")->isVisible());
        QVERIFY(!part<QPushButton>("enableAgain")->isVisible());
        press("showError");
        QCOMPARE(row.last().first().toULongLong(), 78);
        m_door->setStates({});
        QVERIFY(!trouble->isVisible());
    }

    void undoSurvivesALookAtAnotherRoute()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s), signalRoute(u"/b"_s, u"b();\nb();"_s)});
        write(u"first();\nsecond();"_s);
        script()->goToLine(2);
        QVERIFY(m_panel->select(u"signal /b"_s));
        QVERIFY(!script()->canUndo());
        write(u"other();"_s);
        QVERIFY(m_panel->select(u"signal /a"_s));
        QCOMPARE(script()->text(), u"first();\nsecond();"_s);
        QCOMPARE(script()->cursorLine(), 2);
        QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(script()->text(), u"a();"_s);
        QTest::keyClick(code(), Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(script()->text(), u"first();\nsecond();"_s);
        QVERIFY(m_panel->select(u"signal /b"_s));
        QCOMPARE(script()->text(), u"other();"_s);
        QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(script()->text(), u"b();\nb();"_s);
        QTest::keyClick(code(), Qt::Key_Tab); // indents with spaces there, too
        QVERIFY(script()->text().contains(u"    "_s));
        // under another path it is the same text
        QVERIFY(m_panel->select(u"signal /a"_s));
        part<QLineEdit>("routePath")->setText(u"/moved"_s);
        press("saveRoute");
        QTRY_COMPARE(m_panel->currentId(), u"signal /moved"_s);
        QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(script()->text(), u"a();"_s);
    }

    void revertingCanBeUndone()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s)});
        write(u"changed();"_s);
        press("revertRoute");
        QCOMPARE(script()->text(), u"a();"_s);
        QTest::keyClick(code(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(script()->text(), u"changed();"_s);
        QVERIFY(m_panel->hasUnsaved());
    }

    void aRequestIsTried()
    {
        Route http = signalRoute(u"/rooms/:room"_s, u"return 1;"_s);
        http.kind = RouteUse::Http;
        http.method = u"PUT"_s;
        Route get = http;
        get.method = u"GET"_s;
        m_door->take({http, get});
        QVERIFY(!part<QWidget>("testMessage")->isVisible());
        QVERIFY(!part<QWidget>("testClient")->isVisible()); // nobody is connected yet
        auto *target = part<QLineEdit>("requestTarget");
        QCOMPARE(target->text(), u"/rooms/room"_s);
        target->setText(u"/rooms/blue sky?a=b"_s);
        part<PayloadEdit>("requestBody")->replaceText(u"{\"n\": 1}"_s);
        auto *headers = part<QPlainTextEdit>("requestHeaders");
        headers->setPlainText(u"Content-Type: application/json\nX-Key : a:b "_s);
        QCOMPARE(part<QToolButton>("showHeaders")->text(), u"Headers 2"_s);
        m_panel->runTest();
        QTRY_COMPARE(m_door->inputs.size(), 1);
        const Request request = m_door->inputs.first().request;
        QCOMPARE(request.method, "PUT"_ba);
        QCOMPARE(request.target, "/rooms/blue%20sky?a=b"_ba);
        QCOMPARE(request.body, "{\"n\": 1}"_ba);
        QCOMPARE(request.field("x-key"), "a:b"_ba);
        // what cannot be asked is said at the button
        headers->setPlainText(u"nonsense"_s);
        QVERIFY(!part<QPushButton>("runTest")->isEnabled());
        QVERIFY(part<QPushButton>("runTest")->toolTip().contains(u"line 1"_s));
        headers->clear();
        target->setText(u"rooms"_s);
        QVERIFY(!part<QPushButton>("runTest")->isEnabled());
        target->clear();
        // another method, another path: proposed unless something was written
        QVERIFY(m_panel->select(u"http GET /rooms/:room"_s));
        QCOMPARE(part<QComboBox>("requestMethod")->count(), 2); // HEAD too
        QCOMPARE(target->text(), u"/rooms/room"_s);
        part<QLineEdit>("routePath")->setText(u"/halls/:hall"_s);
        QCOMPARE(target->text(), u"/halls/hall"_s);
        QVERIFY(part<QPushButton>("runTest")->isEnabled());
    }

    void aScriptFileThatIsNotThereIsSaid()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s)});
        auto *does = part<QComboBox>("routeDoes");
        does->setCurrentIndex(2);
        Q_EMIT does->activated(2);
        part<QLineEdit>("scriptFile")->setText(u"no-such.js"_s);
        QCOMPARE(part<QLabel>("scriptFileNote")->text(), u"There is no such file."_s);
        press("saveRoute"); // it may come later
        QTRY_COMPARE(m_door->routes().first().script.fileName, u"no-such.js"_s);
    }

    void rulesAreSavedInsteadOfAScript()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s)});
        auto *does = part<QComboBox>("routeDoes");
        does->setCurrentIndex(1);
        Q_EMIT does->activated(1);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        part<QComboBox>("ruleAction")->setCurrentIndex(int(RuleAction::Kind::Reply));
        QVERIFY(!part<QPushButton>("saveRoute")->isEnabled());
        part<QLineEdit>("ruleValue")->setText(u"{{now}}"_s);
        press("saveRoute");
        QCOMPARE(m_door->routes().first().rules.size(), 1);
        QVERIFY(m_door->routes().first().script.source.isEmpty());
        QVERIFY(m_door->routes().first().enabled);
    }

    void theStateIsShownAndChanged()
    {
        m_door->take({signalRoute(u"/a"_s, u"a();"_s)});
        m_door->setState("{\"count\":3}");
        part<QAction>("showState")->trigger();
        auto *text = part<PayloadEdit>("stateText");
        QCOMPARE(text->payloadText(), u"{\n  \"count\": 3\n}"_s);
        m_door->setState("{\"count\":4}"); // nobody types: it follows
        QCOMPARE(text->payloadText(), u"{\n  \"count\": 4\n}"_s);
        text->replaceText(u"{\"count\": 5"_s);
        QVERIFY(!part<QPushButton>("saveState")->isEnabled());
        QVERIFY(!part<QLabel>("stateProblem")->text().isEmpty());
        text->replaceText(u"[5]"_s);
        QVERIFY(!part<QPushButton>("saveState")->isEnabled());
        m_door->setState("{\"count\":6}");
        text->replaceText(u"{\"count\": 5}"_s);
        QCOMPARE(part<QLabel>("stateProblem")->text(),
                 u"A script has changed it meanwhile; Save overwrites that."_s);
        press("saveState");
        QCOMPARE(m_door->state(), "{\"count\":5}"_ba);
        press("leaveState");
        QVERIFY(part<QWidget>("routeEditor")->isVisible());
    }

    void functionsAndExamplesAreInserted()
    {
        m_door->take({signalRoute(u"/a"_s, QString())});
        code()->setFocus();
        QTest::keyClick(code(), Qt::Key_F1);
        auto *sheet = part<ScriptSheet>("scriptSheet");
        QVERIFY(sheet);
        QCOMPARE(sheet->findChild<QListWidget *>()->item(0)->text(),
                 u"Answer [date] with the date"_s);
        QTest::mouseClick(sheet->findChild<QPushButton *>(u"sheetInsert"_s), Qt::LeftButton);
        QVERIFY(script()->text().contains(u"new Date()"_s));
        QCOMPARE(QApplication::focusWidget(), code());
    }

    void newRoutesOfEachKind()
    {
        for (const RouteUse kind :
             {RouteUse::Signal, RouteUse::Http, RouteUse::Connect, RouteUse::Disconnect}) {
            m_panel->addRoute(kind);
            m_panel->addRoute(kind);
        }
        QStringList titles;
        const QList<Route> routes = m_door->routes();
        for (const Route &route : routes)
            titles.append(titleOf(route));
        QCOMPARE(titles, (QStringList{u"/messages"_s, u"/messages-2"_s, u"POST /hook"_s,
                                      u"POST /hook-2"_s, u"connect /*"_s, u"connect /*"_s,
                                      u"disconnect /*"_s, u"disconnect /*"_s}));
        QVERIFY(!part<QWidget>("testMessage")->isVisible());
    }

    void theModelsAreSound()
    {
        const QAbstractItemModelTester routes(
            m_panel->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester made(effects(),
                                            QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_door->take({signalRoute(u"/a"_s, u"a();"_s), signalRoute(u"/b"_s, u"b();"_s)});
        m_door->report.problem = ScriptProblem{0, u"too slow"_s};
        m_panel->runTest();
        QTRY_COMPARE(effects()->rowCount(), 1);
        m_door->take({});
        QCOMPARE(m_panel->model()->rowCount(), 0);
        QCOMPARE(m_panel->currentId(), QString());
    }
};

SIGNALBOX_TEST(TestRoutesPanel)
#include "tst_routespanel.moc"
