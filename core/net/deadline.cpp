#include "core/net/deadline.h"

#include <algorithm>
#include <utility>

namespace Signalbox {

using SteadyClock = std::chrono::steady_clock;

Deadline::Deadline(DeadlineWheel *wheel, std::function<void()> expired)
    : m_wheel(wheel)
    , m_expired(std::move(expired))
{
}

void Deadline::arm(std::chrono::milliseconds after)
{
    disarm();
    m_due = SteadyClock::now() + after;
    m_wheel->insert(this);
}

void Deadline::disarm()
{
    if (isArmed())
        m_wheel->remove(this);
}

std::chrono::milliseconds Deadline::passedOf(std::chrono::milliseconds after) const
{
    if (!isArmed())
        return std::chrono::milliseconds(0);
    return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() + after
                                                                 - m_due);
}

DeadlineWheel::DeadlineWheel(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(Tick);
    connect(&m_timer, &QTimer::timeout, this, &DeadlineWheel::turn);
}

void DeadlineWheel::insert(Deadline *deadline)
{
    const auto wait =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline->m_due - SteadyClock::now());
    // What lies beyond the ring waits in its last slot and goes round again.
    const auto ticks = std::clamp<qint64>(wait.count() / Tick.count() + 1, 1, Slots - 1);
    const int slot = (m_current + int(ticks)) % Slots;
    deadline->m_slot = slot;
    deadline->m_previous = nullptr;
    deadline->m_next = m_slots[size_t(slot)];
    if (deadline->m_next)
        deadline->m_next->m_previous = deadline;
    m_slots[size_t(slot)] = deadline;
    if (++m_armed == 1)
        m_timer.start();
}

void DeadlineWheel::remove(Deadline *deadline)
{
    if (m_following == deadline)
        m_following = deadline->m_next;
    if (deadline->m_previous)
        deadline->m_previous->m_next = deadline->m_next;
    else
        m_slots[size_t(deadline->m_slot)] = deadline->m_next;
    if (deadline->m_next)
        deadline->m_next->m_previous = deadline->m_previous;
    deadline->m_slot = -1;
    if (--m_armed == 0)
        m_timer.stop();
}

void DeadlineWheel::turn()
{
    m_current = (m_current + 1) % Slots;
    ++m_ticks;
    const auto now = SteadyClock::now();
    for (Deadline *deadline = m_slots[size_t(m_current)]; deadline; deadline = m_following) {
        m_following = deadline->m_next;
        remove(deadline);
        if (deadline->m_due > now)
            insert(deadline);
        else
            deadline->m_expired();
    }
    m_following = nullptr;
}

} // namespace Signalbox
