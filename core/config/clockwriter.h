#pragma once

#include "core/config/clockconfig.h"

#include <QList>

namespace Signalbox {

class ObjectWriter;

/// Add the lists "timers" and "schedules" to a document, unless they are empty. Of each entry only
/// what differs from the defaults, but always name, interval or cron, and action.
void addTimers(ObjectWriter &document, const QList<TimerConfig> &timers);
void addSchedules(ObjectWriter &document, const QList<ScheduleConfig> &schedules);

} // namespace Signalbox
