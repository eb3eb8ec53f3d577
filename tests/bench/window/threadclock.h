#pragma once

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

namespace Signalbox {

/// Processor time of this thread: what something takes, however busy the machine is with others.
inline std::chrono::nanoseconds threadTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// How long this thread could have run since it began, but waited for a core. 0 where the system
/// does not tell (Linux does).
inline std::chrono::nanoseconds threadWait()
{
    static thread_local const int file =
        ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    char text[100] = {};
    long long run = 0;
    long long wait = 0;
    if (file < 0 || ::pread(file, text, sizeof(text) - 1, 0) <= 0
        || std::sscanf(text, "%lld %lld", &run, &wait) != 2)
        return {};
    return std::chrono::nanoseconds(wait);
}

} // namespace Signalbox
