#include "tests/support/testprogram.h"
#include "tests/ui/clients/clientfeed.h"
#include "timerspaneltest.h"
#include "ui/timers/timermodel.h"
#include "ui/widgets/emptystate.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDataStream>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

/// The list of timers and schedules, and what its buttons do.
class TestTimersPanel : public TimersPanelTest
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSaidToBeNothing()
    {
        make({});
        QCOMPARE(m_panel->count(), 0);
        QVERIFY(m_panel->findChild<EmptyState *>(u"noTimers"_s)->isVisible());
        QVERIFY(!view()->isVisible());
        QVERIFY(!action(u"runTimer"_s)->isEnabled());
        // its button begins a timer
        QSignalSpy counted(m_panel.get(), &TimersPanel::countChanged);
        m_panel->findChild<EmptyState *>(u"noTimers"_s)->findChild<QPushButton *>()->click();
        QVERIFY(dialog());
        QTest::mouseClick(apply(), Qt::LeftButton);
        QTRY_COMPARE(m_panel->count(), 1);
        QCOMPARE(counted.size(), 1);
        QVERIFY(view()->isVisible());
        QCOMPARE(configuration().timers.first().name, u"timer"_s);
        QCOMPARE(configuration().timers.first().interval, 5s);
        QCOMPARE(m_fixture->saved().timers, configuration().timers);
        undo()->undo();
        QCOMPARE(m_panel->count(), 0);
        QVERIFY(m_fixture->saved().timers.isEmpty());
        QCOMPARE(undo()->redoText(), u"add timer timer"_s);
    }

    void whatRunsIsSeen()
    {
        make({timerOf(u"beat"_s, 20ms), timerOf(u"hourly"_s, 1h)},
             {scheduleOf(u"bell"_s, u"* * * * * *"_s)});
        const QAbstractItemModelTester tester(
            view()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(m_panel->findChild<QLabel *>(u"timerCount"_s)->text(), u"3"_s);
        QTRY_VERIFY(cell(0, TimerModel::Runs).toInt() > 5);
        QTRY_VERIFY(cell(2, TimerModel::Runs).toInt() > 0);
        QVERIFY(cell(0, TimerModel::Last).endsWith(u"nobody"_s));
        QCOMPARE(cell(1, TimerModel::Last), QString());
        QTRY_VERIFY(!cell(1, TimerModel::Next).isEmpty());
    }

    void runNow()
    {
        make({timerOf(u"hourly"_s, 1h)});
        m_panel->setCurrent(u"hourly"_s);
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_F9);
        QTRY_VERIFY(cell(0, TimerModel::Last).endsWith(u"nobody"_s));
        QCOMPARE(cell(0, TimerModel::Runs), u"0"_s); // the plan did not change
        QVERIFY(undo()->isClean() && undo()->count() == 0);
    }

    void onAndOff()
    {
        make({timerOf(u"beat"_s, 20ms)});
        const QModelIndex box = view()->model()->index(0, TimerModel::Name);
        view()->setCurrentIndex(box);
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_Space);
        QTRY_COMPARE(box.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Unchecked);
        QVERIFY(!configuration().timers.first().enabled);
        QCOMPARE(cell(0, TimerModel::Next), u"off"_s);
        QCOMPARE(undo()->undoText(), u"switch timer beat off"_s);
        QCOMPARE(m_panel->findChild<QLabel *>(u"timerCount"_s)->text(), u"1, 0 on"_s);
        undo()->undo();
        QTRY_COMPARE(box.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);
        action(u"toggleTimer"_s)->trigger();
        QTRY_COMPARE(box.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Unchecked);
        undo()->undo();
        QTRY_COMPARE(box.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);
        // switched off over the configuration's head, the box switches it on again
        m_fixture->server().setTimerEnabled(u"beat"_s, false);
        QTRY_COMPARE(box.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Unchecked);
        action(u"toggleTimer"_s)->trigger();
        QTRY_COMPARE(box.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);
    }

    void removing()
    {
        make({timerOf(u"a"_s, 1h), timerOf(u"b"_s, 1h)}, {scheduleOf(u"c"_s, u"@daily"_s)});
        m_panel->setCurrent(u"b"_s);
        view()->setFocus();
        QSignalSpy removed(m_panel.get(), &TimersPanel::removed);
        QTest::keyClick(view(), Qt::Key_Delete);
        QCOMPARE(m_panel->count(), 2);
        QCOMPARE(removed.first().first().toString(), u"Timer b was removed."_s);
        QCOMPARE(undo()->undoText(), u"remove timer b"_s);
        m_panel->setCurrent(u"c"_s);
        action(u"removeTimer"_s)->trigger();
        QVERIFY(configuration().schedules.isEmpty());
        QCOMPARE(removed.last().first().toString(), u"Schedule c was removed."_s);
        QCOMPARE(undo()->undoText(), u"remove schedule c"_s);
        undo()->undo();
        undo()->undo();
        QCOMPARE(cell(1, TimerModel::Name), u"b"_s); // at its place
        QCOMPARE(cell(2, TimerModel::Name), u"c"_s);
    }

    void onlyThisInTheLog()
    {
        make({timerOf(u"a \"b\""_s, 5s)});
        QSignalSpy asked(m_panel.get(), &TimersPanel::logFilterRequested);
        m_panel->setCurrent(u"a \"b\""_s);
        action(u"showTimerInLog"_s)->trigger();
        QCOMPARE(asked.first().first().toString(), u"timer=\"a \\\"b\\\"\""_s);
    }

    void theFilterShowsWhatMatches()
    {
        make({timerOf(u"beat"_s, 1h, u"/clock"_s), timerOf(u"report"_s, 90s, u"/sensors"_s)},
             {scheduleOf(u"break bell"_s, u"0 10 * * 1-5"_s)});
        auto *filter = m_panel->findChild<QLineEdit *>(u"timerFilter"_s);
        m_panel->setCurrent(u"report"_s);
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget(), filter);
        QTest::keyClicks(filter, u"90 s"_s); // both words: "every 1 min 30 s" has no 90
        QVERIFY(m_panel->findChild<EmptyState *>(u"noTimerMatches"_s)->isVisible());
        filter->setText(u"SENS"_s);
        QCOMPARE(view()->model()->rowCount(), 1);
        QCOMPARE(m_panel->current(), u"report"_s); // it stays the current one
        filter->setText(u"monday bell"_s);
        QCOMPARE(view()->model()->rowCount(), 1);
        QCOMPARE(m_panel->current(), u"break bell"_s);
        m_panel->setCurrent(u"beat"_s); // asked for by name, it is shown
        QVERIFY(filter->text().isEmpty());
        QCOMPARE(view()->model()->rowCount(), 3);
        filter->setText(u"no such"_s);
        auto *none = m_panel->findChild<EmptyState *>(u"noTimerMatches"_s);
        QCOMPARE(none->title(), u"3 timers and schedules, none match"_s);
        none->findChild<QPushButton *>()->click();
        QVERIFY(view()->isVisible());
    }

    void allAreSwitchedAtOnce()
    {
        TimerConfig off = timerOf(u"off"_s, 1h);
        off.enabled = false;
        make({timerOf(u"a"_s, 1h), off}, {scheduleOf(u"bell"_s, u"@daily"_s)});
        auto *all = m_panel->findChild<QCheckBox *>(u"allTimers"_s);
        QCOMPARE(all->checkState(), Qt::PartiallyChecked);
        all->click();
        QTRY_COMPARE(all->checkState(), Qt::Checked);
        QVERIFY(configuration().timers.last().enabled);
        QCOMPARE(undo()->count(), 1);
        QCOMPARE(undo()->undoText(), u"switch 3 timers and schedules on"_s);
        all->click();
        QTRY_COMPARE(all->checkState(), Qt::Unchecked);
        QVERIFY(!configuration().timers.first().enabled
                && !configuration().schedules.first().enabled);
        QCOMPARE(m_fixture->saved().timers, configuration().timers);
        undo()->undo(); // one step
        QTRY_COMPARE(all->checkState(), Qt::Checked);
        undo()->undo();
        QTRY_COMPARE(all->checkState(), Qt::PartiallyChecked);
        QVERIFY(!configuration().timers.last().enabled);
        // those that the filter hides stay as they are
        m_panel->findChild<QLineEdit *>(u"timerFilter"_s)->setText(u"off"_s);
        QCOMPARE(all->text(), u"Shown on"_s);
        QCOMPARE(all->checkState(), Qt::Unchecked);
        all->click();
        QTRY_COMPARE(all->checkState(), Qt::Checked);
        QVERIFY(configuration().timers.last().enabled);
        all->click();
        QTRY_COMPARE(all->checkState(), Qt::Unchecked);
        QVERIFY(configuration().timers.first().enabled);
        // one that was switched off over the configuration's head comes back, too
        m_panel->findChild<QLineEdit *>(u"timerFilter"_s)->clear();
        m_fixture->server().setTimerEnabled(u"a"_s, false);
        QTRY_VERIFY(!m_fixture->server().timers().first().enabled);
        QTRY_COMPARE(all->checkState(), Qt::PartiallyChecked);
        all->click();
        QTRY_COMPARE(all->checkState(), Qt::Checked);
        QTRY_VERIFY(m_fixture->server().timers().first().enabled);
    }

    void aFastTimerForManyIsAskedAbout()
    {
        TimerConfig fast = timerOf(u"fast"_s, 100ms, u"/clock"_s);
        fast.enabled = false;
        TimerConfig few = timerOf(u"few"_s, 100ms, u"/empty"_s);
        few.enabled = false;
        TimerConfig slow = timerOf(u"slow"_s, 1s, u"/clock"_s);
        slow.enabled = false;
        make({fast, few, slow});
        m_fixture->directory().apply(batchOf(madeClients(0, 50, u"/clock"_s)));
        const auto question = [this] {
            return m_panel->findChild<QMessageBox *>(u"fastTimerQuestion"_s);
        };
        const auto answer = [&question](const QString &button) {
            question()->findChild<QPushButton *>(button)->click();
        };
        for (const QString &name : {u"few"_s, u"slow"_s}) {
            m_panel->setCurrent(name);
            action(u"toggleTimer"_s)->trigger();
            QVERIFY(!question());
        }
        m_panel->setCurrent(u"fast"_s);
        action(u"toggleTimer"_s)->trigger();
        QVERIFY(question());
        QCOMPARE(
            question()->informativeText(),
            u"Timer fast runs every 100 ms, for 50 clients now: up to 500 messages a second."_s);
        answer(u"leaveTimerOff"_s);
        QVERIFY(!configuration().timers.first().enabled);
        QTRY_VERIFY(!question());
        // added by the dialog: it is there, but off
        action(u"duplicateTimer"_s)->trigger();
        field<QCheckBox>(u"timerEnabled"_s)->setChecked(true);
        apply()->click();
        answer(u"leaveTimerOff"_s);
        QCOMPARE(m_panel->count(), 4);
        QVERIFY(!configuration().timers.last().enabled);
        QTRY_VERIFY(!question());
        // by the box for all: one question, and it is allowed from now on
        m_panel->findChild<QCheckBox *>(u"allTimers"_s)->click();
        QVERIFY(question());
        QVERIFY(question()->informativeText().endsWith(
            u"One other runs more often than once a second, too."_s));
        answer(u"switchTimerOn"_s);
        QVERIFY(configuration().timers.first().enabled && configuration().timers.last().enabled);
        QTRY_VERIFY(!question());
        m_panel->setCurrent(u"fast"_s);
        action(u"toggleTimer"_s)->trigger();
        QTRY_VERIFY(!m_fixture->server().timers().first().enabled);
        action(u"toggleTimer"_s)->trigger();
        QVERIFY(!question());
        QTRY_VERIFY(m_fixture->server().timers().first().enabled);
    }

    void theLastRunsLeadToTheLog()
    {
        make({timerOf(u"hourly"_s, 1h), timerOf(u"other"_s, 1h)});
        m_fixture->server().setFeedWanted(true);
        auto *runs = m_panel->findChild<QTableView *>(u"runsView"_s);
        const QAbstractItemModelTester tester(
            runs->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_panel->setCurrent(u"hourly"_s);
        QVERIFY(!runs->isVisible()); // there are none
        for (int i = 1; i <= 3; ++i) {
            action(u"runTimer"_s)->trigger();
            QTRY_COMPARE(runs->model()->rowCount(), i);
        }
        QVERIFY(runs->isVisible());
        QCOMPARE(runs->model()->index(0, 1).data().toString(), u"nobody"_s);
        QCOMPARE(runs->model()->index(0, 2).data().toString(), u"by hand"_s);
        QSignalSpy asked(m_panel.get(), &TimersPanel::rowRequested);
        const LogEntries rows = m_fixture->server().takeFeed().entries;
        QList<quint64> sent;
        for (const LogEntry &entry : rows)
            if (entry.kind == LogKind::Timer)
                sent.append(entry.sequence);
        QCOMPARE(sent.size(), 3);
        runs->setCurrentIndex(runs->model()->index(2, 0)); // the oldest
        runs->setFocus();
        QTest::keyClick(runs, Qt::Key_Return);
        QCOMPARE(asked.first().first().toULongLong(), sent.first());
        m_panel->findChild<QToolButton *>(u"showRun"_s)->click();
        QCOMPARE(asked.size(), 2);
        m_panel->setCurrent(u"other"_s);
        QCOMPARE(runs->model()->rowCount(), 0);
        action(u"showRuns"_s)->trigger();
        QVERIFY(!m_panel->findChild<QWidget *>(u"timerRuns"_s)->isVisible());
        TimersPanel again(m_fixture->server(), m_fixture->controller(), m_fixture->directory());
        QVERIFY(again.restoreState(m_panel->saveState()));
        QVERIFY(!again.findChild<QAction *>(u"showRuns"_s)->isChecked());
    }

    void whatIsNoStateOfItsOwnChangesNothing()
    {
        make({timerOf(u"a"_s, 1h)}, {});
        const QByteArray before = m_panel->saveState();
        const auto written = [](const auto &...parts) {
            QByteArray state;
            QDataStream stream(&state, QIODevice::WriteOnly);
            stream.setVersion(QDataStream::Qt_6_4);
            (stream << ... << parts);
            return state;
        };
        QVERIFY(!m_panel->restoreState({}));
        QVERIFY(!m_panel->restoreState(before.first(before.size() / 2)));
        QVERIFY(!m_panel->restoreState(written("no columns"_ba, false, qint32(100))));
        QCOMPARE(m_panel->saveState(), before);
        // earlier versions wrote neither a mark nor the zoom
        QVERIFY(m_panel->restoreState(written(view()->horizontalHeader()->saveState(), false)));
        QVERIFY(!action(u"showRuns"_s)->isChecked());
    }

    void everyEditCanBeUndoneAndMadeAgain()
    {
        make({timerOf(u"a"_s, 1h)}, {scheduleOf(u"bell"_s, u"@daily"_s)});
        QList<Configuration> versions{configuration()};
        const auto keep = [&] {
            QTRY_VERIFY(!dialog());
            QVERIFY(configuration() != versions.last());
            versions.append(configuration());
        };
        action(u"newTimer"_s)->trigger();
        apply()->click();
        keep();
        action(u"newOnce"_s)->trigger();
        apply()->click();
        keep();
        m_panel->setCurrent(u"a"_s);
        action(u"editTimer"_s)->trigger();
        field<QLineEdit>(u"timerName"_s)->setText(u"b"_s);
        apply()->click();
        keep();
        action(u"editTimer"_s)->trigger();
        field<QRadioButton>(u"timerAt"_s)->click(); // another kind
        apply()->click();
        keep();
        action(u"duplicateTimer"_s)->trigger();
        apply()->click();
        keep();
        action(u"toggleTimer"_s)->trigger();
        keep();
        QTRY_COMPARE(m_panel->findChild<QCheckBox *>(u"allTimers"_s)->checkState(),
                     Qt::PartiallyChecked);
        m_panel->findChild<QCheckBox *>(u"allTimers"_s)->click();
        keep();
        action(u"removeTimer"_s)->trigger();
        keep();
        for (qsizetype i = versions.size() - 2; i >= 0; --i) {
            undo()->undo();
            QCOMPARE(configuration(), versions.at(i));
            QCOMPARE(m_panel->count(),
                     int(versions.at(i).timers.size() + versions.at(i).schedules.size()));
        }
        QVERIFY(!undo()->canUndo());
        for (qsizetype i = 1; i < versions.size(); ++i) {
            undo()->redo();
            QCOMPARE(configuration(), versions.at(i));
            QCOMPARE(m_fixture->saved(), versions.at(i));
        }
    }

    void everythingHasAName()
    {
        make({timerOf(u"beat"_s, 5s)});
        QVERIFY(!view()->accessibleName().isEmpty());
        m_panel->setCurrent(u"beat"_s);
        action(u"editTimer"_s)->trigger();
        for (const QWidget *widget : dialog()->findChildren<QWidget *>()) {
            const bool takesKeys = (widget->focusPolicy() & Qt::TabFocus) && widget->isVisible();
            const bool isPart = qobject_cast<QComboBox *>(widget->parentWidget())
                                || qobject_cast<QAbstractSpinBox *>(widget->parentWidget());
            if (!takesKeys || isPart || widget->objectName().startsWith(u"qt_"_s))
                continue;
            QAccessibleInterface *interface =
                QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(),
                     qPrintable(widget->objectName() + u' '
                                + QString::fromLatin1(widget->metaObject()->className())));
        }
    }
};

SIGNALBOX_TEST(TestTimersPanel)
#include "tst_timerspanel.moc"
