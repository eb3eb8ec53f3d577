#pragma once

#include <QtGlobal>

#include <algorithm>
#include <chrono>

namespace Signalbox {

/// Allows so much a second on average, and a burst at once, however quiet it was before. Full at
/// first. Belongs to one thread.
class RateBucket
{
public:
    using Clock = std::chrono::steady_clock;

    explicit RateBucket(qint64 burst)
        : m_left(burst)
    {
    }

    /// False: that is too much now, and nothing was taken. `rate` 0: no limit.
    bool take(qint64 amount, qint64 rate, qint64 burst)
    {
        if (rate == 0)
            return true;
        return takeAt(amount, rate, burst, Clock::now());
    }
    bool takeAt(qint64 amount, qint64 rate, qint64 burst, Clock::time_point now)
    {
        // While less than a tick's worth is missing there is nothing to reckon.
        if (now - m_filled >= Tick || m_left < amount)
            fill(rate, burst, now);
        if (m_left < amount)
            return false;
        m_left -= amount;
        return true;
    }
    /// How much of the burst was in use when something was last asked for.
    qint64 spent(qint64 burst) const { return burst - m_left; }
    /// How long until `amount` can be taken; 0: now.
    std::chrono::milliseconds waitFor(qint64 amount, qint64 rate, qint64 burst,
                                      Clock::time_point now)
    {
        fill(rate, burst, now);
        const qint64 missing = std::max<qint64>(amount - m_left, 0);
        return std::chrono::milliseconds((missing * 1000 + rate - 1) / rate);
    }
    bool isFull(qint64 rate, qint64 burst, Clock::time_point now)
    {
        fill(rate, burst, now);
        return m_left >= burst;
    }

private:
    static constexpr auto Tick = std::chrono::milliseconds(1);

    void fill(qint64 rate, qint64 burst, Clock::time_point now)
    {
        if (rate == 0)
            return;
        const std::chrono::duration<double> passed = now - m_filled;
        const double fresh = std::min(passed.count() * double(rate), double(burst));
        const auto whole = qint64(fresh);
        if (whole <= 0)
            return; // what is less than one goes on growing
        m_left = std::min(m_left + whole, burst);
        m_filled = now
                   - std::chrono::duration_cast<Clock::duration>(
                       std::chrono::duration<double>((fresh - double(whole)) / double(rate)));
    }

    qint64 m_left;
    Clock::time_point m_filled = Clock::now();
};

} // namespace Signalbox
