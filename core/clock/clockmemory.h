#pragma once

#include "core/clock/clockkeeper.h"
#include "core/clock/timesource.h"

namespace Signalbox {

/// Decides when a clock's state is written: now, for what must not run twice, or soon. One write at
/// a time; what changes meanwhile goes with the next. The clock's thread.
class ClockMemory final
{
    Q_DISABLE_COPY_MOVE(ClockMemory)
public:
    ClockMemory(ClockKeeper &keeper, TimeSource &time);
    ~ClockMemory();

    /// Something changed that is to be written soon. The version that has it.
    quint64 change();
    /// The same for what a timer has done, which is noted at once.
    quint64 change(const QString &name, const TaskState &task);
    /// Writes at once; `written` tells when it is done.
    void write();
    /// Writes if it is time to.
    void wake();
    /// Writes what is not written yet, and waits for it.
    void close();
    /// When wake() has something to do, on the monotonic clock; nullopt: never.
    std::optional<std::chrono::microseconds> dueAt() const { return m_dueAt; }

    std::function<ClockState()> state; ///< what is to be written
    /// Everything up to `version` has been written, or could not be: what waited for it goes on.
    std::function<void(quint64 version)> written;
    std::function<void(const Error &)> failed; ///< once, until it succeeds again

private:
    void saved(const Status &status);
    void note(const Status &status);

    ClockKeeper &m_keeper;
    TimeSource &m_time;
    std::optional<std::chrono::microseconds> m_dueAt;
    quint64 m_version = 0; ///< of what there is to write
    quint64 m_writing = 0; ///< the version that is being written; 0: none
    quint64 m_written = 0; ///< the newest version that was
    bool m_isFailureTold = false;
};

} // namespace Signalbox
