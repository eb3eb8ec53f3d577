#include "serverprobe.h"

#include <ctime>
#include <fstream>
#include <string>
#include <unistd.h>

namespace Signalbox::Load {

std::chrono::nanoseconds ServerProbe::cpuTime() const
{
    clockid_t clock{};
    timespec time{};
    if (!exists() || ::clock_getcpuclockid(m_process, &clock) != 0
        || ::clock_gettime(clock, &time) != 0)
        return {};
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::uint64_t ServerProbe::residentKiB() const
{
    if (!exists())
        return 0;
    std::ifstream file("/proc/" + std::to_string(m_process) + "/statm");
    std::uint64_t whole = 0;
    std::uint64_t resident = 0;
    file >> whole >> resident;
    return resident * std::uint64_t(::sysconf(_SC_PAGESIZE)) / 1024;
}

} // namespace Signalbox::Load
