#pragma once

#include "core/config/configuration.h"
#include "core/net/request.h"
#include "core/values/clientinfo.h"
#include "core/values/pathpattern.h"

#include <QByteArray>
#include <QString>

namespace Signalbox {

/// The parts of a script's `event`, as compact JSON.

/// {id, name, group, path, address}; with `connected` (ISO 8601, UTC) as clients() tells it.
QByteArray clientJson(const ClientInfo &client, bool connected = false);
/// {endpoint: {address, protocol, name}, request: {url, query, headers}}
QByteArray contextJson(const ClientInfo &client, const EndpointConfig &endpoint);
/// {path, params}
QByteArray routeJson(const QString &path, const PathPattern::Parameters &parameters);
/// {type, timestamp}, and {code, reason} for one that left.
QByteArray clientEventJson(EventType type, WallTime at, const ClientLeft *left);
/// {request: {method, path, query, headers, body}, data, params, timestamp}
QByteArray httpEventJson(const Request &request, const QString &path,
                         const PathPattern::Parameters &parameters, WallTime at);

} // namespace Signalbox
