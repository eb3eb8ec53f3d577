#include "ui/model/endpointcontroller.h"

#include "core/server/server.h"
#include "ui/model/freeport.h"
#include "ui/widgets/visibletext.h"

#include <algorithm>

namespace Signalbox {

namespace {

constexpr quint16 LastFirstPort = 8099; ///< that a first start takes by itself

} // namespace

EndpointController::EndpointController(Server &server, ConfigurationFile &file,
                                       const Configuration &configuration, bool saves,
                                       QObject *parent)
    : ConfigurationController(server, file, configuration, saves, parent)
    , m_isFirstStart(saves && file.wasAbsent() && configuration == Configuration())
{
    connect(&m_server, &Server::endpointChanged, this, &EndpointController::movePort);
    const QList<EndpointStatus> states = m_server.endpoints();
    for (const EndpointStatus &status : states)
        movePort(status);
}

void EndpointController::add(const EndpointConfig &endpoint)
{
    Configuration after = configuration();
    after.endpoints.append(endpoint);
    change(tr("add endpoint %1").arg(visibleText(endpoint.name)), after);
}

void EndpointController::edit(const QString &name, const EndpointConfig &endpoint)
{
    Configuration after = configuration();
    const auto at = std::ranges::find(after.endpoints, name, &EndpointConfig::name);
    if (at == after.endpoints.end() || *at == endpoint)
        return;
    *at = endpoint;
    change(tr("change endpoint %1").arg(visibleText(name)), after);
}

void EndpointController::remove(const QString &name)
{
    Configuration after = configuration();
    if (after.endpoints.removeIf([&name](const EndpointConfig &e) { return e.name == name; }) == 0)
        return;
    change(tr("remove endpoint %1").arg(visibleText(name)), after);
    Q_EMIT removed(name);
}

void EndpointController::changePort(const QString &name, quint16 port)
{
    if (const EndpointConfig *endpoint = configuration().findEndpoint(name)) {
        EndpointConfig changed = *endpoint;
        changed.port = port;
        edit(name, changed);
    }
}

void EndpointController::ban(const QList<BanConfig> &bans)
{
    Configuration after = configuration();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    after.bans.removeIf([&](const BanConfig &old) {
        return (old.until && *old.until <= now)
               || std::ranges::find(bans, old.address, &BanConfig::address) != bans.end();
    });
    after.bans += bans;
    change(bans.size() == 1 ? tr("ban %1").arg(visibleText(bans.first().address))
                            : tr("ban %1 addresses").arg(bans.size()),
           after);
}

void EndpointController::letIn(const QList<BanConfig> &bans)
{
    Configuration after = configuration();
    if (after.bans.removeIf([&](const BanConfig &old) { return bans.contains(old); }) > 0)
        change(bans.size() == 1 ? tr("let %1 in again").arg(visibleText(bans.first().address))
                                : tr("let %1 addresses in again").arg(bans.size()),
               after);
}

void EndpointController::chosen()
{
    m_isFirstStart = false;
    m_portMove.reset();
}

std::optional<quint16> EndpointController::otherPort(const QString &name) const
{
    return nextFreePort(configuration(), name);
}

void EndpointController::movePort(const EndpointStatus &status)
{
    if (!m_isFirstStart || status.state != EndpointState::Failed || !status.error
        || status.error->code != Error::Code::PortInUse
        || status.port != configuration().endpoints.first().port)
        return;
    const std::optional<quint16> port = nextFreePort(configuration(), status.name);
    if (!port || *port > LastFirstPort) {
        m_isFirstStart = false; // the operator decides
        return;
    }
    Configuration moved = configuration();
    EndpointConfig &endpoint = moved.endpoints.first();
    m_portMove = {m_portMove ? m_portMove->from : endpoint.port, *port};
    endpoint.port = *port;
    take(moved);
}

} // namespace Signalbox
