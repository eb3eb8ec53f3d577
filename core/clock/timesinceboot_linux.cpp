#include "core/clock/systemtime.h"

#include <ctime>

namespace Signalbox {

// std::chrono::steady_clock stands still here while the computer sleeps
std::chrono::microseconds timeSinceBoot()
{
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

} // namespace Signalbox
