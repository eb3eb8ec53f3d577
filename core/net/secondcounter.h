#pragma once

#include <chrono>

namespace Signalbox {

/// How often something has happened within a second, which begins with the first time after the
/// one before is over. One thread.
class SecondCounter
{
public:
    using Clock = std::chrono::steady_clock;

    /// Once more. How often that makes in this second.
    int count(Clock::time_point now)
    {
        if (now - m_begin >= std::chrono::seconds(1)) {
            m_begin = now;
            m_count = 0;
        }
        return ++m_count;
    }

private:
    Clock::time_point m_begin{};
    int m_count = 0;
};

} // namespace Signalbox
