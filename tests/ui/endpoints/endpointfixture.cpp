#include "endpointfixture.h"

#include <QDir>
#include <QSignalSpy>

namespace Signalbox {

using namespace Qt::StringLiterals;

EndpointFixture::EndpointFixture(const QList<EndpointConfig> &endpoints)
    : m_file(m_folder.filePath(u"signalbox.json"_s))
{
    Configuration configuration;
    configuration.endpoints = endpoints;
    configuration.threads = 1;
    (void)m_file.load();
    const QDir folder(m_folder.path());
    m_server = std::make_unique<Server>(configuration, ServerFolders{folder, folder});
    QSignalSpy started(m_server.get(), &Server::started);
    m_server->start();
    if (started.isEmpty())
        started.wait();
    m_controller = std::make_unique<EndpointController>(*m_server, m_file, configuration, true);
}

EndpointFixture::~EndpointFixture() = default;

QStringList EndpointFixture::names() const
{
    QStringList names;
    for (const EndpointConfig &endpoint : m_server->configuration().endpoints)
        names += endpoint.name;
    return names;
}

EndpointConfig endpointOf(const QString &name, quint16 port)
{
    EndpointConfig endpoint;
    endpoint.name = name;
    endpoint.port = port;
    return endpoint;
}

QList<NetworkAddress> laptopAddresses()
{
    return {{u"127.0.0.1"_s, u"lo"_s, u"lo"_s, NetworkMedium::Loopback},
            {u"::1"_s, u"lo"_s, u"lo"_s, NetworkMedium::Loopback},
            {u"172.17.0.1"_s, u"docker0"_s, u"docker0"_s, NetworkMedium::Ethernet},
            {u"10.8.0.2"_s, u"tun0"_s, u"tun0"_s, NetworkMedium::PointToPoint},
            {u"2001:db8::20"_s, u"wlan0"_s, u"wlan0"_s, NetworkMedium::Wifi},
            {u"192.168.1.20"_s, u"wlan0"_s, u"wlan0"_s, NetworkMedium::Wifi},
            {u"10.0.0.5"_s, u"enp3s0"_s, u"enp3s0"_s, NetworkMedium::Ethernet}};
}

} // namespace Signalbox
