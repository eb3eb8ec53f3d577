#include "app/restart.h"

#include <unistd.h>
#include <vector>

namespace Signalbox {

void restartHeadless(char **argv)
{
    char headless[] = "--headless";
    std::vector<char *> arguments{argv[0], headless};
    for (char **next = argv + 1; *next != nullptr; ++next)
        arguments.push_back(*next);
    arguments.push_back(nullptr);
    ::execvp(argv[0], arguments.data()); // found as the shell found it
}

} // namespace Signalbox
