#pragma once

#include "core/config/configuration.h"

#include <optional>

namespace Signalbox {

/// A port for the endpoint called `name` instead of the one it is configured for: the next above
/// that no other endpoint is configured for and that nobody has now. Instead of those below 1024,
/// which need special rights, from 8080 (8443 with encryption). No value: none among the next
/// hundred. Asks the system only, so it does not wait.
std::optional<quint16> nextFreePort(const Configuration &configuration, const QString &name);

/// The same for an endpoint that is not in the configuration as it is: `endpoint` instead of the
/// one called `name` (empty: a new one). `included`: its own port will do, too.
std::optional<quint16> nextFreePort(const Configuration &configuration, const QString &name,
                                    const EndpointConfig &endpoint, bool included = false);

} // namespace Signalbox
