#include "core/values/utc.h"
#include "tests/support/testprogram.h"
#include "tests/ui/clients/clientfeed.h"
#include "timerspaneltest.h"
#include "ui/editors/payloadedit.h"
#include "ui/editors/scripteditor.h"
#include "ui/timers/timermodel.h"

#include <QAction>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

/// Making and editing a timer or a schedule.
class TestTimerDialog : public TimersPanelTest
{
    Q_OBJECT

private Q_SLOTS:
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

    void theTextLetsTheKeyboardGo_data()
    {
        QTest::addColumn<bool>("json");
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        const Qt::KeyboardModifiers control = Qt::ControlModifier;
        QTest::newRow("Ctrl+Tab") << true << Qt::Key_Tab << control;
        QTest::newRow("Shift+Tab")
            << true << Qt::Key_Backtab << Qt::KeyboardModifiers(Qt::ShiftModifier);
        QTest::newRow("Tab, of plain text") << false << Qt::Key_Tab << Qt::KeyboardModifiers();
    }
    void theTextLetsTheKeyboardGo()
    {
        QFETCH(bool, json);
        QFETCH(Qt::Key, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        make({timerOf(u"beat"_s, 5s)});
        m_panel->setCurrent(u"beat"_s);
        action(u"editTimer"_s)->trigger();
        field<QToolButton>(json ? u"timerJson"_s : u"timerText"_s)->click();
        auto *value = field<QPlainTextEdit>(u"timerValue"_s);
        dialog()->activateWindow();
        value->setFocus();
        QTRY_VERIFY(value->hasFocus());
        const QString before = value->toPlainText();
        QTest::keyClick(value, key, modifiers);
        QVERIFY(dialog()->focusWidget() != nullptr);
        QVERIFY(dialog()->focusWidget() != value);
        QCOMPARE(value->toPlainText(), before);
    }

    void aLongTextIsTakenWhole()
    {
        make({timerOf(u"beat"_s, 5s)});
        m_panel->setCurrent(u"beat"_s);
        action(u"editTimer"_s)->trigger();
        field<QToolButton>(u"timerText"_s)->click();
        const QByteArray text = QByteArray(300'000, 'x') + "\r\n";
        auto *value = dialog()->findChild<PayloadEdit *>(u"timerValue"_s);
        value->replaceText(QString::fromUtf8(text));
        QCOMPARE(reason(), u"The text is being checked."_s);
        QVERIFY(!apply()->isEnabled());
        QTRY_VERIFY(apply()->isEnabled());
        apply()->click();
        const auto &signal = std::get<ClockSignal>(configuration().timers.first().action);
        QVERIFY(signal.signal().payload == text);
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

    void onceAt()
    {
        make({});
        action(u"newOnce"_s)->trigger();
        QVERIFY(field<QRadioButton>(u"timerIsOnce"_s)->isChecked());
        QVERIFY(apply()->isEnabled());
        QVERIFY(!field<QSpinBox>(u"timerLimit"_s)->isVisible());
        auto *moment = field<QDateTimeEdit>(u"timerOnce"_s);
        moment->setDateTime(QDateTime(QDate(2020, 1, 1), QTime(10, 0), Utc));
        QCOMPARE(reason(), u"This moment has passed."_s);
        QVERIFY(!apply()->isEnabled());
        moment->setDateTime(QDateTime(QDate(2099, 12, 24), QTime(18, 30), Utc));
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

private:
    static constexpr int RunTimesShown = 5;
};

SIGNALBOX_TEST(TestTimerDialog)
#include "tst_timerdialog.moc"
