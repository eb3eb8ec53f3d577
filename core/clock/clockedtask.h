#pragma once

#include "core/clock/clockstate.h"
#include "core/clock/plan.h"
#include "core/clock/timerstatus.h"
#include "core/values/signal.h"

#include <algorithm>
#include <deque>

namespace Signalbox {

/// A timer or schedule at work: what it is to do and how far it is. Belongs to a Clock.
class ClockedTask final
{
    Q_DISABLE_COPY_MOVE(ClockedTask)
public:
    explicit ClockedTask(const TimerConfig &config);
    explicit ClockedTask(const ScheduleConfig &config);

    const ClockTask &config() const
    {
        return isTimer() ? static_cast<const ClockTask &>(timer) : schedule;
    }
    const QString &name() const { return config().name; }
    ClockKind kind() const { return plan ? ClockKind::Schedule : ClockKind::Timer; }
    bool isTimer() const { return !plan; }
    bool is(const TimerConfig &config) const { return isTimer() && timer == config; }
    bool is(const ScheduleConfig &config) const { return !isTimer() && schedule == config; }
    bool isEnabled() const { return state.enabled.value_or(config().enabled); }
    bool isLimitReached() const
    {
        return config().limit > 0 && state.count >= quint64(config().limit);
    }
    bool isSignal() const { return std::holds_alternative<ClockSignal>(config().action); }
    /// It must be written down that it ran before it runs: a restart could run it again.
    bool isWrittenFirst() const { return !isTimer() || timer.missed != MissedPolicy::Skip; }
    /// So must a timer's runs when they are limited, but several at once when they are frequent.
    bool isAllotted() const { return !isWrittenFirst() && timer.limit > 0; }
    /// How many runs are allotted at once, at most; 1: each is written down before it.
    quint64 allotment() const;
    /// The count for the disk: after a crash nobody knows how many of the allotted were made.
    quint64 writtenCount() const
    {
        return isAllotted() ? std::max(state.count, allotted) : state.count;
    }

    void add(const RunResult &result); ///< to `recent`
    /// The computer's time zone. True: the times may be others now.
    bool setZone(const QTimeZone &zone);
    /// Takes what changed. True: its times are others now.
    bool take(const TimerConfig &config);
    bool take(const ScheduleConfig &config);

    TimerConfig timer; ///< of a timer
    ScheduleConfig schedule; ///< of a schedule
    std::optional<SchedulePlan> plan; ///< of a schedule
    Signal signal; ///< what it sends, if it does

    TaskState state;
    std::chrono::microseconds origin{0}; ///< timers: the grid's start, on the monotonic clock
    qint64 decided = 0; ///< timers: the newest tick that is decided
    std::chrono::sys_seconds decidedUntil{}; ///< schedules: what is due until then is decided
    std::optional<std::chrono::microseconds> nextTick; ///< timers: as it stands in the clock's set
    std::optional<WallTime> nextInstant; ///< schedules: as it stands in the clock's set

    quint64 run = 0; ///< under way; 0: none
    RunResult current; ///< of it
    /// The instants of runs to follow when it is finished.
    std::deque<WallTime> backlog;
    quint64 allotted = 0; ///< runs up to this one may be made once that is on the disk
    quint64 allottedVersion = 0; ///< of the state that says so; 0: it is on the disk
    quint64 written = 0; ///< runs up to this one are on the disk
    int failures = 0; ///< in a row
    bool switchedItselfOff = false;
    bool isFinishTold = false; ///< that its limit is reached
    QList<RunResult> recent; ///< newest last
    quint64 stillRunning = 0; ///< left out and not told yet
    quint64 tooLate = 0;

private:
    void takeAction();
};

} // namespace Signalbox
