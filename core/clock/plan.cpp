#include "core/clock/plan.h"

#include "core/time/zonetime.h"
#include "core/values/utc.h"

#include <QDateTime>

#include <algorithm>

namespace Signalbox {

using namespace std::chrono;

SchedulePlan::SchedulePlan(const ScheduleConfig &config, const QTimeZone &local)
    : m_zone(config.zone.isEmpty() ? local : zoneOf(config.zone))
    , m_start(instantOf(config.start, m_zone, DayMeans::ItsFirstSecond))
    , m_end(instantOf(config.end, m_zone, DayMeans::ItsLastSecond))
{
    for (const QString &expression : config.cron) {
        const auto cron = Cron::parse(expression);
        Q_ASSERT(std::holds_alternative<Cron>(cron));
        if (const auto *good = std::get_if<Cron>(&cron))
            m_crons.push_back(*good);
    }
}

std::optional<sys_seconds> SchedulePlan::firstIn(const QTimeZone &zone, sys_seconds after) const
{
    std::optional<sys_seconds> first;
    for (const Cron &cron : m_crons) {
        const auto instant = cron.next(after, zone);
        if (instant && (!first || *instant < *first))
            first = instant;
    }
    return first;
}

std::optional<sys_seconds> SchedulePlan::next(sys_seconds after) const
{
    if (m_start)
        after = std::max(after, *m_start - seconds(1));
    const auto first = firstIn(m_zone, after);
    return first && m_end && *first > *m_end ? std::nullopt : first;
}

std::optional<ClockChange> SchedulePlan::nextClockChange(sys_seconds after) const
{
    const QTimeZone::OffsetData jump =
        m_zone.nextTransition(QDateTime::fromSecsSinceEpoch(after.time_since_epoch().count(), Utc));
    if (!jump.atUtc.isValid())
        return std::nullopt;
    const sys_seconds at{seconds(jump.atUtc.toSecsSinceEpoch())};
    const seconds before{m_zone.offsetFromUtc(jump.atUtc.addSecs(-1))};
    const seconds change = seconds(jump.offsetFromUtc) - before;
    if (change == seconds(0))
        return nextClockChange(at); // another name, the same time
    // a clock that nobody sets shows the skipped times after the jump, the repeated ones before it
    const QTimeZone unset(int(before.count()));
    const sys_seconds from = change > seconds(0) ? at : at + change;
    const auto first = firstIn(unset, from - seconds(1));
    return ClockChange{at, change > seconds(0), first && *first < from + abs(change)};
}

/// The last MostMadeUp instants before `end`, none of them up to `begin`.
QList<sys_seconds> SchedulePlan::lastBefore(sys_seconds end, sys_seconds begin) const
{
    QList<sys_seconds> found;
    for (seconds window = LateTolerance;; window *= 2) {
        const sys_seconds from = std::max(begin, end - window);
        found.clear();
        for (auto at = next(from); at && *at < end; at = next(*at)) {
            found.append(*at);
            if (found.size() > MostMadeUp)
                found.removeFirst();
        }
        if (found.size() == MostMadeUp || from == begin)
            return found;
    }
}

ScheduleDecision SchedulePlan::decide(sys_seconds handled, WallTime now, MissedPolicy policy) const
{
    ScheduleDecision decision;
    const sys_seconds nowSeconds = floor<seconds>(now);
    decision.handled = std::max(handled, nowSeconds);
    // the first instant that is not too old, were there one in each second
    const sys_seconds onTime = ceil<seconds>(now - LateTolerance);

    QList<sys_seconds> missed;
    auto at = next(handled);
    for (; at && *at < onTime; at = next(*at)) {
        if (quint64(missed.size()) == MostCounted) {
            at = next(onTime - seconds(1));
            break;
        }
        missed.append(*at);
    }
    std::optional<sys_seconds> due;
    for (; at && *at <= nowSeconds; at = next(*at)) {
        decision.tooLate += due.has_value();
        due = at;
    }

    quint64 madeUp = 0;
    if (!missed.isEmpty() && policy == MissedPolicy::Once) {
        madeUp = quint64(missed.size());
        if (!due)
            due = quint64(missed.size()) < MostCounted ? missed.last()
                                                       : lastBefore(onTime, handled).last();
    } else if (!missed.isEmpty() && policy == MissedPolicy::All) {
        decision.runs = lastBefore(onTime, handled);
        madeUp = quint64(decision.runs.size());
    }
    decision.missed = quint64(missed.size()) - std::min(madeUp, quint64(missed.size()));
    if (decision.missed > 0) {
        decision.firstMissed = missed.first();
        decision.lastMissed = missed.at(qsizetype(decision.missed) - 1);
    }
    if (due)
        decision.runs.append(*due);
    return decision;
}

TickDecision decideTick(const TimerConfig &timer, qint64 decided, microseconds elapsed)
{
    TickDecision decision{.tick = std::max<qint64>(decided, elapsed / timer.interval)};
    const qint64 first = std::max<qint64>(decided, timer.skip) + 1; // the first one that may run
    if (decision.tick < first)
        return decision;
    const qint64 lastMissed =
        elapsed <= LateTolerance ? 0 : (elapsed - LateTolerance - microseconds(1)) / timer.interval;
    const qint64 missed = std::clamp<qint64>(lastMissed - first + 1, 0, decision.tick - first + 1);
    const qint64 onTime = decision.tick - first + 1 - missed;
    decision.runs = onTime > 0 ? 1 : 0;
    decision.tooLate = quint64(std::max<qint64>(0, onTime - 1));
    if (missed == 0)
        return decision;
    switch (timer.missed) {
    case MissedPolicy::Skip:
        decision.missed = quint64(missed);
        break;
    case MissedPolicy::Once:
        decision.runs = 1;
        break;
    case MissedPolicy::All:
        decision.runs += int(std::min<qint64>(missed, MostMadeUp));
        decision.missed = quint64(std::max<qint64>(0, missed - MostMadeUp));
        break;
    }
    return decision;
}

int madeUpAfter(const TimerConfig &timer, microseconds off)
{
    const qint64 missed =
        off <= LateTolerance ? 0 : (off - LateTolerance - microseconds(1)) / timer.interval;
    switch (timer.missed) {
    case MissedPolicy::Skip:
        break;
    case MissedPolicy::Once:
        return missed > 0 ? 1 : 0;
    case MissedPolicy::All:
        return int(std::min<qint64>(missed, MostMadeUp));
    }
    return 0;
}

} // namespace Signalbox
