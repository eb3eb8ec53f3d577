#pragma once

#include "core/server/endpointstatus.h"

#include <functional>

class QMenu;

namespace Signalbox {

class EndpointController;
class Server;

/// What an endpoint's menu asks of whoever shows it.
struct EndpointRequests
{
    std::function<void(const QString &name)> edit;
    std::function<void(const QString &name)> join; ///< show how other devices get there
    std::function<void(const QString &url)> open; ///< in a browser
};

/// Fills a menu with what can be done with an endpoint as it is now; what it was stays what is
/// meant, however long the menu is open. Server and controller outlive the menu.
void fillEndpointMenu(QMenu &menu, const EndpointStatus &status, Server &server,
                      EndpointController &controller, const EndpointRequests &requests);

} // namespace Signalbox
