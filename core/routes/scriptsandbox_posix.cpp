#include "core/routes/scriptsandbox.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <pthread.h>
#include <sys/resource.h>
#include <tuple>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SIGNALBOX_UNDER_SANITIZER
#endif

namespace Signalbox {

namespace {

constexpr int Niceness = 5;
constexpr int MaxDescriptors = 16; ///< enough for the time zone's file
constexpr long MaxInherited = 4096;
constexpr int ExitCrashed = 70;

[[maybe_unused]] void setLimit(decltype(RLIMIT_CORE) resource, rlim_t value)
{
    rlimit limit{};
    if (::getrlimit(resource, &limit) != 0)
        return;
    limit.rlim_cur = value;
    if (limit.rlim_max != RLIM_INFINITY && value > limit.rlim_max)
        limit.rlim_cur = limit.rlim_max;
    ::setrlimit(resource, &limit);
}

extern "C" void onCrash(int)
{
    ::_exit(ExitCrashed); // quietly: the server says what happened
}

} // namespace

ThreadClock::ThreadClock()
{
#ifdef _POSIX_THREAD_CPUTIME
    clockid_t clock = CLOCK_MONOTONIC;
    if (::pthread_getcpuclockid(::pthread_self(), &clock) != 0)
        clock = CLOCK_MONOTONIC;
    m_clock = clock;
#else
    m_clock = CLOCK_MONOTONIC;
#endif
}

std::chrono::nanoseconds ThreadClock::now() const
{
    timespec time{};
    ::clock_gettime(clockid_t(m_clock), &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

void enterScriptSandbox()
{
    const long most = std::min(::sysconf(_SC_OPEN_MAX), MaxInherited);
    for (int descriptor = 3; descriptor < most; ++descriptor)
        ::close(descriptor);
    std::signal(SIGINT, SIG_IGN); // the server decides when we end, by closing our input
    std::signal(SIGHUP, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
#ifndef SIGNALBOX_UNDER_SANITIZER
    for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE})
        std::signal(number, onCrash);
    setLimit(RLIMIT_CORE, 0);
    setLimit(RLIMIT_NOFILE, MaxDescriptors);
#endif
    std::ignore = ::nice(Niceness); // more than the server
#ifdef __GLIBC__
    ::mallopt(M_ARENA_MAX, 1); // each arena would take 64 MiB of the address space
#endif
}

void limitScriptMemory(int megabytes)
{
#if defined(RLIMIT_AS) && !defined(SIGNALBOX_UNDER_SANITIZER)
    // What the program itself has mapped is not the scripts' fault (Linux; elsewhere unknown).
    setLimit(RLIMIT_AS, RLIM_INFINITY);
    rlim_t own = 0;
    if (std::FILE *file = std::fopen("/proc/self/statm", "r")) {
        unsigned long pages = 0;
        if (std::fscanf(file, "%lu", &pages) == 1)
            own = rlim_t(pages) * rlim_t(::sysconf(_SC_PAGESIZE));
        std::fclose(file);
    }
    setLimit(RLIMIT_AS, own + rlim_t(megabytes) * 1024 * 1024);
#else
    Q_UNUSED(megabytes)
#endif
}

qint64 readScriptInput(char *to, qint64 size)
{
    for (;;) {
        const ssize_t n = ::read(STDIN_FILENO, to, size_t(size));
        if (n >= 0 || errno != EINTR)
            return n;
    }
}

bool writeScriptOutput(const char *from, qint64 size)
{
    while (size > 0) {
        const ssize_t n = ::write(STDOUT_FILENO, from, size_t(size));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        from += n;
        size -= n;
    }
    return true;
}

void endScriptProcess(int status)
{
    ::_exit(status);
}

} // namespace Signalbox
