#pragma once

#include <QtGlobal>

#include <chrono>

namespace Signalbox {

/// The time that one thread has spent computing, as any thread may read it. On a busy machine a
/// script must not pay for the others. (Where the system does not tell: the time that has passed.)
class ThreadClock
{
public:
    ThreadClock(); ///< of the calling thread
    std::chrono::nanoseconds now() const;

private:
    qint64 m_clock = 0; ///< the system's name for it
};

/// What a script process needs of the system; one file per kind of system. Used in the script
/// process only.

/// Gives up what a script has no business with: inherited descriptors, dumping memory, running
/// ahead of the server. Call it first.
void enterScriptSandbox();
/// From now on the process gets no more than `megabytes` MiB of memory on top of what it has; more
/// ends it. Does nothing where the system cannot do it, or under a sanitizer.
void limitScriptMemory(int megabytes);
/// Waits for bytes on standard input; 0: it has ended, -1: it is broken.
qint64 readScriptInput(char *to, qint64 size);
/// All of it to standard output; false: nobody reads it any more.
bool writeScriptOutput(const char *from, qint64 size);
/// Ends the process at once.
[[noreturn]] void endScriptProcess(int status);

/// Exit status of a process that ended itself because a script did not stop at its deadline.
inline constexpr int ScriptStuck = 75;

} // namespace Signalbox
