#pragma once

#include "ui/timers/taskconfig.h"

namespace Signalbox {

/// A timer or schedule to begin with.
struct TaskTemplate
{
    QString title; ///< in a menu, translated: "Heartbeat every 5 seconds"
    TaskConfig task; ///< its name is a wish
};

/// What is asked for most, the simplest first. Translated.
QList<TaskTemplate> taskTemplates();

/// What a new timer, a new schedule and one that runs once begin as.
TaskConfig newTimer();
TaskConfig newSchedule();
TaskConfig newOnce();

} // namespace Signalbox
