#pragma once

#include "core/values/clientid.h"
#include "core/values/walltime.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>

namespace Signalbox {

/// Who a client is: set when it connects, never changed after.
struct ClientInfo
{
    ClientId id;
    QString endpoint; ///< the endpoint's name
    QString path; ///< decoded URL path, without the query; starts with '/'
    QString name; ///< from ?name=, at most 64 characters; may be empty
    QString group; ///< from ?group=, at most 64 characters; may be empty
    QString address; ///< numeric, IPv6 without brackets
    quint16 port = 0;
    bool secure = false; ///< wss
    QString tls; ///< such as "TLS 1.3"; empty on ws
    QByteArray target; ///< of the upgrade request, as sent: path and query, which may hold secrets
    QString userAgent; ///< as sent
    QString origin; ///< as sent; empty if none
    QList<std::pair<QByteArray, QByteArray>>
        headers; ///< of the upgrade request, as sent; credentials redacted
    WallTime connectedAt;

    /// The name the client gave itself, else its alias.
    QString displayName() const { return name.isEmpty() ? aliasOf(id) : name; }
    bool operator==(const ClientInfo &) const = default;
};

/// A client's counters at one moment. Messages and bytes are payloads, since it connected.
struct ClientStats
{
    ClientId id;
    quint64 messagesIn = 0; ///< from the client
    quint64 messagesOut = 0; ///< to the client
    quint64 bytesIn = 0;
    quint64 bytesOut = 0;
    quint64 refused = 0; ///< messages of the client that were not passed on
    quint64 dropped = 0; ///< messages to the client that its full queue did not take
    quint64 queuedBytes = 0; ///< waiting to be handed to the system
    std::chrono::milliseconds oldestQueued{0};
    std::optional<std::chrono::microseconds> roundTrip; ///< of the last ping
    bool closing = false; ///< we sent a close frame and wait for the answer

    bool operator==(const ClientStats &) const = default;
};

/// Who ended a connection.
enum class ClosedBy : quint8 {
    Client, ///< it sent a close frame
    Operator,
    Route, ///< a script or a rule
    Server, ///< a rule or limit, or the endpoint stopped
    Network, ///< the connection broke without a close frame
};

struct ClientLeft
{
    ClientId id;
    quint16 code =
        1006; ///< RFC 6455 section 7.4; 1005 none was given, 1006 there was no close frame
    QString reason;
    ClosedBy by = ClosedBy::Network;
    WallTime at;

    bool operator==(const ClientLeft &) const = default;
};

} // namespace Signalbox
