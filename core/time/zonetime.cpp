#include "core/time/zonetime.h"

#include "core/values/utc.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

seconds offsetAt(sys_seconds instant, const QTimeZone &zone)
{
    return seconds(
        zone.offsetFromUtc(QDateTime::fromSecsSinceEpoch(instant.time_since_epoch().count(), Utc)));
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

QTimeZone zoneOf(const QString &id)
{
    return id.isEmpty() ? QTimeZone::systemTimeZone() : QTimeZone(id.toUtf8());
}

std::optional<sys_seconds> instantOf(const QString &text, const QTimeZone &zone, DayMeans means)
{
    static const QRegularExpression form(
        u"^(\\d{4}-\\d\\d-\\d\\d)(?:[Tt ](\\d\\d:\\d\\d(?::\\d\\d)?)(?:([Zz])|([+-])(\\d\\d):?(\\d\\d))?)?$"_s);
    const QRegularExpressionMatch match = form.match(text);
    const QDate date = QDate::fromString(match.captured(1), Qt::ISODate);
    const bool isDay = match.capturedLength(2) <= 0;
    QTime time = QTime::fromString(match.captured(2), Qt::ISODate);
    if (isDay)
        time = means == DayMeans::ItsFirstSecond ? QTime(0, 0) : QTime(23, 59, 59);
    if (!match.hasMatch() || !date.isValid() || !time.isValid())
        return std::nullopt;
    const local_seconds local =
        local_days(days(date.toJulianDay() - QDate(1970, 1, 1).toJulianDay()))
        + seconds(time.msecsSinceStartOfDay() / 1000);
    if (match.capturedLength(3) > 0)
        return sys_seconds(local.time_since_epoch());
    if (match.capturedLength(4) > 0) {
        const minutes offset =
            hours(match.captured(5).toInt()) + minutes(match.captured(6).toInt());
        if (offset > hours(14) || match.captured(6).toInt() > 59)
            return std::nullopt;
        return sys_seconds(local.time_since_epoch())
               + (match.captured(4) == u"-" ? offset : -offset);
    }
    return firstInstantOf(local, zone);
}

} // namespace Signalbox
