#include "ui/timers/taskconfig.h"

#include <algorithm>

namespace Signalbox {

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

Configuration withoutTask(const Configuration &configuration, const QString &name)
{
    Configuration after = configuration;
    removeFrom(after.timers, name);
    removeFrom(after.schedules, name);
    return after;
}

} // namespace Signalbox
