#pragma once

#include "core/net/link.h"

#include <QWebSocketServer>

namespace Signalbox {

/// A QWebSocketServer that never listens: it answers the handshakes of links that were handed to
/// it.
class Upgrader final : public QWebSocketServer
{
    Q_OBJECT
public:
    using QWebSocketServer::QWebSocketServer;

    /// While newConnection() is emitted: the link it is about (the slot that emits it was called by
    /// that link's signal).
    Link *upgrading() const { return qobject_cast<Link *>(sender()); }
};

} // namespace Signalbox
