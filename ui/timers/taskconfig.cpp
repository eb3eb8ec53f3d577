#include "ui/timers/taskconfig.h"

#include "core/values/utc.h"

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

template<typename Config>
bool replaceIn(QList<Config> &list, const QString &name, const Config &config)
{
    const auto at = std::ranges::find(list, name, &Config::name);
    if (at == list.end())
        return false;
    *at = config;
    return true;
}

template<typename Config>
void removeFrom(QList<Config> &list, const QString &name)
{
    list.removeIf([&name](const Config &config) { return config.name == name; });
}

} // namespace

const ClockTask &commonOf(const TaskConfig &task)
{
    return std::visit([](const auto &config) -> const ClockTask & { return config; }, task);
}

ClockTask &commonOf(TaskConfig &task)
{
    return std::visit([](auto &config) -> ClockTask & { return config; }, task);
}

std::optional<QDateTime> onceAt(const ScheduleConfig &schedule)
{
    if (schedule.start.isEmpty() || schedule.start != schedule.end || schedule.limit != 1)
        return std::nullopt;
    // one with an offset, or a day alone, was written by hand and means something else
    const QDate day = QDate::fromString(schedule.start.section(u'T', 0, 0), Qt::ISODate);
    const QTime time = QTime::fromString(schedule.start.section(u'T', 1), u"HH:mm:ss"_s);
    return day.isValid() && time.isValid() ? std::optional(QDateTime(day, time, Utc))
                                           : std::nullopt;
}

void setOnce(ScheduleConfig &schedule, const QDateTime &moment)
{
    const QDate day = moment.date();
    const QTime time = moment.time();
    schedule.cron = QStringList{u"%1 %2 %3 %4 %5 *"_s.arg(time.second())
                                    .arg(time.minute())
                                    .arg(time.hour())
                                    .arg(day.day())
                                    .arg(day.month())};
    schedule.start = day.toString(Qt::ISODate) % u'T' % time.toString(u"HH:mm:ss"_s);
    schedule.end = schedule.start;
    schedule.limit = 1;
}

QList<TaskConfig> tasksOf(const Configuration &configuration)
{
    QList<TaskConfig> tasks(configuration.timers.begin(), configuration.timers.end());
    tasks.append(QList<TaskConfig>(configuration.schedules.begin(), configuration.schedules.end()));
    return tasks;
}

std::optional<TaskConfig> findTask(const Configuration &configuration, const QString &name)
{
    for (const TaskConfig &task : tasksOf(configuration))
        if (commonOf(task).name == name)
            return task;
    return std::nullopt;
}

Configuration withTask(const Configuration &configuration, const QString &name,
                       const TaskConfig &task)
{
    Configuration after = configuration;
    if (const auto *timer = std::get_if<TimerConfig>(&task)) {
        removeFrom(after.schedules, name);
        if (!replaceIn(after.timers, name, *timer))
            after.timers.append(*timer);
    } else {
        const auto &schedule = std::get<ScheduleConfig>(task);
        removeFrom(after.timers, name);
        if (!replaceIn(after.schedules, name, schedule))
            after.schedules.append(schedule);
    }
    return after;
}

Configuration withTasks(const Configuration &configuration, const QList<TaskConfig> &tasks)
{
    Configuration after = configuration;
    for (const TaskConfig &task : tasks)
        after = withTask(after, commonOf(task).name, task);
    return after;
}

Configuration withoutTask(const Configuration &configuration, const QString &name)
{
    Configuration after = configuration;
    removeFrom(after.timers, name);
    removeFrom(after.schedules, name);
    return after;
}

} // namespace Signalbox
