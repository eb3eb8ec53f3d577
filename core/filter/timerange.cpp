#include "core/filter/timerange.h"

#include <QTimeZone>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

WallTime wallTime(const QDateTime &time)
{
    return WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

/// Of one of the two sides.
std::optional<TimeRange> oneTime(const QString &text, const QDateTime &now)
{
    const auto day = [&now](const QDate &date) -> std::optional<TimeRange> {
        if (!date.isValid())
            return std::nullopt;
        const auto start = [&now](const QDate &which) { return which.startOfDay(now.timeZone()); };
        return TimeRange{wallTime(start(date)), wallTime(start(date.addDays(1)))};
    };
    if (text == "today"_L1)
        return day(now.date());
    if (text == "yesterday"_L1)
        return day(now.date().addDays(-1));
    const QStringList parts = text.split(u'T', Qt::KeepEmptyParts, Qt::CaseInsensitive);
    const bool hasDate = parts.first().contains(u'-');
    if (parts.size() > (hasDate ? 2 : 1))
        return std::nullopt;
    const QDate date = hasDate ? QDate::fromString(parts.first(), u"yyyy-MM-dd"_s) : now.date();
    if (!date.isValid())
        return std::nullopt;
    if (hasDate && parts.size() == 1)
        return day(date);
    const QString clock = parts.last();
    QTime time = QTime::fromString(clock, u"H:mm"_s);
    const bool isMinute = time.isValid();
    if (!isMinute)
        time = QTime::fromString(clock, u"H:mm:ss"_s);
    if (!time.isValid())
        return std::nullopt;
    const QDateTime first(date, time, now.timeZone());
    return TimeRange{wallTime(first), wallTime(first.addSecs(isMinute ? 60 : 1))};
}

} // namespace

std::optional<TimeRange> timeRangeFrom(const QString &text, const QDateTime &now)
{
    const qsizetype dots = text.indexOf(".."_L1);
    if (dots < 0)
        return oneTime(text, now);
    const auto first = oneTime(text.first(dots), now);
    const auto last = oneTime(text.sliced(dots + 2), now);
    if (!first || !last || last->end < first->first)
        return std::nullopt;
    return TimeRange{first->first, last->end};
}

} // namespace Signalbox
