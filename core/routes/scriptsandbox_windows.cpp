#include "core/routes/scriptsandbox.h"

#include <cstdlib>
#include <fcntl.h>
#include <io.h>
#include <windows.h>

namespace Signalbox {

namespace {
HANDLE job = nullptr;
}

ThreadClock::ThreadClock() = default;

std::chrono::nanoseconds ThreadClock::now() const
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

void enterScriptSandbox()
{
    ::_setmode(0, _O_BINARY);
    ::_setmode(1, _O_BINARY);
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX); // no windows about a crash
    SetConsoleCtrlHandler(nullptr, TRUE); // the server decides when we end
    SetPriorityClass(GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS);
    job = CreateJobObjectW(nullptr, nullptr);
    if (job)
        AssignProcessToJobObject(job, GetCurrentProcess());
}

void limitScriptMemory(int megabytes)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_PROCESS_MEMORY | JOB_OBJECT_LIMIT_ACTIVE_PROCESS;
    limits.BasicLimitInformation.ActiveProcessLimit = 1;
    limits.ProcessMemoryLimit = SIZE_T(megabytes) * 1024 * 1024;
    if (job)
        SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
}

qint64 readScriptInput(char *to, qint64 size)
{
    return ::_read(0, to, unsigned(size));
}

bool writeScriptOutput(const char *from, qint64 size)
{
    while (size > 0) {
        const int n = ::_write(1, from, unsigned(size));
        if (n <= 0)
            return false;
        from += n;
        size -= n;
    }
    return true;
}

void endScriptProcess(int status)
{
    std::_Exit(status);
}

} // namespace Signalbox
