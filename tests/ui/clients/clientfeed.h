#pragma once

#include "core/server/endpointstatus.h"
#include "ui/model/clientdirectory.h"

namespace Signalbox {

// What the server would tell of clients, made up for tests.

/// The same number makes the same client.
ClientInfo madeClient(int number, const QString &path = QStringLiteral("/chat"));
QList<ClientInfo> madeClients(int first, int count, const QString &path = QStringLiteral("/chat"));
ClientStats madeStats(const ClientId &id, quint64 messagesIn, quint64 messagesOut = 0);
ClientLeft madeLeft(const ClientId &id, quint16 code = 1000, const QString &reason = {},
                    ClosedBy by = ClosedBy::Client);
FeedBatch batchOf(const QList<ClientInfo> &joined, const QList<ClientLeft> &left = {},
                  const QList<ClientStats> &stats = {});
/// A loopback endpoint "local" on 8091.
EndpointStatus madeEndpoint(EndpointState state);
WallTime madeTime(std::chrono::milliseconds afterStart);

} // namespace Signalbox
