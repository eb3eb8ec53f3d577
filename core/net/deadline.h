#pragma once

#include <QObject>
#include <QTimer>

#include <array>
#include <chrono>
#include <functional>

namespace Signalbox {

class DeadlineWheel;

/// Calls a function once, some time after arm(), unless disarm() or the destructor comes first.
/// Costs no timer object and no search: thousands wait in one DeadlineWheel. Belongs to one object
/// and lives in the wheel's thread.
class Deadline
{
    Q_DISABLE_COPY_MOVE(Deadline)
public:
    /// `expired` may delete this deadline's owner only by deleteLater().
    Deadline(DeadlineWheel *wheel, std::function<void()> expired);
    ~Deadline() { disarm(); }

    /// Again from now on; late by at most 100 ms.
    void arm(std::chrono::milliseconds after);
    void disarm();
    bool isArmed() const { return m_slot >= 0; }
    /// How many ticks its wheel has turned so far; it stands still while nothing is armed.
    quint32 ticks() const;
    /// How long ago it was armed with `after`; 0: it is not armed.
    std::chrono::milliseconds passedOf(std::chrono::milliseconds after) const;

private:
    friend class DeadlineWheel;
    DeadlineWheel *m_wheel;
    std::function<void()> m_expired;
    std::chrono::steady_clock::time_point m_due;
    Deadline *m_previous = nullptr;
    Deadline *m_next = nullptr;
    int m_slot = -1;
};

/// One timer for all deadlines of a thread: a ring of slots, 100 ms each, looked at one by one.
class DeadlineWheel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeadlineWheel)
public:
    static constexpr std::chrono::milliseconds Tick{100};

    explicit DeadlineWheel(QObject *parent = nullptr);

private:
    friend class Deadline;
    static constexpr int Slots = 512;
    void insert(Deadline *deadline);
    void remove(Deadline *deadline);
    void turn();

    QTimer m_timer{this};
    std::array<Deadline *, Slots> m_slots{};
    int m_current = 0;
    int m_armed = 0;
    quint32 m_ticks = 0;
    Deadline *m_following = nullptr; ///< while turning: the next of this slot
};

inline quint32 Deadline::ticks() const
{
    return m_wheel->m_ticks;
}

} // namespace Signalbox
