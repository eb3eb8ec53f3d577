#include "ui/timers/tasktemplates.h"

#include <QCoreApplication>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(TaskTemplate)
};

using Action = std::variant<ClockSignal, ClockScript>;

TaskConfig every(const QString &name, std::chrono::microseconds interval, const Action &action)
{
    TimerConfig timer;
    timer.name = name;
    timer.interval = interval;
    timer.action = action;
    return timer;
}

TaskConfig at(const QString &name, const QString &cron, const Action &action)
{
    ScheduleConfig schedule;
    schedule.name = name;
    schedule.cron = QStringList{cron};
    schedule.action = action;
    return schedule;
}

} // namespace

TaskConfig newTimer()
{
    return every(Texts::tr("timer"), 5s, ClockSignal{.value = "{\"message\":\"tick\"}"});
}

TaskConfig newSchedule()
{
    return at(Texts::tr("schedule"), u"0 10,14 * * 1-5"_s,
              ClockSignal{.value = "{\"message\":\"break\"}"});
}

TaskConfig newOnce()
{
    ScheduleConfig schedule;
    schedule.name = Texts::tr("once");
    setOnce(schedule, QDateTime::currentDateTime().addSecs(600));
    schedule.action = ClockSignal{.value = "{\"message\":\"it is time\"}"};
    return schedule;
}

QList<TaskTemplate> taskTemplates()
{
    return {
        {Texts::tr("Heartbeat every 5 seconds"),
         every(Texts::tr("heartbeat"), 5s, ClockSignal{.value = "{\"type\":\"heartbeat\"}"})},
        {Texts::tr("Random numbers every 2 seconds"),
         every(Texts::tr("random numbers"), 2s,
               ClockScript{.source = u"sendSignal({ value: Math.round(100 * Math.random()), run: "
                                     "event.timer.count });\n"_s})},
        {Texts::tr("The time every minute"),
         at(Texts::tr("clock"), u"* * * * *"_s,
            ClockScript{.source =
                            u"sendSignal({ time: new Date().toTimeString().slice(0, 5) });\n"_s})},
        {Texts::tr("Every hour, on the hour"),
         at(Texts::tr("hourly"), u"@hourly"_s,
            ClockScript{.source = u"sendSignal(`It is ${new Date().getHours()} o'clock`);\n"_s})},
        {Texts::tr("Weekdays at 9"), at(Texts::tr("good morning"), u"0 9 * * 1-5"_s,
                                        ClockSignal{.value = "{\"message\":\"Good morning\"}"})},
        {Texts::tr("Break bell, weekdays at 10 and 14"),
         at(Texts::tr("break bell"), u"0 10,14 * * 1-5"_s,
            ClockSignal{.value = "{\"message\":\"break\"}"})},
    };
}

} // namespace Signalbox
