#include "app/process.h"

#include <csignal>
#include <sys/stat.h>

namespace Signalbox {

void settleProcess()
{
    ::umask(S_IRWXG | S_IRWXO);
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
}

} // namespace Signalbox
