#include "core/config/clockconfig.h"

#include "core/json/jsonformat.h"

namespace Signalbox {

Signal ClockSignal::signal() const
{
    Signal signal;
    signal.payload =
        value.startsWith('"') ? unescapeJsonString(value).value_or(QByteArray()) : value;
    if (const auto client = ClientId::fromString(clientId))
        signal.target.clients = {*client};
    signal.target.path = path;
    signal.target.group = group;
    return signal;
}

} // namespace Signalbox
