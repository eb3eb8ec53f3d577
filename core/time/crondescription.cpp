#include "core/time/crondescription.h"

namespace Signalbox {

using namespace std::chrono;

namespace {

constexpr qsizetype MostTimes = 6;
constexpr int ShortestStepRow = 3; ///< fewer values are named one by one

CronPart partOf(const Cron &cron, CronField field)
{
    const bool isWeekday = field == CronField::Weekday;
    const CronBounds bounds = isWeekday ? CronBounds{1, 7} : cronBounds(field);
    QList<int> values;
    for (int value = bounds.least; value <= bounds.most; ++value)
        if (cron.has(field, isWeekday ? value % 7 : value))
            values.append(value);
    CronPart part;
    if (values.size() == bounds.most - bounds.least + 1)
        return part;
    part.kind = CronPart::Kind::Values;
    const int step = values.size() >= ShortestStepRow ? values[1] - values[0] : 0;
    bool isStep = step > 1 && !isWeekday && values.last() + step > bounds.most;
    for (qsizetype i = 1; i < values.size() && isStep; ++i)
        isStep = values[i] - values[i - 1] == step;
    if (isStep) {
        part.kind = CronPart::Kind::Step;
        part.from = values.first();
        part.step = step;
    }
    for (qsizetype i = 0; i < values.size();) {
        qsizetype end = i;
        while (end + 1 < values.size() && values[end + 1] == values[end] + 1)
            ++end;
        if (end - i < 2)
            end = i; // two in a row are two
        part.ranges.append({values[i], values[end]});
        i = end + 1;
    }
    return part;
}

QList<int> valuesOf(const CronPart &part)
{
    QList<int> values;
    for (const auto &[first, last] : part.ranges)
        for (int value = first; value <= last; ++value)
            values.append(value);
    return values;
}

QList<seconds> timesOf(const CronDescription &description)
{
    QList<seconds> times;
    const QList<int> ofHour = valuesOf(description.part(CronField::Minute));
    const QList<int> ofMinute = valuesOf(description.part(CronField::Second));
    for (const int hour : valuesOf(description.part(CronField::Hour)))
        for (const int minute : ofHour)
            for (const int second : ofMinute) {
                if (times.size() == MostTimes)
                    return {};
                times.append(hours(hour) + minutes(minute) + seconds(second));
            }
    return times;
}

} // namespace

std::optional<int> CronPart::single() const
{
    return ranges.size() == 1 && ranges.first().first == ranges.first().second
               ? std::optional(ranges.first().first)
               : std::nullopt;
}

CronDescription describe(const Cron &cron)
{
    CronDescription description;
    for (int field = 0; field < CronFieldCount; ++field)
        description.parts[size_t(field)] = partOf(cron, CronField(field));
    description.times = timesOf(description);
    description.isLastDay = cron.isLastDay();
    description.isDayOrWeekday =
        cron.isRestricted(CronField::Day) && cron.isRestricted(CronField::Weekday);
    return description;
}

} // namespace Signalbox
