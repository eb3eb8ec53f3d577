#include "ui/endpoints/endpointquestion.h"

#include "ui/model/freeport.h"

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

EndpointConfig EndpointQuestion::initial() const
{
    if (const EndpointConfig *endpoint = original())
        return *endpoint;
    EndpointConfig fresh;
    for (qsizetype number = configuration.endpoints.size() + 1; fresh.name.isEmpty(); ++number) {
        const QString candidate = u"endpoint-%1"_s.arg(number);
        if (configuration.findEndpoint(candidate) == nullptr)
            fresh.name = candidate;
    }
    fresh.port = nextFreePort(configuration, {}, fresh, true).value_or(0);
    return fresh;
}

const EndpointStatus *EndpointQuestion::status() const
{
    const auto at = std::ranges::find(states, name, &EndpointStatus::name);
    return name.isEmpty() || at == states.end() ? nullptr : &*at;
}

} // namespace Signalbox
