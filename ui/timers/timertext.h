#pragma once

#include "core/clock/timerstatus.h"
#include "ui/timers/taskconfig.h"

#include <QString>

namespace Signalbox {

// How the window words timers and schedules.

QString intervalText(std::chrono::microseconds interval); ///< "250 ms", "5 s", "1 min 30 s", "1 h"
/// "every 5 s"; "At 10:00 and 14:00, Monday to Friday, in Europe/Berlin": the zone only when it is
/// not the computer's. "Once, on Mon 24 Nov 10:00".
QString whenText(const TaskConfig &task);
/// Whom it is for: "all", "/clock", "group blue", a client's alias; of a script: its file, or
/// "script".
QString taskTargetText(const TaskConfig &task);
/// "ok 12", "nobody", "held", "skipped (still running)", "missed", "error: …".
QString resultText(const RunResult &result);
/// When it comes next, from now on: "0.6 s", "12 min", "Mon 10:00", "24 Dec 10:00", "24 Dec 2099";
/// "off", "finished".
QString nextText(const TimerStatus &status, WallTime now);
/// Without seconds unless it has some, and with the year unless it is this one: "Mon 24 Nov
/// 10:00".
QString momentText(const QDateTime &at);

} // namespace Signalbox
