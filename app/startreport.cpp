#include "app/startreport.h"

#include "app/errorsentence.h"
#include "core/server/server.h"

#include <cstdio>

namespace Signalbox {

void printReady(const Server &server)
{
    const auto endpoints = server.endpoints();
    for (const EndpointStatus &status : endpoints)
        if (status.state == EndpointState::Running)
            std::printf("listening %s\n", qPrintable(status.url));
    std::printf("ready\n");
    std::fflush(stdout);
}

bool printFailures(const Server &server)
{
    bool allRun = true;
    const auto endpoints = server.endpoints();
    for (const EndpointStatus &status : endpoints) {
        if (status.state == EndpointState::Running)
            continue;
        allRun = false;
        std::fprintf(stderr, "signalbox: %s\n", qPrintable(errorSentence(status)));
    }
    return allRun;
}

} // namespace Signalbox
