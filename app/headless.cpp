#include "app/headless.h"

#include "app/startreport.h"

#include <QCoreApplication>

#include <algorithm>
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
    connect(&m_server, &Server::routesChanged, this, &Headless::printBrokenRoutes);
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
    printLaterListening(m_server);
    connect(&m_server, &Server::endpointChanged, this, [](const EndpointStatus &status) {
        if (status.state == EndpointState::Failed)
            printFailure(status);
    });
}

/// Says once what keeps a route from working; the rest goes on.
void Headless::printBrokenRoutes(const QList<RouteStatus> &routes)
{
    for (const RouteStatus &status : routes) {
        const auto known =
            std::find_if(m_routes.cbegin(), m_routes.cend(),
                         [&status](const RouteStatus &r) { return r.route == status.route; });
        if (status.off == Why::None || (known != m_routes.cend() && known->off == status.off))
            continue;
        const QString error = status.lastError ? status.lastError->toString() : QString();
        const QString what =
            status.off == Why::RouteBroken
                ? u"does not work: %1"_s.arg(error)
                : u"is switched off after failing three times in a minute: %1"_s.arg(error);
        std::fprintf(stderr, "signalbox: route %s %s\n", qPrintable(status.route.name),
                     qPrintable(what));
    }
    m_routes = routes;
}

void Headless::stop(int status)
{
    if (std::exchange(m_stopping, true))
        return m_server.cutRest();
    m_exitStatus = status;
    m_server.stop();
}

} // namespace Signalbox
