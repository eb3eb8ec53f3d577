#include "app/headless.h"

#include "app/startreport.h"

#include <QCoreApplication>

#include <cstdio>
#include <utility>

using namespace Qt::StringLiterals;

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
    printJournalTrouble(m_server);
    m_server.start();
}

void Headless::started()
{
    if (!printFailures(m_server))
        return stop(1);
    printReady(m_server);
    m_certificates.look();
    printLaterListening(m_server);
    connect(&m_server, &Server::endpointChanged, this, [](const EndpointStatus &status) {
        if (status.state == EndpointState::Failed)
            printFailure(status);
    });
}

void Headless::stop(int status)
{
    if (std::exchange(m_stopping, true))
        return m_server.cutRest();
    m_exitStatus = status;
    m_server.stop();
}

} // namespace Signalbox
