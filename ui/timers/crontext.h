#pragma once

#include "core/time/cron.h"

#include <QString>

namespace Signalbox {

/// What a cron expression says, as a sentence without its stop: "At 10:00 and 14:00, Monday to
/// Friday".
QString cronText(const Cron &cron);

/// Why a text is no cron expression, in the window's words: "hours: 25 is above 23".
QString cronProblemText(const CronError &error);

} // namespace Signalbox
