#include "tests/ui/clients/clientfeed.h"
#include "timerfixture.h"
#include "ui/routes/scripteditor.h"
#include "ui/theme/theme.h"
#include "ui/timers/timerdialog.h"
#include "ui/timers/timermodel.h"
#include "ui/timers/timerspanel.h"
#include "ui/widgets/emptystate.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

/// The panel and its dialog, on a server that runs.
class TestTimersPanel : public QObject
{
    Q_OBJECT

private:
    Theme m_theme;
    std::unique_ptr<TimerFixture> m_fixture;
    std::unique_ptr<TimersPanel> m_panel;

    void make(const QList<TimerConfig> &timers, const QList<ScheduleConfig> &schedules = {})
    {
        m_panel.reset();
        m_fixture = std::make_unique<TimerFixture>(timers, schedules);
        m_panel = std::make_unique<TimersPanel>(m_fixture->server(), m_fixture->controller(),
                                                m_fixture->directory());
        m_panel->resize(900, 300);
        m_panel->show();
        m_panel->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    }
    QTableView *view() const { return m_panel->findChild<QTableView *>(u"timersView"_s); }
    QAction *action(const QString &name) const { return m_panel->findChild<QAction *>(name); }
    QString cell(int row, int column) const
    {
        return view()->model()->index(row, column).data().toString();
    }
    TimerDialog *dialog() const { return m_panel->findChild<TimerDialog *>(); }
    template<typename Widget>
    Widget *field(const QString &name) const
    {
        return dialog()->findChild<Widget *>(name);
    }
    QPushButton *apply() const { return field<QPushButton>(u"timerApply"_s); }
    QString reason() const { return field<QLabel>(u"timerReason"_s)->text(); }
    const Configuration &configuration() const { return m_fixture->controller().configuration(); }
    QUndoStack *undo() const { return m_fixture->controller().undoStack(); }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void cleanup()
    {
        m_panel.reset();
        m_fixture.reset();
    }

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
        undo()->undo();
        undo()->undo();
        QCOMPARE(cell(1, TimerModel::Name), u"b"_s); // at its place
        QCOMPARE(cell(2, TimerModel::Name), u"c"_s);
    }

    void editingATimer()
    {
        TimerConfig timer = timerOf(u"beat"_s, 90s, u"/clock"_s);
        timer.limit = 7;
        timer.skip = 2;
        timer.onStart = true;
        timer.missed = MissedPolicy::All;
        make({timer});
        m_fixture->directory().apply(batchOf({madeClient(1, u"/clock"_s), madeClient(2)}));
        m_panel->setCurrent(u"beat"_s);
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_Return);
        QVERIFY(dialog());
        QCOMPARE(dialog()->task(), TaskConfig(timer)); // as it is
        QCOMPARE(field<QDoubleSpinBox>(u"timerInterval"_s)->value(), 90.0);
        QCOMPARE(field<QLabel>(u"timerReach"_s)->text(), u"1 client now"_s);
        QVERIFY(apply()->isEnabled());

        field<QLineEdit>(u"timerName"_s)->setText(u"pulse"_s);
        field<QComboBox>(u"timerUnit"_s)->setCurrentIndex(0);
        field<QDoubleSpinBox>(u"timerInterval"_s)->setValue(250);
        QVERIFY(!apply()->isEnabled()); // so many runs cannot be made up for
        QVERIFY(reason().contains(u"make up"_s));
        field<QComboBox>(u"timerMissed"_s)->setCurrentIndex(0);
        QVERIFY(apply()->isEnabled());
        field<QPlainTextEdit>(u"timerValue"_s)->setPlainText(u"{\"b\": 1.0, \"a\": [ ]}"_s);
        apply()->click();
        const TimerConfig changed = configuration().timers.first();
        QCOMPARE(changed.name, u"pulse"_s);
        QCOMPARE(changed.interval, 250ms);
        QCOMPARE(changed.limit, 7);
        QCOMPARE(changed.skip, 2);
        QVERIFY(changed.onStart);
        QCOMPARE(std::get<ClockSignal>(changed.action),
                 (ClockSignal{.value = "{\"b\":1.0,\"a\":[]}", .path = u"/clock"_s}));
        QCOMPARE(m_panel->current(), u"pulse"_s);
        QCOMPARE(undo()->undoText(), u"change timer beat"_s);
        QCOMPARE(m_fixture->saved().timers, configuration().timers);
    }

    void mistakesInATimer()
    {
        make({timerOf(u"beat"_s, 5s), timerOf(u"other"_s, 5s)});
        m_panel->setCurrent(u"beat"_s);
        action(u"editTimer"_s)->trigger();
        auto *name = field<QLineEdit>(u"timerName"_s);
        for (const QString &wrong : {u""_s, u"other"_s, u"a\u200Bb"_s}) {
            name->setText(wrong);
            QVERIFY2(!apply()->isEnabled(), qPrintable(wrong));
            QVERIFY(!reason().isEmpty());
        }
        name->setText(u"beat"_s); // its own
        QVERIFY(apply()->isEnabled());
        auto *count = field<QDoubleSpinBox>(u"timerInterval"_s);
        auto *unit = field<QComboBox>(u"timerUnit"_s);
        unit->setCurrentIndex(0);
        count->setValue(9);
        QCOMPARE(reason(), u"The shortest interval is 10 ms."_s);
        count->setValue(10);
        QVERIFY(apply()->isEnabled());
        QVERIFY(field<QLabel>(u"intervalNote"_s)->text().contains(u"100 runs a second"_s));
        unit->setCurrentIndex(3);
        count->setValue(9000);
        QCOMPARE(reason(), u"The longest interval is a year."_s);
        count->setValue(1);
        auto *value = field<QPlainTextEdit>(u"timerValue"_s);
        for (const QString &wrong : {u""_s, u"{\"a\":1,}"_s, u"null"_s, u"\"\""_s}) {
            value->setPlainText(wrong);
            QVERIFY2(!apply()->isEnabled(), qPrintable(wrong));
        }
        field<QToolButton>(u"timerText"_s)->click();
        value->setPlainText(u"null"_s); // the word
        QVERIFY(apply()->isEnabled());
        auto *target = field<QComboBox>(u"timerTarget"_s);
        target->lineEdit()->clear();
        QTest::keyClicks(target->lineEdit(), u"nobody-here"_s);
        QVERIFY(!apply()->isEnabled());
        target->lineEdit()->clear();
        QTest::keyClicks(target->lineEdit(), u"/x group:blue"_s);
        QVERIFY(apply()->isEnabled());
        apply()->click();
        QCOMPARE(std::get<ClockSignal>(configuration().timers.first().action),
                 (ClockSignal{.value = "\"null\"", .path = u"/x"_s, .group = u"blue"_s}));
    }

    void editingASchedule()
    {
        ScheduleConfig schedule = scheduleOf(u"bell"_s, u"0 10 * * *"_s);
        schedule.zone = u"Europe/Berlin"_s;
        schedule.end = u"2099-12-31"_s;
        make({}, {schedule});
        m_panel->setCurrent(u"bell"_s);
        action(u"editTimer"_s)->trigger();
        QCOMPARE(dialog()->task(), TaskConfig(schedule));
        auto *cron = field<QLineEdit>(u"timerCron"_s);
        auto *note = field<QLabel>(u"cronNote"_s);
        QVERIFY(note->text().startsWith(u"At 10:00, every day"_s));
        cron->setText(u"0 10,14 * * 1-5"_s);
        QVERIFY(note->text().startsWith(u"At 10:00 and 14:00, Monday to Friday"_s));
        const QString next = note->text().section(u'\n', 1, 1);
        QVERIFY2(next.startsWith(u"Next: "_s), qPrintable(next));
        QCOMPARE(next.count(u" · "_s), RunTimesShown - 1);
        QVERIFY(note->text().contains(u"clock change"_s));
        cron->setText(u"0 25 * * *"_s);
        QCOMPARE(note->text(), u"hours: 25 is above 23"_s);
        QCOMPARE(reason(), u"hours: 25 is above 23"_s);
        QVERIFY(!apply()->isEnabled());
        cron->setText(u" @hourly ;; 30 9 * * * "_s);
        QVERIFY(apply()->isEnabled());
        auto *zone = field<QComboBox>(u"timerZone"_s);
        zone->setEditText(u"Europe/Berlni"_s);
        QCOMPARE(reason(), u"There is no such time zone."_s);
        zone->setEditText(u"Asia/Kolkata"_s);
        auto *start = field<QLineEdit>(u"timerStart"_s);
        start->setText(u"tomorrow"_s);
        QVERIFY(!apply()->isEnabled());
        start->setText(u"2100-01-01"_s);
        QCOMPARE(reason(), u"The end is before the beginning."_s);
        start->setText(u"2026-01-01 10:00"_s);
        QVERIFY(apply()->isEnabled());
        field<QSpinBox>(u"timerLimit"_s)->setValue(3);
        apply()->click();
        const ScheduleConfig changed = configuration().schedules.first();
        QCOMPARE(changed.cron, (QStringList{u"@hourly"_s, u"30 9 * * *"_s}));
        QCOMPARE(changed.zone, u"Asia/Kolkata"_s);
        QCOMPARE(changed.start, u"2026-01-01 10:00"_s);
        QCOMPARE(changed.limit, 3);
        QCOMPARE(m_fixture->saved().schedules, configuration().schedules);
    }

    void aTimerBecomesASchedule()
    {
        make({timerOf(u"beat"_s, 5s)});
        m_panel->setCurrent(u"beat"_s);
        action(u"editTimer"_s)->trigger();
        field<QRadioButton>(u"timerAt"_s)->click();
        field<QComboBox>(u"timerPreset"_s)->setCurrentIndex(2);
        Q_EMIT field<QComboBox>(u"timerPreset"_s)->activated(2);
        apply()->click();
        QVERIFY(configuration().timers.isEmpty());
        QCOMPARE(configuration().schedules.first().name, u"beat"_s);
        QCOMPARE(configuration().schedules.first().cron, QStringList{u"@hourly"_s});
        QCOMPARE(std::get<ClockSignal>(configuration().schedules.first().action).value,
                 "{\"t\":1}"_ba);
        QTRY_COMPARE(m_fixture->server().schedules().size(), 1);
        undo()->undo();
        QCOMPARE(configuration().timers.size(), 1);
    }

    void scripts()
    {
        TimerConfig timer = timerOf(u"dice"_s, 1h);
        timer.action = ClockScript{.source = u"sendSignal(1);"_s};
        make({timer});
        m_panel->setCurrent(u"dice"_s);
        action(u"editTimer"_s)->trigger();
        QCOMPARE(dialog()->task(), TaskConfig(timer)); // as it is
        auto *script = dialog()->findChild<ScriptEditor *>(u"timerScript"_s);
        QVERIFY(script->isVisible());
        script->replaceText(u" \n"_s);
        QCOMPARE(reason(), u"The script is empty."_s);
        script->replaceText(u"sendSignal(2);"_s);
        QVERIFY(apply()->isEnabled());
        field<QToolButton>(u"timerKind2"_s)->click();
        QCOMPARE(reason(), u"Which file?"_s);
        field<QLineEdit>(u"scriptFile"_s)->setText(u"no-such.js"_s);
        QCOMPARE(reason(), u"There is no such file."_s);
        QFile file(m_fixture->controller().directory().filePath(u"dice.js"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        field<QLineEdit>(u"scriptFile"_s)->setText(u"dice.js"_s);
        QVERIFY(apply()->isEnabled());
        apply()->click();
        QCOMPARE(std::get<ClockScript>(configuration().timers.first().action),
                 ClockScript{.fileName = u"dice.js"_s});
        QCOMPARE(cell(0, TimerModel::Target), u"dice.js"_s);
        QTRY_VERIFY(!dialog());
        action(u"editTimer"_s)->trigger();
        QVERIFY(field<QLineEdit>(u"scriptFile"_s)->isVisible());
        field<QToolButton>(u"timerKind0"_s)->click(); // a signal after all
        QVERIFY(apply()->isEnabled());
        apply()->click();
        QVERIFY(std::holds_alternative<ClockSignal>(configuration().timers.first().action));
    }

    void cancellingChangesNothing()
    {
        make({timerOf(u"beat"_s, 5s)});
        m_panel->setCurrent(u"beat"_s);
        action(u"editTimer"_s)->trigger();
        field<QLineEdit>(u"timerName"_s)->setText(u"x"_s);
        field<QPushButton>(u"timerCancel"_s)->click();
        QCOMPARE(configuration().timers.first().name, u"beat"_s);
        QTRY_VERIFY(!dialog());
        action(u"editTimer"_s)->trigger();
        apply()->click(); // and neither does saving what is as it was
        QCOMPARE(undo()->count(), 0);
    }

    void newNamesAreFree()
    {
        make({timerOf(u"timer"_s, 5s), timerOf(u"timer 2"_s, 5s)});
        action(u"newTimer"_s)->trigger();
        QCOMPARE(field<QLineEdit>(u"timerName"_s)->text(), u"timer 3"_s);
        dialog()->reject();
        QTRY_VERIFY(!dialog());
        m_panel->setCurrent(u"timer"_s);
        action(u"duplicateTimer"_s)->trigger();
        apply()->click();
        QCOMPARE(configuration().timers.last().name, u"timer 3"_s);
        QTRY_VERIFY(!dialog());
        action(u"newSchedule"_s)->trigger();
        QCOMPARE(field<QLineEdit>(u"timerName"_s)->text(), u"schedule"_s);
        apply()->click();
        QCOMPARE(configuration().schedules.size(), 1);
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
        QCOMPARE(undo()->undoText(), u"switch 3 timers on"_s);
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

    void onceAt()
    {
        make({});
        action(u"newOnce"_s)->trigger();
        QVERIFY(field<QRadioButton>(u"timerIsOnce"_s)->isChecked());
        QVERIFY(apply()->isEnabled());
        QVERIFY(!field<QSpinBox>(u"timerLimit"_s)->isVisible());
        auto *moment = field<QDateTimeEdit>(u"timerOnce"_s);
        moment->setDateTime(QDateTime(QDate(2020, 1, 1), QTime(10, 0), Qt::UTC));
        QCOMPARE(reason(), u"This moment has passed."_s);
        QVERIFY(!apply()->isEnabled());
        moment->setDateTime(QDateTime(QDate(2099, 12, 24), QTime(18, 30), Qt::UTC));
        QVERIFY(field<QLabel>(u"onceNote"_s)->text().contains(u"Once, on Thu 24 Dec 2099 18:30"_s));
        apply()->click();
        ScheduleConfig once = configuration().schedules.first();
        QCOMPARE(once.cron, QStringList{u"0 30 18 24 12 *"_s});
        QCOMPARE(once.start, u"2099-12-24T18:30:00"_s);
        QCOMPARE(once.end, once.start);
        QCOMPARE(once.limit, 1);
        QCOMPARE(m_fixture->saved().schedules, configuration().schedules); // a file can hold it
        QCOMPARE(cell(0, TimerModel::When), u"Once, on Thu 24 Dec 2099 18:30"_s);
        QTRY_COMPARE(cell(0, TimerModel::Next), u"24 Dec 2099"_s);
        QTRY_VERIFY(!dialog());
        action(u"editTimer"_s)->trigger();
        QCOMPARE(dialog()->task(), TaskConfig(once)); // as it is
        field<QRadioButton>(u"timerAt"_s)->click(); // at times after all: nothing of it stays
        field<QLineEdit>(u"timerCron"_s)->setText(u"@daily"_s);
        apply()->click();
        once = configuration().schedules.first();
        QVERIFY(once.start.isEmpty() && once.end.isEmpty());
        QCOMPARE(once.limit, 0);
        undo()->undo();
        undo()->undo();
        QVERIFY(configuration().schedules.isEmpty());
    }

    void templates()
    {
        make({});
        const QList<QAction *> actions =
            m_panel->findChild<QMenu *>(u"timerTemplates"_s)->actions();
        QVERIFY(actions.size() >= 5);
        for (QAction *each : actions) {
            each->trigger();
            QVERIFY2(apply()->isEnabled(), qPrintable(reason()));
            apply()->click();
            QTRY_VERIFY(!dialog());
        }
        QCOMPARE(m_panel->count(), int(actions.size()));
        actions.first()->trigger(); // twice: under another name
        apply()->click();
        QCOMPARE(configuration().timers.last().name, configuration().timers.first().name + u" 2"_s);
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
        QList<ClientInfo> clients;
        for (int i = 0; i < 50; ++i)
            clients.append(madeClient(i, u"/clock"_s));
        m_fixture->directory().apply(batchOf(clients));
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

private:
    static constexpr int RunTimesShown = 5;
};

QTEST_MAIN(TestTimersPanel)
#include "tst_timerspanel.moc"
