#pragma once

#include "core/values/logentry.h"

#include <QString>

namespace Signalbox {

/// What a row about runs of timers and schedules says. `detail` is visible text.
QString clockRowText(const LogEntry &entry, const QString &detail);

} // namespace Signalbox
