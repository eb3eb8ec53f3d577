#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace Signalbox {

/// A moment by the computer's clock, in UTC: when something was logged, a client connected, a timer
/// ran.
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

WallTime wallTimeNow();

/// Since 1970, UTC.
qint64 millisecondsOf(WallTime time);

/// ISO 8601 in UTC with milliseconds, as scripts and templates get it: "2026-11-24T10:00:00.000Z".
QString isoTime(WallTime time);
/// The same with microseconds, as files keep it: "2026-11-24T10:00:00.000001Z".
QString isoText(WallTime time);
/// Reads what isoText() wrote; nullopt: nothing of the kind.
std::optional<WallTime> timeFromIsoText(const QString &text);

} // namespace Signalbox
