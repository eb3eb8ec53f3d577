#pragma once

#include "core/config/clockconfig.h"

#include <QByteArrayView>
#include <QList>

namespace Signalbox {

class ObjectReader;

/// Reads the lists "timers" and "schedules" of a document whose whole text is `text`.
QList<TimerConfig> readTimers(const ObjectReader &document, QByteArrayView text);
QList<ScheduleConfig> readSchedules(const ObjectReader &document, QByteArrayView text);

/// Refuses names that two timers or schedules share.
void checkClockNames(const ObjectReader &document);

} // namespace Signalbox
