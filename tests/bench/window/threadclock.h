#pragma once

#include <chrono>
#include <time.h>

namespace Signalbox {

/// Processor time of this thread: what something takes, however busy the machine is with others.
inline std::chrono::nanoseconds threadTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace Signalbox
