#include "core/time/cron.h"

#include "core/time/zonetime.h"

#include <QTimeZone>

#include <bit>

namespace Signalbox {

using namespace std::chrono;

namespace {

constexpr years Horizon{12}; ///< 29 February may be eight years away

/// The first bit of `bits` from `from` on; -1: none.
int nextBit(quint64 bits, int from)
{
    if (from > 63)
        return -1;
    const quint64 rest = bits >> unsigned(from) << unsigned(from);
    return rest == 0 ? -1 : std::countr_zero(rest);
}

} // namespace

CronBounds cronBounds(CronField field)
{
    static constexpr CronBounds Bounds[CronFieldCount] = {{0, 59}, {0, 59}, {0, 23},
                                                          {1, 31}, {1, 12}, {0, 7}};
    return Bounds[size_t(field)];
}

bool Cron::matchesDay(local_days day) const
{
    const year_month_day date(day);
    const bool isLast = m_lastDay && date == year_month_day(date.year() / date.month() / last);
    const bool dayMatches = isLast || has(CronField::Day, int(unsigned(date.day())));
    const bool weekdayMatches = has(CronField::Weekday, int(weekday(day).c_encoding()));
    return isRestricted(CronField::Day) && isRestricted(CronField::Weekday)
               ? dayMatches || weekdayMatches
               : dayMatches && weekdayMatches;
}

/// The first matching time of day from `from` on.
std::optional<seconds> Cron::nextOfDay(seconds from) const
{
    const hh_mm_ss start(from);
    const auto values = [this](CronField field) { return m_values[size_t(field)]; };
    int hour = nextBit(values(CronField::Hour), int(start.hours().count()));
    int minute = 0;
    int second = 0;
    if (hour == start.hours().count()) {
        minute = int(start.minutes().count());
        second = int(start.seconds().count());
    }
    while (hour >= 0) {
        int found = nextBit(values(CronField::Minute), minute);
        while (found >= 0) {
            const int at = nextBit(values(CronField::Second), found == minute ? second : 0);
            if (at >= 0)
                return hours(hour) + minutes(found) + seconds(at);
            found = nextBit(values(CronField::Minute), found + 1);
        }
        hour = nextBit(values(CronField::Hour), hour + 1);
        minute = 0;
        second = 0;
    }
    return std::nullopt;
}

std::optional<local_seconds> Cron::nextLocal(local_seconds after) const
{
    const local_seconds start = after + seconds(1);
    local_days day = floor<days>(start);
    seconds from = start - day;
    const year lastYear = year_month_day(day).year() + Horizon;
    while (true) {
        const year_month_day date(day);
        if (date.year() > lastYear)
            return std::nullopt;
        if (!has(CronField::Month, int(unsigned(date.month())))) {
            day = local_days((date.year() / date.month() + months(1)) / 1);
            from = seconds(0);
            continue;
        }
        if (matchesDay(day))
            if (const auto time = nextOfDay(from))
                return day + *time;
        day += days(1);
        from = seconds(0);
    }
}

std::optional<sys_seconds> Cron::next(sys_seconds after, const QTimeZone &zone) const
{
    local_seconds local = toLocal(after, zone);
    while (const auto match = nextLocal(local)) {
        const sys_seconds instant = firstInstantOf(*match, zone);
        if (instant > after)
            return instant;
        local = *match; // the clock shows it for the second time now
    }
    return std::nullopt;
}

} // namespace Signalbox
