#include "core/values/utc.h"
#include "tests/support/testprogram.h"
#include "tests/ui/clients/clientfeed.h"
#include "timerfixture.h"
#include "ui/theme/theme.h"
#include "ui/timers/timerdialog.h"
#include "ui/timers/timerspanel.h"

#include <QCalendarWidget>
#include <QDateTimeEdit>
#include <QDir>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

/// Writes pictures of timers and schedules into the build folder, to be looked at.
class TestTimerScreens : public QObject
{
    Q_OBJECT

private:
    Theme m_theme;

    static void keep(QWidget &widget, const QString &name)
    {
        QVERIFY(QDir().mkpath(QStringLiteral(SCREENSHOT_FOLDER)));
        QTest::qWait(50); // header and layout follow later
        QVERIFY(widget.grab().save(
            QDir(QStringLiteral(SCREENSHOT_FOLDER)).filePath(u"timers-"_s + name + u".png"_s)));
    }
    template<typename Draw>
    void inBoth(Draw draw)
    {
        for (const auto &[scheme, name] : {std::pair(SchemeChoice::Light, u"light"_s),
                                           std::pair(SchemeChoice::Dark, u"dark"_s)}) {
            m_theme.setChoice(scheme);
            draw(name);
        }
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void panel()
    {
        TimerConfig report = timerOf(u"temperature report"_s, 90s, u"/sensors"_s);
        report.enabled = false;
        TimerConfig once = timerOf(u"welcome"_s, 50ms);
        once.limit = 3;
        ScheduleConfig bell = scheduleOf(u"break bell"_s, u"0 10,14 * * 1-5"_s);
        ScheduleConfig india = scheduleOf(u"night build"_s, u"30 2 * * *"_s);
        india.zone = u"Asia/Kolkata"_s;
        TimerFixture fixture({timerOf(u"clock"_s, 1s, u"/clock"_s), report, once},
                             {bell, india, scheduleOf(u"seconds"_s, u"*/2 * * * * *"_s)});
        QList<ClientInfo> clients;
        for (int i = 0; i < 38; ++i)
            clients.append(madeClient(i, i % 3 == 0 ? u"/clock"_s : u"/chat"_s));
        fixture.directory().apply(batchOf(clients));
        TimersPanel panel(fixture.server(), fixture.controller(), fixture.directory());
        panel.resize(960, 260);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QTRY_VERIFY(fixture.server().timers().first().count >= 3);
        QTRY_VERIFY(fixture.server().schedules().last().count >= 1);
        inBoth([&](const QString &name) { keep(panel, u"panel-"_s + name); });
        panel.resize(760, 260);
        m_theme.setChoice(SchemeChoice::Light);
        keep(panel, u"panel-narrow"_s);
        m_theme.setZoom(150);
        panel.resize(960, 260);
        keep(panel, u"panel-zoomed"_s);
        m_theme.setZoom(100);
    }

    void nothing()
    {
        TimerFixture fixture({}, {});
        TimersPanel panel(fixture.server(), fixture.controller(), fixture.directory());
        panel.resize(960, 260);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        inBoth([&](const QString &name) { keep(panel, u"empty-"_s + name); });
    }

    void dialogs()
    {
        ClientDirectory directory;
        directory.apply(batchOf({madeClient(1), madeClient(2)}));
        inBoth([&](const QString &name) {
            TimerDialog timer(timerOf(u"clock"_s, 5s, u"/chat"_s), {}, false, directory, QDir());
            timer.show();
            QVERIFY(QTest::qWaitForWindowExposed(&timer));
            keep(timer, u"timer-"_s + name);
            ScheduleConfig bell = scheduleOf(u"break bell"_s, u"0 10,14 * * 1-5"_s);
            bell.zone = u"Europe/Berlin"_s;
            TimerDialog schedule(bell, {}, false, directory, QDir());
            schedule.show();
            QVERIFY(QTest::qWaitForWindowExposed(&schedule));
            keep(schedule, u"schedule-"_s + name);
            ScheduleConfig moment = scheduleOf(u"end of term"_s, u"@daily"_s);
            setOnce(moment, QDateTime(QDate(2099, 12, 18), QTime(13, 0), Utc));
            TimerDialog once(moment, {}, false, directory, QDir());
            once.show();
            QVERIFY(QTest::qWaitForWindowExposed(&once));
            keep(once, u"once-"_s + name);
            keep(*once.findChild<QDateTimeEdit *>()->calendarWidget(), u"calendar-"_s + name);
            TimerConfig scripted = timerOf(u"dice"_s, 5s);
            scripted.action = ClockScript{
                .source = u"// a number from 1 to 6\nconst n = 1 + Math.floor(6 * Math.random());\n"
                          "sendSignal({ dice: n, run: event.timer.count });\n"_s};
            TimerDialog script(scripted, {}, false, directory, QDir());
            script.show();
            QVERIFY(QTest::qWaitForWindowExposed(&script));
            keep(script, u"script-"_s + name);
            schedule.findChild<QLineEdit *>(u"timerCron"_s)->setText(u"0 25 * * *"_s);
            schedule.findChild<QLineEdit *>(u"timerEnd"_s)->setText(u"next week"_s);
            keep(schedule, u"schedule-wrong-"_s + name);
        });
    }
};

SIGNALBOX_TEST(TestTimerScreens)
#include "tst_timerscreens.moc"
