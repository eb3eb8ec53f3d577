#include "ui/model/freeport.h"

#include "core/net/portprobe.h"

#include <algorithm>

namespace Signalbox {

namespace {

constexpr int FirstPort = 1024; ///< that needs no special rights
constexpr int LastPort = 65535;
constexpr int Tries = 100;
constexpr int PlainStart = 8080;
constexpr int SecureStart = 8443;

} // namespace

std::optional<quint16> nextFreePort(const Configuration &configuration, const QString &name)
{
    const EndpointConfig *endpoint = configuration.findEndpoint(name);
    return nextFreePort(configuration, name, endpoint != nullptr ? *endpoint : EndpointConfig());
}

std::optional<quint16> nextFreePort(const Configuration &configuration, const QString &name,
                                    const EndpointConfig &endpoint, bool included)
{
    const auto isOurs = [&](int port) {
        return std::ranges::any_of(configuration.endpoints, [&](const EndpointConfig &other) {
            return other.name != name && other.port == port;
        });
    };
    int port = included ? endpoint.port : endpoint.port + 1;
    if (endpoint.port < FirstPort)
        port = endpoint.tls ? SecureStart : PlainStart;
    for (int tries = 0; tries < Tries; ++tries, ++port) {
        if (port > LastPort)
            port = FirstPort;
        if (!isOurs(port) && probePort(endpoint.address, quint16(port)))
            return quint16(port);
    }
    return std::nullopt;
}

} // namespace Signalbox
