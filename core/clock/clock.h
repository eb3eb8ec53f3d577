#pragma once

#include "core/clock/clockmemory.h"
#include "core/clock/clockuser.h"
#include "core/clock/timesource.h"

#include <QTimeZone>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace Signalbox {

class ClockedTask;

/// Runs timers and schedules. Timers keep to a grid of the monotonic clock, schedules to the wall
/// clock of their zone. A run that comes too late is left out rather than piled up, and a row says
/// so. What could otherwise run twice for one instant is written down before it runs. One thread;
/// owns nothing but what it remembers.
class Clock final
{
    Q_DISABLE_COPY_MOVE(Clock)
public:
    /// Runs whose script failed, one after the other, after which a timer switches itself off.
    static constexpr int MostFailures = 5;

    /// All three must outlive it.
    Clock(ClockUser &user, ClockKeeper &keeper, TimeSource &time);
    ~Clock();

    /// Before the first setTasks(): what was kept, and where a damaged file was put aside.
    void restore(const ClockStateReading &reading);
    /// The timers and schedules that there are. Those that did not change keep their grid; those
    /// whose times did not change keep it too.
    void setTasks(const QList<TimerConfig> &timers, const QList<ScheduleConfig> &schedules);
    void start();
    /// Nothing runs any more; what is remembered is written down.
    void stop();

    /// Runs it once more, off or on; the plan stays as it is. Not while a run is under way.
    void runNow(const QString &name);
    /// Switched on by hand, it starts its count anew.
    void setEnabled(const QString &name, bool enabled);
    /// The answer to each run that ClockUser was asked for. Only outcome, recipients, waiting,
    /// detail and entry are looked at.
    void finished(quint64 run, const RunResult &result);

    QList<TimerStatus> statuses() const;

private:
    /// A run that has been decided on.
    struct Pending
    {
        ClockRun run;
        std::chrono::microseconds due; ///< on the monotonic clock
        quint64 version = 0; ///< of the state that must be written down before
    };

    template<typename Config>
    void take(std::vector<std::unique_ptr<ClockedTask>> &before, const Config &config);
    ClockedTask *find(const QString &name) const;
    void forget(ClockedTask &task);
    void restart(ClockedTask &task, bool isSwitchedOn);
    void switchOff(ClockedTask &task);
    void plan(ClockedTask &task);
    void unplan(ClockedTask &task);

    void wake();
    void checkWallClock();
    void checkZone();
    void tick(ClockedTask &task);
    void check(ClockedTask &task);
    void enqueue(ClockedTask &task, const std::vector<WallTime> &runs);
    void beginNext(ClockedTask &task);
    void begin(ClockedTask &task, std::chrono::microseconds due, bool byHand);
    quint64 allot(ClockedTask &task, quint64 version);
    quint64 remember(const ClockedTask &task);
    void send(ClockedTask &task, const Pending &pending);

    void leaveOut(ClockedTask &task, RunOutcome outcome, quint64 count, const QString &detail = {});
    void tellLeftOut();
    quint64 log(const ClockedTask &task, Why why, quint64 count, const QString &detail = {});
    void changed(ClockedTask &task);
    void publish();
    TimerStatus statusOf(const ClockedTask &task) const;

    void written(quint64 version);
    void notWritten(const Error &error);
    ClockState stateNow() const;
    void arm();

    ClockUser &m_user;
    TimeSource &m_time;
    ClockMemory m_memory;
    ClockState m_known; ///< of those that are gone or not there yet, too
    std::vector<std::unique_ptr<ClockedTask>> m_tasks; ///< in the configuration's order
    /// The next tick of each timer, on the monotonic clock.
    std::set<std::pair<std::chrono::microseconds, ClockedTask *>> m_ticks;
    /// The next instant of each schedule, on the wall clock.
    std::set<std::pair<WallTime, ClockedTask *>> m_instants;
    std::map<quint64, ClockedTask *> m_runs; ///< begun and not answered
    std::deque<Pending> m_pending; ///< wait until the state is written down
    std::set<ClockedTask *> m_changed; ///< to be published
    std::set<ClockedTask *> m_leftOut; ///< have something to tell
    std::chrono::microseconds m_published{0}; ///< the last time
    std::optional<std::chrono::microseconds> m_publishAt;
    std::optional<std::chrono::microseconds> m_tellAt;
    QTimeZone m_zone; ///< the computer's, by which schedules go that have none
    WallTime m_zoneSeen{}; ///< when it was looked at the last time
    std::chrono::microseconds m_zoneChecked{0}; ///< the same, on the monotonic clock
    WallTime m_lastWall{};
    quint64 m_lastRun = 0;
    bool m_running = false;
};

} // namespace Signalbox
