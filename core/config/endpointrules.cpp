#include "core/config/endpointrules.h"

#include "core/config/hostname.h"

#include <algorithm>

namespace Signalbox {

bool isName(const QString &name)
{
    return !name.isEmpty() && name.size() <= LongestName
           && std::ranges::all_of(name, [](QChar c) { return c.isPrint() || c.isSurrogate(); });
}

bool isHost(const QString &text)
{
    return isHostName(text) || isIpAddress(text);
}

bool isSecret(const QString &text)
{
    return !text.isEmpty() && text.size() <= LongestSecret
           && std::ranges::all_of(text, [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

OpenLack openLack(const EndpointConfig &endpoint)
{
    if (endpoint.preset != Preset::Open)
        return OpenLack::Nothing;
    if (!endpoint.tls)
        return OpenLack::Tls;
    if (!endpoint.joinCode.isEmpty())
        return OpenLack::NoJoinCode;
    if (endpoint.token.isEmpty() && endpoint.tokenKey.isEmpty())
        return OpenLack::Token;
    if (!endpoint.token.isEmpty() && endpoint.token.size() < ShortestOpenToken)
        return OpenLack::LongToken;
    return endpoint.hosts.isEmpty() ? OpenLack::Hosts : OpenLack::Nothing;
}

QStringList endpointsNotKept(const Configuration &configuration)
{
    QStringList names;
    for (const EndpointConfig &endpoint : configuration.endpoints) {
        if (endpoint.preset == Preset::Class && !configuration.journal.enabled)
            names.append(endpoint.name);
    }
    return names;
}

} // namespace Signalbox
