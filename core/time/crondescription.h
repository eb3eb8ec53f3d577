#pragma once

#include "core/time/cron.h"

#include <QList>

namespace Signalbox {

/// What one field of a cron expression says.
struct CronPart
{
    enum class Kind : quint8 {
        Every, ///< all values
        Step, ///< `from`, and every `step` further
        Values, ///< `ranges`
    };
    Kind kind = Kind::Every;
    int from = 0;
    int step = 1;
    QList<std::pair<int, int>> ranges{}; ///< first and last of values in a row, ascending; at least
                                         ///< three are a row, fewer stand alone

    /// The only value; nullopt: there are several.
    std::optional<int> single() const;
    bool operator==(const CronPart &) const = default;
};

/// What a cron expression says, in pieces that the window puts in words.
struct CronDescription
{
    std::array<CronPart, CronFieldCount> parts{}; ///< by CronField; weekdays from Monday, 1, to
                                                  ///< Sunday, 7
    /// Every time of day, when there are few; else empty.
    QList<std::chrono::seconds> times{};
    bool isLastDay = false; ///< the last day of the month, besides the days
    bool isDayOrWeekday = false; ///< one of the two is enough; else both must match

    const CronPart &part(CronField field) const { return parts[size_t(field)]; }
    bool operator==(const CronDescription &) const = default;
};

CronDescription describe(const Cron &cron);

} // namespace Signalbox
