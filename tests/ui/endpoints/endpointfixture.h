#pragma once

#include "core/config/configurationfile.h"
#include "core/net/networkaddresses.h"
#include "core/server/server.h"
#include "ui/model/endpointcontroller.h"

#include <QTemporaryDir>
#include <QWidget>

#include <memory>

namespace Signalbox {

/// A server with its controller and a configuration file in a folder of its own.
class EndpointFixture final
{
public:
    /// Starts the endpoints and waits until they run or have failed.
    explicit EndpointFixture(const QList<EndpointConfig> &endpoints);
    ~EndpointFixture();
    Q_DISABLE_COPY_MOVE(EndpointFixture)

    Server &server() { return *m_server; }
    EndpointController &controller() { return *m_controller; }
    QString filePath(const QString &name) const { return m_folder.filePath(name); }
    QStringList names() const; ///< of the endpoints, as the server has them

private:
    QTemporaryDir m_folder;
    ConfigurationFile m_file;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<EndpointController> m_controller;
};

/// Loopback, port 0: a free one.
EndpointConfig endpointOf(const QString &name, quint16 port = 0);

/// A laptop with Wi-Fi, Ethernet, containers and a VPN.
QList<NetworkAddress> laptopAddresses();

} // namespace Signalbox
