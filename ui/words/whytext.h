#pragma once

#include "core/values/logentry.h"

#include <QString>

namespace Signalbox {

/// Why a row is there, or what became of its message, in one short sentence: "re-broadcast to 38
/// clients", "not passed on: not JSON, line 1, column 5". Has words for every kind and every Why.
/// What clients wrote is made visible (visibleText()); show it as plain text all the same.
QString whyText(const LogEntry &entry);

/// "1 client", "38 clients", "nobody".
QString clientCountText(quint64 count);

/// A row of the window's own, below those of a second of which only samples are shown: `waiting` of
/// `count` (LogModel::isSummary()).
bool isSampleSummary(const LogEntry &entry);

} // namespace Signalbox
