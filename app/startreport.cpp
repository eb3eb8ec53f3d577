#include "app/startreport.h"

#include "app/errorsentence.h"
#include "core/config/endpointrules.h"
#include "core/server/server.h"

#include <QHash>

#include <cstdio>
#include <utility>

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

void printJournalTrouble(const Server &server)
{
    if (const QStringList names = endpointsNotKept(server.configuration());
        !names.isEmpty() && server.configuration().keepsJournal())
        std::fprintf(stderr,
                     "signalbox: what happens on %s, meant for a class, is not kept in the log on "
                     "disk\n",
                     qPrintable(names.join(QStringLiteral(", "))));
    QObject::connect(
        &server, &Server::journalChanged, &server,
        [unsaved = quint64(0), failed = false](const JournalStatus &status) mutable {
            using State = JournalStatus::State;
            if (status.state == State::Failed) {
                unsaved = status.unsaved;
                if (!std::exchange(failed, true))
                    std::fprintf(stderr,
                                 "signalbox: the log is not being saved to %s: %s; it tries again "
                                 "every few seconds\n",
                                 qPrintable(status.fileName), qPrintable(status.error.detail));
            } else if (status.state == State::Writing && std::exchange(failed, false)) {
                std::fprintf(stderr,
                             "signalbox: the log is being saved again; rows that are not: %llu\n",
                             static_cast<unsigned long long>(unsaved));
            }
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
        printFailure(status);
    }
    return allRun;
}

void printFailure(const EndpointStatus &status)
{
    std::fprintf(stderr, "signalbox: %s\n", qPrintable(errorSentence(status)));
}

} // namespace Signalbox
