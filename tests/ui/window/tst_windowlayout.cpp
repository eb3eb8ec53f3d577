#include "tests/support/testprogram.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/window/windowlayout.h"

#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSplitter>
#include <QTabBar>
#include <QTemporaryDir>
#include <QVBoxLayout>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using Pane = WindowLayout::Pane;

class TestWindowLayout : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<WindowLayout> m_layout;
    QList<QLineEdit *> m_edits; ///< one in each pane

    void make(int width)
    {
        m_edits.clear();
        QList<QWidget *> panes;
        for (int i = 0; i < 4; ++i) {
            auto *pane = new QWidget;
            auto *edit = new QLineEdit(pane);
            (new QVBoxLayout(pane))->addWidget(edit);
            m_edits += edit;
            panes += pane;
        }
        m_layout = std::make_unique<WindowLayout>(panes[0], panes[1], panes[2], panes[3]);
        m_layout->resize(width, 700);
        m_layout->show();
        m_layout->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_layout.get()));
    }
    int clientsWidth() const { return m_edits[0]->parentWidget()->width(); }
    /// With the mouse, from the 300 pixels that they have at first; gives the width they got.
    int widenClients()
    {
        const int by = 100;
        QSplitterHandle *handle = m_layout->findChild<QSplitter *>(u"mainSplitter"_s)->handle(1);
        const QPoint at = handle->rect().center();
        QTest::mousePress(handle, Qt::LeftButton, {}, at);
        QTest::mouseMove(handle, at + QPoint(by, 0));
        QTest::mouseRelease(handle, Qt::LeftButton, {}, at + QPoint(by, 0));
        return clientsWidth();
    }
    void choose(const QString &tab)
    {
        auto *tabs = m_layout->findChild<QTabBar *>();
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->isTabVisible(i) && tabs->tabText(i).startsWith(tab))
                QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(i).center());
    }
    int focused() const
    {
        for (int i = 0; i < 4; ++i)
            if (m_edits.at(i)->hasFocus())
                return i;
        return -1;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void cleanup() { m_layout.reset(); }

    void clientsAreATabWhereThereIsLittleRoom()
    {
        make(1300);
        auto *tabs = m_layout->findChild<QTabBar *>();
        QVERIFY(!m_layout->isNarrow());
        QVERIFY(!tabs->isVisible());
        QVERIFY(m_edits[0]->isVisible());
        m_layout->resize(1100, 700);
        QVERIFY(m_layout->isNarrow());
        QVERIFY(tabs->isVisible());
        QVERIFY(!m_edits[0]->isVisible());
        choose(u"Clients"_s);
        QVERIFY(m_edits[0]->isVisible());
        QVERIFY(!m_edits[1]->isVisible());
        m_layout->resize(1300, 700);
        for (const QLineEdit *edit : std::as_const(m_edits))
            QVERIFY(edit->isVisible());
        QTRY_VERIFY(m_edits[0]->mapTo(m_layout.get(), QPoint()).x()
                    < m_edits[1]->mapTo(m_layout.get(), QPoint()).x());
    }

    void sendingIsATabWhereItIsNotHighEnough()
    {
        make(1300);
        m_layout->resize(1300, 400);
        QVERIFY(m_layout->isShort());
        QVERIFY(!m_edits[3]->isVisible());
        choose(u"Send"_s);
        QVERIFY(m_edits[2]->isVisible() && m_edits[3]->isVisible());
        QVERIFY(!m_edits[1]->isVisible());
        m_layout->resize(1300, 700);
        for (const QLineEdit *edit : std::as_const(m_edits))
            QVERIFY(edit->isVisible());
        QTRY_VERIFY(m_edits[1]->mapTo(m_layout.get(), QPoint()).y()
                    < m_edits[3]->mapTo(m_layout.get(), QPoint()).y());
    }

    void aToolIsBesideTheComposer()
    {
        make(1300);
        auto *tabs = m_layout->findChild<QTabBar *>(u"toolTabs"_s);
        QVERIFY(!tabs->isVisible()); // nothing to choose from
        auto *tool = new QLineEdit;
        m_layout->addTool(tool, {}, u"Timers"_s);
        QVERIFY(tabs->isVisible());
        QVERIFY(!tool->isVisible());
        const int height = m_edits[3]->parentWidget()->height();
        m_layout->activateTool(tool);
        QVERIFY(tool->hasFocus());
        QVERIFY(!m_edits[3]->isVisible());
        QVERIFY(m_edits[1]->isVisible());
        QTRY_VERIFY(tool->height() > height); // there is more to see in it
        m_layout->activateNext();
        QCOMPARE(focused(), 0);
        m_layout->activateNext(true);
        QVERIFY(tool->hasFocus());
        m_layout->activate(Pane::Composer);
        QCOMPARE(focused(), 3);
        QVERIFY(!tool->isVisible());
        QTRY_COMPARE(m_edits[3]->parentWidget()->height(), height);
    }

    void aToolThatIsNotShownTakesNoRoom()
    {
        make(1300);
        const int height = m_edits[3]->parentWidget()->height();
        auto *tool = new QWidget;
        auto *part = new QWidget(tool);
        part->setMinimumHeight(400);
        (new QVBoxLayout(tool))->addWidget(part);
        m_layout->addTool(tool, {}, u"Routes"_s);
        m_layout->resize(1300, 701);
        QTRY_COMPARE(m_layout->height(), 701);
        QVERIFY(m_edits[3]->parentWidget()->height() <= height + 1);
        m_layout->activateTool(tool);
        QTRY_VERIFY(tool->height() >= 400);
        m_layout->activate(Pane::Composer);
        QTRY_VERIFY(m_edits[3]->parentWidget()->height() <= height + 1);
    }

    void panesAreCycledThrough_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("side by side") << QSize(1300, 700);
        QTest::newRow("with a tab for the clients") << QSize(1000, 700);
        QTest::newRow("with a tab for sending") << QSize(1300, 400);
        QTest::newRow("with both tabs") << QSize(1000, 400);
    }
    void panesAreCycledThrough()
    {
        QFETCH(QSize, size);
        make(size.width());
        m_layout->resize(size);
        m_layout->activate(Pane::Clients);
        QCOMPARE(focused(), 0);
        for (const int next : {1, 2, 3, 0}) {
            m_layout->activateNext();
            QCOMPARE(focused(), next);
        }
        m_layout->activateNext(true);
        QCOMPARE(focused(), 3);
        m_layout->setPaneVisible(Pane::Inspector, false);
        m_layout->activateNext(true);
        QCOMPARE(focused(), 1);
    }

    void aHiddenPaneComesBackWhenItIsAskedFor()
    {
        make(1300);
        QSignalSpy changed(m_layout.get(), &WindowLayout::paneVisibilityChanged);
        m_layout->setPaneVisible(Pane::Inspector, false);
        m_layout->setPaneVisible(Pane::Composer, false);
        QCOMPARE(changed.count(), 2);
        QVERIFY(!m_edits[3]->isVisible());
        m_layout->activate(Pane::Composer);
        QVERIFY(m_edits[3]->isVisible());
        QVERIFY(!m_edits[2]->isVisible());
        QCOMPARE(focused(), 3);
    }

    void aPaneThatWasDrawnShutComesBack()
    {
        make(1300);
        m_layout->findChild<QSplitter *>(u"lowerSplitter"_s)->setSizes({700, 0});
        m_layout->findChild<QSplitter *>(u"centreSplitter"_s)->setSizes({700, 0});
        m_layout->activate(Pane::Composer);
        QVERIFY(m_edits[3]->parentWidget()->width() > 100);
        QVERIFY(m_edits[3]->parentWidget()->height() > 100);
    }

    void theLayoutIsRemembered()
    {
        const QTemporaryDir folder;
        Settings settings(folder.filePath(u"a.ini"_s));
        make(1300);
        const int wide = widenClients();
        QVERIFY(wide > 350);
        m_layout->setPaneVisible(Pane::Inspector, false);
        m_layout->save(settings);
        make(1300);
        m_layout->restore(settings);
        QCOMPARE(clientsWidth(), wide);
        QVERIFY(!m_layout->isPaneVisible(Pane::Inspector));
        m_layout->reset();
        QVERIFY(m_layout->isPaneVisible(Pane::Inspector));
        QCOMPARE(clientsWidth(), 300);
    }

    void whatNobodyDrewFollowsTheWindow()
    {
        const QTemporaryDir folder;
        Settings settings(folder.filePath(u"a.ini"_s));
        make(1300);
        const int height = m_edits[3]->parentWidget()->height();
        m_layout->save(settings);
        make(1300);
        m_layout->restore(settings);
        m_layout->resize(1900, 1000);
        QTRY_VERIFY(m_edits[3]->parentWidget()->height() > height);
        QCOMPARE(clientsWidth(), 300);
    }

    void aNarrowWindowKeepsTheWideSizes()
    {
        const QTemporaryDir folder;
        Settings settings(folder.filePath(u"a.ini"_s));
        make(1300);
        const int wide = widenClients();
        QVERIFY(wide > 350);
        m_layout->save(settings);
        make(1000);
        m_layout->restore(settings);
        m_layout->save(settings);
        m_layout->resize(1300, 700);
        QTRY_COMPARE(clientsWidth(), wide);
        make(1300);
        m_layout->restore(settings);
        QCOMPARE(clientsWidth(), wide);
    }
};

SIGNALBOX_TEST(TestWindowLayout)
#include "tst_windowlayout.moc"
