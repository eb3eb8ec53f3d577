#pragma once

#include "core/routes/routetable.h"

#include <QByteArray>

namespace Signalbox {

/// The signal route of one client's path, with what its runs need to know of the client. Made when
/// the client comes or the routes change; not changed after.
struct ClientRoute
{
    std::shared_ptr<const SignalRoute> route;
    PathPattern::Parameters parameters;
    QByteArray routeJson; ///< see eventjson.h; these three for scripts only
    QByteArray clientJson;
    QByteArray contextJson;
};

} // namespace Signalbox
