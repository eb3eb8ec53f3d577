#pragma once

#include <chrono>

class QTimeZone;

namespace Signalbox {

/// What a clock on the wall of `zone` shows at an instant.
std::chrono::local_seconds toLocal(std::chrono::sys_seconds instant, const QTimeZone &zone);

/// The instant at which a clock on the wall of `zone` first shows `local`: the earlier of two when
/// the clock is set back; when the clock is set forward over it, the instant of that jump. Not left
/// to QDateTime, whose answer for such times changed between versions of Qt.
std::chrono::sys_seconds firstInstantOf(std::chrono::local_seconds local, const QTimeZone &zone);

} // namespace Signalbox
