#pragma once

#include "core/server/routetest.h"
#include "ui/routes/routesdoor.h"

#include <QQueue>

namespace Signalbox {

class ClientDirectory;
class ConfigurationController;
class Server;

/// The routes of the configuration and the server that runs them. Everything outlives it. The
/// window's thread.
class ServerRoutes final : public RoutesDoor
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServerRoutes)
public:
    ServerRoutes(Server &server, ConfigurationController &configuration,
                 const ClientDirectory &directory, QObject *parent = nullptr);

    QList<Route> routes() const override;
    QHash<QString, RouteHealth> states() const override;
    std::optional<QString> setRoutes(const QList<Route> &routes, const QString &what) override;
    void undo() override;
    void enableAgain(const QString &id) override;
    void compile(const QString &script, ScriptPurpose use) override;
    void test(const TestInput &input) override;
    QByteArray state() const override;
    void setState(const QByteArray &json) override;
    QDir directory() const override;

private:
    struct Asked
    {
        quint64 request = 0;
        std::optional<QString> compiled; ///< the script whose compilation was asked for
        ClientId sender; ///< of a test
    };

    ClientInfo clientFor(const TestInput &input) const;
    void answered(const RouteTestResult &result);
    TestReport reportOf(const RouteTestResult &result, const ClientId &sender) const;
    TestEffect effectOf(const ScriptEffect &effect, const ClientMessage &message,
                        const ClientId &sender) const;

    Server &m_server;
    ConfigurationController &m_configuration;
    const ClientDirectory &m_directory;
    QList<Asked> m_asked;
};

} // namespace Signalbox
