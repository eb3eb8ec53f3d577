#include "core/clock/zonetime.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace Signalbox {

using namespace std::chrono;

namespace {

seconds offsetAt(sys_seconds instant, const QTimeZone &zone)
{
    return seconds(zone.offsetFromUtc(
        QDateTime::fromSecsSinceEpoch(instant.time_since_epoch().count(), Qt::UTC)));
}

} // namespace

local_seconds toLocal(sys_seconds instant, const QTimeZone &zone)
{
    return local_seconds(instant.time_since_epoch() + offsetAt(instant, zone));
}

sys_seconds firstInstantOf(local_seconds local, const QTimeZone &zone)
{
    // No zone is further from UTC than fourteen hours, so a day earlier and later is on either side
    // of any jump that concerns this time.
    const sys_seconds guess(local.time_since_epoch());
    const seconds before = offsetAt(guess - days(1), zone);
    const seconds after = offsetAt(guess + days(1), zone);
    if (before == after)
        return guess - before;
    const bool isBefore = offsetAt(guess - before, zone) == before;
    const bool isAfter = offsetAt(guess - after, zone) == after;
    if (isBefore && isAfter)
        return std::min(guess - before, guess - after);
    if (isBefore)
        return guess - before;
    if (isAfter)
        return guess - after;
    // skipped: the jump lies between the two
    sys_seconds low = guess - days(1);
    sys_seconds high = guess + days(1);
    while (high - low > seconds(1)) {
        const sys_seconds middle = low + (high - low) / 2;
        (offsetAt(middle, zone) == before ? low : high) = middle;
    }
    return high;
}

} // namespace Signalbox
