#pragma once

#include <chrono>
#include <cstdint>
#include <sys/types.h>

namespace Signalbox::Load {

/// What a process has used so far: the server under test, seen from outside (Linux).
class ServerProbe
{
public:
    /// 0: there is none, and everything is 0.
    explicit ServerProbe(pid_t process)
        : m_process(process)
    {
    }

    bool exists() const { return m_process > 0; }
    /// User and system time of all its threads, those that have ended too.
    std::chrono::nanoseconds cpuTime() const;
    std::uint64_t residentKiB() const;

private:
    pid_t m_process;
};

} // namespace Signalbox::Load
