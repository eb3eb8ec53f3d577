#pragma once

#include "core/net/banlist.h"
#include "core/server/clockhost.h"
#include "core/server/endpoint.h"
#include "core/server/routeservice.h"

#include <QList>

#include <memory>

namespace Signalbox {

/// The server's own thread: the endpoints, the timers and schedules. Server talks to it by queued
/// calls only.
class Backend final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Backend)
public:
    Backend(const Configuration &configuration, const ServerFolders &folders, ServerState *state);
    ~Backend() override;

    void start();
    void apply(const Configuration &configuration);
    void startEndpoint(const QString &name);
    void stopEndpoint(const QString &name);
    void restartEndpoint(const QString &name);
    void stop(); ///< every endpoint; stopped() follows
    ClockHost &clock() { return *m_clock; }
    RouteService &routes() { return *m_routes; } ///< not after stopped()
    void cut(); ///< while stopping: waits for no client any longer

Q_SIGNALS:
    void started();
    void stopped();
    void endpointChanged(const Signalbox::EndpointStatus &status);
    void endpointRemoved(const QString &name);
    void timerChanged(const Signalbox::TimerStatus &status);
    void timerRemoved(const QString &name);
    void fileDamaged(const Signalbox::DamagedFile &file);
    void timeSet(const Signalbox::LogEntry &entry);

private:
    Endpoint *find(const QString &name) const;
    Endpoint *add(const EndpointConfig &config);
    void endpointSettled(Endpoint *endpoint);
    void settleStart();

    void setBans(const QList<BanConfig> &bans);

    Configuration m_configuration;
    BanList m_bans;
    ServerFolders m_folders;
    ServerState *m_state;
    std::unique_ptr<RouteService> m_routes; ///< until stopped()
    ClockHost *m_clock;
    QList<Endpoint *> m_endpoints;
    QList<Endpoint *> m_leaving; ///< removed, but not stopped yet
    bool m_starting = false;
    bool m_stopping = false;
};

} // namespace Signalbox
