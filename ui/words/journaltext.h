#pragma once

#include "core/values/logentry.h"

#include <QString>

namespace Signalbox {

/// What a row about the log on disk says. `detail` is visible text.
QString journalRowText(const LogEntry &entry, const QString &detail);

} // namespace Signalbox
