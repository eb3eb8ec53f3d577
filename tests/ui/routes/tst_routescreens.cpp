#include "core/history/versionstore.h"
#include "fakedoor.h"
#include "tests/support/testprogram.h"
#include "ui/model/clientdirectory.h"
#include "ui/routes/routeeditor.h"
#include "ui/routes/routespanel.h"
#include "ui/routes/scriptsheet.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Writes pictures of the routes page into the build folder, to be looked at.
class TestRouteScreens : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<FakeDoor> m_door;
    std::unique_ptr<ClientDirectory> m_directory;
    std::unique_ptr<VersionStore> m_store;
    std::unique_ptr<RoutesPanel> m_panel;

    void fill()
    {
        Route date;
        date.path = u"/messages"_s;
        date.script.source = scriptExamples(ScriptPurpose::Message).first().script;
        Route room = date;
        room.path = u"/room/:name"_s;
        Route score = date;
        score.path = u"/score"_s;
        Route old = date;
        old.path = u"/old"_s;
        old.enabled = false;
        Route http;
        http.kind = RouteUse::Http;
        http.method = u"POST"_s;
        http.path = u"/broadcast"_s;
        http.script.source = scriptExamples(ScriptPurpose::Http).last().script;
        Route greet;
        greet.kind = RouteUse::Connect;
        greet.path = u"/*"_s;
        greet.script.source = scriptExamples(ScriptPurpose::Connect).first().script;
        m_door->take({date, room, score, old, http, greet});
        m_door->setStates({{u"signal /messages"_s, {.runs = 1240, .p99 = 980us}},
                           {u"signal /room/:name"_s,
                            {.runs = 310,
                             .p99 = 2100us,
                             .error = u"ReferenceError: rooms is not defined"_s,
                             .line = 3}},
                           {u"signal /score"_s,
                            {.runs = 52,
                             .cause = 881,
                             .offBecause = u"it ran longer than 250 ms three times in a minute"_s}},
                           {u"http POST /broadcast"_s, {.runs = 12, .p99 = 400us}}});
        m_door->report = {
            .effects = {{.kind = TestEffect::Kind::Send,
                         .to = u"everyone on /messages"_s,
                         .receivers = 38,
                         .payload = "Tue Nov 24 2026 10:42:07 GMT+0100"},
                        {.kind = TestEffect::Kind::Log, .text = u"answered bold-otter"_s}},
            .took = 1200us};
        const QDateTime now = QDateTime::currentDateTimeUtc();
        m_store->add(u"signal /messages"_s, u"sendSignal(event.data.message);\n"_s,
                     now.addSecs(-7200));
        m_store->add(
            u"signal /messages"_s,
            u"let m = event.data.message;\nif (m === '[date]')\n    m = new Date();\nsendSignal(m);\n"_s,
            now.addSecs(-3600));
        m_store->add(u"signal /messages"_s, date.script.source, now.addSecs(-60));
    }
    template<typename T>
    T *part(const char *name) const
    {
        return m_panel->findChild<T *>(QString::fromLatin1(name));
    }
    void show(const QString &what)
    {
        if (what == "empty"_L1)
            return;
        fill();
        if (what == "editor"_L1) {
            m_panel->runTest();
        } else if (what == "broken"_L1) {
            auto *script = m_panel->findChild<ScriptEditor *>();
            script->replaceText(u"let m = event.data.message;\nlet = 5;\nsendSignal(m);\n"_s);
            m_door->report = {.problem =
                                  ScriptProblem{2, u"SyntaxError: Expected token `identifier'"_s},
                              .took = 300us};
            m_panel->runTest();
        } else if (what == "off"_L1) {
            m_panel->select(u"signal /score"_s);
        } else if (what == "history"_L1) {
            QTest::mouseClick(part<QWidget>("routeHistory"), Qt::LeftButton);
        } else if (what == "rules"_L1) {
            m_panel->select(u"signal /old"_s);
            auto *does = part<QComboBox>("routeDoes");
            does->setCurrentIndex(1);
            Q_EMIT does->activated(1);
            part<QComboBox>("ruleTest")->setCurrentIndex(1);
            part<QLineEdit>("ruleWanted")->setText(u"[date]"_s);
            part<QComboBox>("ruleAction")->setCurrentIndex(2);
            part<QLineEdit>("ruleValue")->setText(u"It is {{now}}, {{client.name}}"_s);
            QTest::mouseClick(part<QWidget>("addRule"), Qt::LeftButton);
        } else if (what == "state"_L1) {
            m_door->setState("{\"count\":1240,\"rooms\":{\"blue\":[\"ann\",\"bob\"],\"red\":[]}}");
            part<QAction>("showState")->trigger();
        } else if (what == "find"_L1) {
            QTest::keyClick(part<QWidget>("code"), Qt::Key_H, Qt::ControlModifier);
            part<QLineEdit>("findPattern")->setText(u"m"_s);
        } else if (what == "deleted"_L1) {
            part<QAction>("deleteRoute")->trigger();
        } else if (what == "http"_L1) {
            m_panel->select(u"http POST /broadcast"_s);
        }
        QTest::qWait(600);
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
    }
    void cleanup() { m_panel.reset(); }

    void page_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("zoom");
        QTest::addColumn<QString>("what");
        for (const bool dark : {false, true}) {
            const SchemeChoice scheme = dark ? SchemeChoice::Dark : SchemeChoice::Light;
            const char *name = dark ? "dark" : "light";
            for (const QSize size : {QSize(1024, 640), QSize(1360, 860), QSize(1060, 340)})
                for (const char *what : {"empty", "editor", "broken", "history", "rules"})
                    QTest::addRow("routes-%s-%dx%d-%s", name, size.width(), size.height(), what)
                        << scheme << size << 100 << QString::fromLatin1(what);
            for (const char *what : {"off", "state", "find", "deleted", "http"})
                QTest::addRow("routes-%s-%s", name, what)
                    << scheme << QSize(1060, 420) << 100 << QString::fromLatin1(what);
            QTest::addRow("routes-%s-zoom150", name)
                << scheme << QSize(1360, 860) << 150 << u"editor"_s;
        }
    }
    void page()
    {
        QFETCH(SchemeChoice, scheme);
        QFETCH(QSize, size);
        QFETCH(int, zoom);
        QFETCH(QString, what);
        m_theme.setChoice(scheme);
        m_theme.setZoom(zoom);
        m_panel->resize(size);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        show(what);
        save(*m_panel, QString::fromLatin1(QTest::currentDataTag()));
        m_theme.setZoom(100);
    }

    void sheet_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::newRow("routes-light-sheet") << SchemeChoice::Light;
        QTest::newRow("routes-dark-sheet") << SchemeChoice::Dark;
    }
    void sheet()
    {
        QFETCH(SchemeChoice, scheme);
        m_theme.setChoice(scheme);
        auto *sheet = new ScriptSheet(ScriptPurpose::Message);
        sheet->show();
        QVERIFY(QTest::qWaitForWindowExposed(sheet));
        save(*sheet, QString::fromLatin1(QTest::currentDataTag()));
        sheet->close();
    }

private:
    static void save(QWidget &widget, const QString &name)
    {
        const QDir folder(QString::fromLatin1(SCREENSHOT_FOLDER));
        QVERIFY(folder.mkpath(u"."_s));
        QVERIFY(widget.grab().save(folder.filePath(name + u".png"_s)));
    }
};

SIGNALBOX_TEST(TestRouteScreens)
#include "tst_routescreens.moc"
