#include "core/journal/giveway.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>
#else
#include <QThread>
#endif

namespace Signalbox {

void giveWay()
{
#ifdef Q_OS_LINUX
    // A third of what the program's others get: enough for 100,000 rows a second beside them. The
    // thread that bears the process's number is its first.
    constexpr int Nicer = 5;
    constexpr int Nicest = 19;
    const int program = ::getpriority(PRIO_PROCESS, id_t(::getpid()));
    ::setpriority(PRIO_PROCESS, 0, std::min(program + Nicer, Nicest)); // 0: this thread
#else
    QThread::currentThread()->setPriority(QThread::LowPriority);
#endif
}

} // namespace Signalbox
