#pragma once

#include "core/config/configuration.h"

#include <optional>
#include <variant>

namespace Signalbox {

/// A timer or a schedule, as the window edits it.
using TaskConfig = std::variant<TimerConfig, ScheduleConfig>;

const ClockTask &commonOf(const TaskConfig &task); ///< what both kinds have
ClockTask &commonOf(TaskConfig &task);

/// All of them: first the timers, then the schedules.
QList<TaskConfig> tasksOf(const Configuration &configuration);
std::optional<TaskConfig> findTask(const Configuration &configuration, const QString &name);

/// The configuration with `task` at the place of the one that is called `name`, or added if there
/// is none.
Configuration withTask(const Configuration &configuration, const QString &name,
                       const TaskConfig &task);
Configuration withoutTask(const Configuration &configuration, const QString &name);

} // namespace Signalbox
