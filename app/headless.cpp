#include "app/headless.h"

#include "app/errorsentence.h"

#include <QCoreApplication>

#include <cstdio>

namespace Signalbox {

Headless::Headless(const Configuration &configuration, const ServerFolders &folders,
                   QObject *parent)
    : QObject(parent)
    , m_server(configuration, folders)
{
    connect(&m_server, &Server::started, this, &Headless::started);
    connect(&m_server, &Server::stopped, this, [this] { QCoreApplication::exit(m_exitStatus); });
    connect(&m_signals, &StopSignals::received, this, [this] { stop(0); });
}

void Headless::start()
{
    m_server.start();
}

void Headless::started()
{
    bool failed = false;
    const auto endpoints = m_server.endpoints();
    for (const EndpointStatus &status : endpoints) {
        if (status.state == EndpointState::Running)
            continue;
        failed = true;
        std::fprintf(stderr, "signalbox: %s\n", qPrintable(errorSentence(status)));
    }
    if (failed)
        return stop(1);
    for (const EndpointStatus &status : endpoints)
        std::printf("listening %s\n", qPrintable(status.url));
    std::printf("ready\n");
    std::fflush(stdout);
}

void Headless::stop(int status)
{
    m_exitStatus = status;
    m_server.stop();
}

} // namespace Signalbox
