#pragma once

#include "core/values/clientinfo.h"

#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace Signalbox {

enum class ClockKind : quint8 { Timer, Schedule };

/// What became of one run.
enum class RunOutcome : quint8 {
    Sent, ///< to `recipients` clients
    Nobody, ///< it was for nobody who is connected
    Held, ///< all sends are on hold
    Done, ///< the script ran to its end
    Failed, ///< `detail`: why, not translated
    StillRunning, ///< left out: the run before was not finished
    TooLate, ///< left out: its time had passed
    Missed, ///< left out: we were off or asleep
};

struct RunResult
{
    RunOutcome outcome = RunOutcome::Sent;
    quint32 recipients = 0;
    quint32 waiting = 0; ///< of them, for how many it was queued
    WallTime at{}; ///< when it began, or was left out
    std::chrono::microseconds lateness{0}; ///< how long after its time it began
    bool byHand = false; ///< "run now": not part of the plan
    QString detail{};
    quint64 entry = 0; ///< sequence of the log entry that tells of it; 0: none does

    bool isRun() const { return outcome < RunOutcome::StillRunning; }
    bool operator==(const RunResult &) const = default;
};

/// What is to be known about a timer or schedule right now. A value.
struct TimerStatus
{
    static constexpr qsizetype MaxRecent = 20;

    QString name;
    ClockKind kind = ClockKind::Timer;
    bool enabled = false; ///< by hand, or as the configuration says
    bool finished = false; ///< it has made all the runs that it was to make, or its end has passed
    bool running = false; ///< a run is under way
    /// Off because too many runs in a row failed (Clock::MostFailures), since this start.
    bool switchedItselfOff = false;
    quint64 count = 0; ///< runs of the plan, also before this start
    std::optional<WallTime> lastRun;
    std::optional<WallTime> nextRun; ///< nullopt: none
    QList<RunResult> recent; ///< the last MaxRecent since this start, oldest first

    std::optional<RunResult> lastResult() const
    {
        return recent.isEmpty() ? std::nullopt : std::optional(recent.last());
    }
    bool operator==(const TimerStatus &) const = default;
};

} // namespace Signalbox
