#include "app/startreport.h"

#include "app/errorsentence.h"
#include "core/server/server.h"

#include <QHash>

#include <cstdio>

namespace Signalbox {

namespace {

void printListening(const EndpointStatus &status)
{
    std::printf("listening %s\n", qPrintable(status.url));
    std::fflush(stdout);
}

/// Since when each endpoint has been listening.
QHash<QString, WallTime> runningSince(const Server &server)
{
    QHash<QString, WallTime> since;
    const auto endpoints = server.endpoints();
    for (const EndpointStatus &status : endpoints)
        if (status.state == EndpointState::Running)
            since.insert(status.name, status.since);
    return since;
}

} // namespace

void printReady(const Server &server)
{
    const auto endpoints = server.endpoints();
    for (const EndpointStatus &status : endpoints)
        if (status.state == EndpointState::Running)
            printListening(status);
    std::printf("ready\n");
    std::fflush(stdout);
}

void printLaterListening(const Server &server)
{
    QObject::connect(&server, &Server::endpointChanged, &server,
                     [since = runningSince(server)](const EndpointStatus &status) mutable {
                         if (status.state != EndpointState::Running
                             || since.value(status.name) == status.since)
                             return; // its number of clients has changed
                         since.insert(status.name, status.since);
                         printListening(status);
                     });
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
