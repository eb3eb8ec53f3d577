#include "core/config/configuration.h"

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

QString EndpointConfig::scheme() const
{
    if (webSocket)
        return tls ? u"wss"_s : u"ws"_s;
    return tls ? u"https"_s : u"http"_s;
}

const EndpointConfig *Configuration::findEndpoint(const QString &name) const
{
    const auto it =
        std::find_if(endpoints.cbegin(), endpoints.cend(),
                     [&](const EndpointConfig &endpoint) { return endpoint.name == name; });
    return it == endpoints.cend() ? nullptr : &*it;
}

bool Configuration::keepsJournal() const
{
    const bool isAllForAClass =
        !endpoints.isEmpty()
        && std::all_of(endpoints.cbegin(), endpoints.cend(), [](const EndpointConfig &endpoint) {
               return endpoint.preset == Preset::Class;
           });
    return journal.enabled.value_or(!isAllForAClass);
}

} // namespace Signalbox
