#include "ui/endpointcontroller.h"

#include "core/server/server.h"
#include "ui/endpoints/freeport.h"
#include "ui/widgets/visibletext.h"

#include <QUndoCommand>

#include <algorithm>
#include <chrono>
#include <utility>

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr auto RetryInterval = 5s;
constexpr int UndoSteps = 50;
constexpr quint16 LastFirstPort = 8099; ///< that a first start takes by itself

} // namespace

/// One change of the configuration: how it was and how it is to be.
class ConfigurationCommand final : public QUndoCommand
{
public:
    ConfigurationCommand(EndpointController &controller, const QString &what, Configuration before,
                         Configuration after)
        : QUndoCommand(what)
        , m_controller(controller)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
    }

    void undo() override { m_controller.take(m_before); }
    void redo() override { m_controller.take(m_after); }

private:
    EndpointController &m_controller;
    Configuration m_before;
    Configuration m_after;
};

EndpointController::EndpointController(Server &server, ConfigurationFile &file,
                                       const Configuration &configuration, bool saves,
                                       QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_file(file)
    , m_configuration(configuration)
    , m_saves(saves)
    , m_isFirstStart(saves && file.wasAbsent() && configuration == Configuration())
{
    m_undo.setUndoLimit(UndoSteps);
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setInterval(RetryInterval);
    connect(&m_retryTimer, &QTimer::timeout, this, &EndpointController::save);
    connect(&m_server, &Server::endpointChanged, this, &EndpointController::movePort);
    const QList<EndpointStatus> states = m_server.endpoints();
    for (const EndpointStatus &status : states)
        movePort(status);
}

void EndpointController::add(const EndpointConfig &endpoint)
{
    Configuration after = m_configuration;
    after.endpoints.append(endpoint);
    push(tr("add endpoint %1").arg(visibleText(endpoint.name)), after);
}

void EndpointController::edit(const QString &name, const EndpointConfig &endpoint)
{
    Configuration after = m_configuration;
    const auto at = std::ranges::find(after.endpoints, name, &EndpointConfig::name);
    if (at == after.endpoints.end() || *at == endpoint)
        return;
    *at = endpoint;
    push(tr("change endpoint %1").arg(visibleText(name)), after);
}

void EndpointController::remove(const QString &name)
{
    Configuration after = m_configuration;
    if (after.endpoints.removeIf([&name](const EndpointConfig &e) { return e.name == name; }) == 0)
        return;
    push(tr("remove endpoint %1").arg(visibleText(name)), after);
    Q_EMIT removed(name);
}

void EndpointController::changePort(const QString &name, quint16 port)
{
    if (const EndpointConfig *endpoint = m_configuration.findEndpoint(name)) {
        EndpointConfig changed = *endpoint;
        changed.port = port;
        edit(name, changed);
    }
}

void EndpointController::push(const QString &what, const Configuration &after)
{
    m_isFirstStart = false;
    m_portMove.reset();
    m_undo.push(new ConfigurationCommand(*this, what, m_configuration, after));
}

void EndpointController::take(const Configuration &configuration)
{
    m_configuration = configuration;
    m_server.apply(configuration);
    Q_EMIT changed();
    save();
}

void EndpointController::save()
{
    write(false);
}

void EndpointController::overwriteFile()
{
    write(true);
}

void EndpointController::write(bool overwrite)
{
    m_retryTimer.stop();
    if (!m_saves)
        return;
    const Status status = m_file.save(m_configuration, overwrite);
    if (status) {
        Q_EMIT saved();
    } else if (status.error().code == Error::Code::ChangedOnDisk) {
        Q_EMIT changedOnDisk();
    } else {
        m_retryTimer.start();
        Q_EMIT saveFailed(status.error());
    }
}

void EndpointController::reloadFile()
{
    const ConfigurationReading reading = m_file.load();
    if (!reading) {
        Q_EMIT reloadFailed(reading.problems.first());
        return;
    }
    m_undo.clear();
    m_isFirstStart = false;
    m_portMove.reset();
    m_configuration = reading.configuration;
    m_server.apply(m_configuration);
    Q_EMIT changed();
    Q_EMIT saved();
}

std::optional<quint16> EndpointController::otherPort(const QString &name) const
{
    return nextFreePort(m_configuration, name);
}

void EndpointController::movePort(const EndpointStatus &status)
{
    if (!m_isFirstStart || status.state != EndpointState::Failed || !status.error
        || status.error->code != Error::Code::PortInUse
        || status.port != m_configuration.endpoints.first().port)
        return;
    const std::optional<quint16> port = nextFreePort(m_configuration, status.name);
    if (!port || *port > LastFirstPort) {
        m_isFirstStart = false; // the operator decides
        return;
    }
    EndpointConfig &endpoint = m_configuration.endpoints.first();
    m_portMove = {m_portMove ? m_portMove->from : endpoint.port, *port};
    endpoint.port = *port;
    m_server.apply(m_configuration);
    Q_EMIT changed();
}

} // namespace Signalbox
