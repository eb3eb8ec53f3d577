#pragma once

#include "core/config/clockconfig.h"
#include "core/time/cron.h"
#include "core/values/clientinfo.h"

#include <QTimeZone>

#include <optional>
#include <vector>

namespace Signalbox {

/// A run that is later than this is missed: we were off or asleep, or the clock jumped.
inline constexpr std::chrono::seconds LateTolerance{60};
inline constexpr int MostMadeUp = 10; ///< runs that MissedPolicy::All makes up for

/// What a schedule is to do at a moment.
struct ScheduleDecision
{
    QList<std::chrono::sys_seconds> runs{}; ///< the instants to run for, in order
    quint64 tooLate = 0; ///< instants left out because a newer one is due as well
    quint64 missed = 0; ///< instants left out because we were off or asleep; at most MostCounted
    std::chrono::sys_seconds firstMissed{};
    std::chrono::sys_seconds lastMissed{};
    std::chrono::sys_seconds handled{}; ///< up to here all is decided

    bool operator==(const ScheduleDecision &) const = default;
};

/// The clocks of a zone are set forward or back.
struct ClockChange
{
    std::chrono::sys_seconds at{};
    bool isForward = false;
    bool isTouching = false; ///< some of a schedule's times are skipped, or come twice

    bool operator==(const ClockChange &) const = default;
};

/// When a schedule runs. Pure: all of it follows from its arguments.
class SchedulePlan final
{
public:
    static constexpr quint64 MostCounted = 1000; ///< a year of seconds is not counted one by one

    /// `config`: one that was checked. `local`: the zone of one that has none.
    explicit SchedulePlan(const ScheduleConfig &config,
                          const QTimeZone &local = QTimeZone::systemTimeZone());

    /// The first instant after `after`, within start and end.
    std::optional<std::chrono::sys_seconds> next(std::chrono::sys_seconds after) const;
    /// The next time after `after` that the clocks of its zone are set; nullopt: never, as far as
    /// is known.
    std::optional<ClockChange> nextClockChange(std::chrono::sys_seconds after) const;
    /// What is due at `now` when all up to `handled` is decided. `handled` may lie in the future:
    /// the clock was set back, and what ran does not run again.
    ScheduleDecision decide(std::chrono::sys_seconds handled, WallTime now,
                            MissedPolicy missed) const;

private:
    std::optional<std::chrono::sys_seconds> firstIn(const QTimeZone &zone,
                                                    std::chrono::sys_seconds after) const;
    QList<std::chrono::sys_seconds> lastBefore(std::chrono::sys_seconds end,
                                               std::chrono::sys_seconds begin) const;

    std::vector<Cron> m_crons;
    QTimeZone m_zone;
    std::optional<std::chrono::sys_seconds> m_start;
    std::optional<std::chrono::sys_seconds> m_end;
};

/// What a timer is to do at a moment.
struct TickDecision
{
    qint64 tick = 0; ///< the newest tick that was due; up to here all is decided
    int runs = 0;
    quint64 tooLate = 0; ///< ticks left out because a newer one is due as well
    quint64 missed = 0; ///< ticks left out because we were off or asleep

    bool operator==(const TickDecision &) const = default;
};

/// What is due `elapsed` after a timer's start, when all up to tick `decided` is decided. Tick n is
/// due n intervals after the start, so that nothing ever drifts.
TickDecision decideTick(const TimerConfig &timer, qint64 decided,
                        std::chrono::microseconds elapsed);

/// The runs to make up for at a start when the last tick before it was `off` ago.
int madeUpAfter(const TimerConfig &timer, std::chrono::microseconds off);

} // namespace Signalbox
