#pragma once

#include "core/config/configuration.h"
#include "core/net/networkaddresses.h"
#include "core/server/endpointstatus.h"

#include <QDir>

namespace Signalbox {

/// What the dialog for an endpoint has to know. A value.
struct EndpointQuestion
{
    Configuration configuration; ///< as it is now
    QString name; ///< of the endpoint to change; empty: a new one
    QList<EndpointStatus> states; ///< of all endpoints
    QList<NetworkAddress> addresses; ///< of this computer
    QDir base; ///< where relative file names start

    /// The endpoint as it is now; nullptr for a new one.
    const EndpointConfig *original() const { return configuration.findEndpoint(name); }
    /// What the dialog begins with: the endpoint, or a new one with a name and a port that nobody
    /// has.
    EndpointConfig initial() const;
    const EndpointStatus *status() const; ///< of the endpoint; nullptr: not known, or a new one
};

} // namespace Signalbox
