#pragma once

#include "core/clock/clock.h"

#include <QDateTime>

namespace Signalbox {

/// ISO 8601, UTC.
WallTime wallTime(const QString &text);

/// A time that stands still until a test moves it.
class FakeTime final : public TimeSource
{
public:
    explicit FakeTime(const QString &start)
        : m_wall(wallTime(start))
    {
    }

    std::chrono::microseconds monotonic() const override { return m_monotonic; }
    WallTime wall() const override { return m_wall; }
    QTimeZone zone() const override { return computersZone; }
    void wakeAfter(std::chrono::microseconds delay) override { m_wakeAt = m_monotonic + delay; }
    void cancel() override { m_wakeAt.reset(); }

    /// Goes on, and wakes the clock each time it wants to be woken.
    void advance(std::chrono::microseconds duration);
    /// The computer is so busy that nothing wakes, until the end.
    void stall(std::chrono::microseconds duration);
    /// Somebody sets the computer's clock.
    void setWall(const QString &text) { m_wall = wallTime(text); }
    QTimeZone computersZone{"UTC"};

private:
    void wakeIfDue();

    std::chrono::microseconds m_monotonic{1'000'000'000};
    WallTime m_wall;
    std::optional<std::chrono::microseconds> m_wakeAt;
};

/// Keeps a state in memory; writes are done at once, when the test says, or fail.
class FakeKeeper final : public ClockKeeper
{
public:
    void save(const ClockState &state) override;
    Status saveNow(const ClockState &state) override;
    void note(const QString &name, const TaskState &state) override { noted.insert(name, state); }
    void forgetNotes() override { noted.clear(); }
    /// Ends the write that is under way.
    void finish();

    ClockState kept; ///< what is on the disk
    ClockState noted; ///< what outlives a kill
    int saves = 0;
    bool isSlow = false; ///< finish() ends a write
    bool isFull = false; ///< writes fail

private:
    void end();
    std::optional<ClockState> m_writing;
};

/// Notes what the clock does: "10:00:00.000 beat" for each signal.
class FakeUser final : public ClockUser
{
public:
    FakeUser(const FakeTime &time, const FakeKeeper &keeper)
        : m_time(time)
        , m_keeper(keeper)
    {
    }

    void sendSignal(const ClockRun &run, const Signal &signal) override;
    void runScript(const ClockRun &run, const ClockScript &script,
                   const QByteArray &event) override;
    quint64 log(const LogEntry &entry) override;
    void timerChanged(const TimerStatus &status) override;
    void timerRemoved(const QString &name) override;

    /// What was done since the last call.
    QStringList takeRuns() { return std::exchange(m_runs, {}); }
    /// "Missed 3" for each row since the last call.
    QStringList takeRows() { return std::exchange(m_rows, {}); }

    Clock *clock = nullptr; ///< answers at once
    bool isSlow = false; ///< runs go on until finishAll()
    RunOutcome outcome = RunOutcome::Sent;
    void finishAll();
    void finishOne();

    QList<LogEntry> entries;
    QMap<QString, TimerStatus> statuses;
    QList<QByteArray> payloads;
    QList<QByteArray> events;
    int publications = 0;
    QMap<QString, ClockState> keptAtRun; ///< what was on the disk when it ran
    QList<std::optional<WallTime>> instants; ///< of each run, as they were on the disk
    quint64 lastCause = 0;

private:
    void begun(const ClockRun &run);

    const FakeTime &m_time;
    const FakeKeeper &m_keeper;
    QStringList m_runs;
    QStringList m_rows;
    QList<quint64> m_underWay;
};

} // namespace Signalbox
