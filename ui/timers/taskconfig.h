#pragma once

#include "core/config/configuration.h"

#include <QDateTime>

#include <optional>
#include <variant>

namespace Signalbox {

/// A timer or a schedule, as the window edits it.
using TaskConfig = std::variant<TimerConfig, ScheduleConfig>;

const ClockTask &commonOf(const TaskConfig &task); ///< what both kinds have
ClockTask &commonOf(TaskConfig &task);

/// A schedule that runs at one moment and never again: its first and its last moment are the same.
/// What the clock of its zone shows then (the time zone of the QDateTime means nothing); nullopt:
/// it is no such schedule.
std::optional<QDateTime> onceAt(const ScheduleConfig &schedule);
/// Makes it one. Only date and time of `moment` are looked at, to the second.
void setOnce(ScheduleConfig &schedule, const QDateTime &moment);

/// All of them: first the timers, then the schedules.
QList<TaskConfig> tasksOf(const Configuration &configuration);
std::optional<TaskConfig> findTask(const Configuration &configuration, const QString &name);

/// The configuration with `task` at the place of the one that is called `name`, or added if there
/// is none.
Configuration withTask(const Configuration &configuration, const QString &name,
                       const TaskConfig &task);
/// Each of `tasks` in the place of the one of its name.
Configuration withTasks(const Configuration &configuration, const QList<TaskConfig> &tasks);
Configuration withoutTask(const Configuration &configuration, const QString &name);

} // namespace Signalbox
