#include "core/server/backend.h"

#include "core/server/shard.h"
#include "core/server/storefiles.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Signalbox {

Backend::Backend(const Configuration &configuration, const ServerFolders &folders,
                 ServerState *state)
    : m_configuration(configuration)
    , m_bans(configuration.bans)
    , m_folders(folders)
    , m_state(state)
    , m_routes(new RouteService(folders.base, folders.store, state))
    , m_clock(new ClockHost(timerStateFile(folders.store), state, m_routes.get(), this))
{
    connect(m_clock, &ClockHost::changed, this, &Backend::timerChanged);
    connect(m_clock, &ClockHost::removed, this, &Backend::timerRemoved);
    connect(m_clock, &ClockHost::fileDamaged, this, &Backend::fileDamaged);
    connect(m_clock, &ClockHost::timeSet, this, &Backend::timeSet);
    connect(m_routes.get(), &RouteService::fileDamaged, this, &Backend::fileDamaged);
    m_routes->setParent(this); // so that it moves with us
    m_state->queueBudget.limit.store(configuration.totalQueueBytes);
    for (const EndpointConfig &config : configuration.endpoints)
        add(config);
}

Backend::~Backend() = default;

Endpoint *Backend::find(const QString &name) const
{
    const auto found =
        std::find_if(m_endpoints.begin(), m_endpoints.end(),
                     [&name](const Endpoint *e) { return e->config().name == name; });
    return found == m_endpoints.end() ? nullptr : *found;
}

Endpoint *Backend::add(const EndpointConfig &config)
{
    auto *endpoint = new Endpoint(config, m_configuration.limits, m_folders, m_state, m_bans, this);
    m_endpoints.append(endpoint);
    connect(endpoint, &Endpoint::changed, this, [this, endpoint](const EndpointStatus &status) {
        if (m_endpoints.contains(endpoint))
            Q_EMIT endpointChanged(status);
        if (endpoint->isSettled())
            endpointSettled(endpoint);
    });
    return endpoint;
}

void Backend::start()
{
    m_routes->start();
    m_routes->apply(m_configuration);
    m_starting = true;
    for (Endpoint *endpoint : std::as_const(m_endpoints))
        endpoint->start();
    if (m_endpoints.isEmpty())
        settleStart();
}

/// Timers run from now on: who wants their signals can connect.
void Backend::settleStart()
{
    m_starting = false;
    m_clock->start(m_configuration);
    Q_EMIT started();
}

void Backend::apply(const Configuration &configuration)
{
    if (configuration.bans != m_configuration.bans)
        setBans(configuration.bans);
    m_configuration = configuration;
    m_state->queueBudget.limit.store(configuration.totalQueueBytes);
    m_routes->apply(configuration);
    m_clock->apply(configuration);
    const QList<Endpoint *> before = m_endpoints;
    for (Endpoint *endpoint : before) {
        const EndpointConfig *config = configuration.findEndpoint(endpoint->config().name);
        if (!config) {
            m_endpoints.removeOne(endpoint);
            m_leaving.append(endpoint);
            Q_EMIT endpointRemoved(endpoint->config().name);
            endpoint->stop();
            if (endpoint->isSettled())
                endpointSettled(endpoint);
        } else if (endpoint->setConfig(*config, configuration.limits)) {
            if (endpoint->status().state == EndpointState::Stopped)
                Q_EMIT endpointChanged(endpoint->status());
            else
                endpoint->restart();
        }
    }
    QList<Endpoint *> ordered;
    for (const EndpointConfig &config : configuration.endpoints) {
        Endpoint *endpoint = find(config.name);
        if (!endpoint) {
            endpoint = add(config);
            endpoint->start();
        }
        ordered.append(endpoint);
    }
    m_endpoints = ordered;
}

/// Who is banned and here goes.
void Backend::setBans(const QList<BanConfig> &bans)
{
    m_bans = BanList(bans);
    for (Endpoint *endpoint : std::as_const(m_endpoints))
        endpoint->setBans(m_bans);
    for (Shard *shard : m_state->shards)
        QMetaObject::invokeMethod(shard, [shard, list = m_bans] { shard->closeBanned(list); });
}

void Backend::startEndpoint(const QString &name)
{
    if (Endpoint *endpoint = find(name))
        endpoint->start();
}

void Backend::stopEndpoint(const QString &name)
{
    if (Endpoint *endpoint = find(name))
        endpoint->stop();
}

void Backend::restartEndpoint(const QString &name)
{
    if (Endpoint *endpoint = find(name))
        endpoint->restart();
}

void Backend::stop()
{
    m_stopping = true;
    m_starting = false;
    m_clock->stop();
    for (Endpoint *endpoint : std::as_const(m_endpoints))
        endpoint->stop();
    endpointSettled(nullptr);
}

void Backend::cut()
{
    const QList<Endpoint *> endpoints = m_endpoints + m_leaving;
    for (Endpoint *endpoint : endpoints)
        endpoint->cut();
}

void Backend::endpointSettled(Endpoint *endpoint)
{
    if (endpoint && m_leaving.removeOne(endpoint))
        endpoint->deleteLater();
    const bool settled = m_leaving.isEmpty()
                         && std::all_of(m_endpoints.begin(), m_endpoints.end(),
                                        [](const Endpoint *e) { return e->isSettled(); });
    if (!settled)
        return;
    // start() goes through them one by one: those behind are Stopped, not settled for good.
    const bool all = std::none_of(m_endpoints.begin(), m_endpoints.end(), [](const Endpoint *e) {
        return e->status().state == EndpointState::Stopped;
    });
    if (m_starting && all)
        settleStart();
    if (m_stopping) {
        m_stopping = false;
        m_routes.reset(); // in its own thread, which ends now
        Q_EMIT stopped();
    }
}

} // namespace Signalbox
