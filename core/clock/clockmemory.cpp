#include "core/clock/clockmemory.h"

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::microseconds Delay = 1s; ///< of what may be lost in a crash
constexpr std::chrono::microseconds RetryDelay = 5s; ///< after a failure

} // namespace

ClockMemory::ClockMemory(ClockKeeper &keeper, TimeSource &time)
    : m_keeper(keeper)
    , m_time(time)
{
    m_keeper.saved = [this](const Status &status) { saved(status); };
}

ClockMemory::~ClockMemory()
{
    m_keeper.saved = nullptr;
}

quint64 ClockMemory::change()
{
    if (!m_dueAt && m_writing == 0)
        m_dueAt = m_time.monotonic() + Delay;
    return ++m_version;
}

quint64 ClockMemory::change(const QString &name, const TaskState &task)
{
    m_keeper.note(name, task);
    return change();
}

void ClockMemory::write()
{
    m_dueAt.reset();
    if (m_writing != 0)
        return; // its end looks at what came meanwhile
    m_writing = m_version;
    m_keeper.save(state());
}

void ClockMemory::wake()
{
    if (m_dueAt && *m_dueAt <= m_time.monotonic())
        write();
}

void ClockMemory::close()
{
    m_dueAt.reset();
    m_writing = 0;
    if (m_version != m_written) {
        const Status status = m_keeper.saveNow(state());
        note(status);
        if (!status)
            return;
        m_written = m_version;
    }
    m_keeper.forgetNotes();
}

void ClockMemory::saved(const Status &status)
{
    const quint64 done = std::exchange(m_writing, 0);
    if (status)
        m_written = done;
    note(status);
    written(done);
    if (m_writing == 0 && !m_dueAt && m_version != m_written)
        m_dueAt = m_time.monotonic() + (status ? Delay : RetryDelay);
}

void ClockMemory::note(const Status &status)
{
    if (!status && !m_isFailureTold)
        failed(status.error());
    m_isFailureTold = !status;
}

} // namespace Signalbox
