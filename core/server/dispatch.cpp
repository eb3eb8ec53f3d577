#include "core/server/dispatch.h"

#include <QCryptographicHash>

namespace Signalbox {

namespace {

/// A log's bounds count payloads without the room behind them: it may be as large again, and this.
constexpr qsizetype MostRoom = 4 * 1024;

} // namespace

void setPayload(LogEntry &entry, const QByteArray &payload)
{
    entry.size = quint64(payload.size());
    if (payload.size() > LargestKeptPayload) {
        entry.payload = payload.first(LargestKeptPayload);
        entry.sha256 = QCryptographicHash::hash(payload, QCryptographicHash::Sha256);
    } else if (payload.capacity() > MostRoom + 2 * payload.size()) {
        entry.payload = QByteArray(payload.constData(), payload.size());
    } else {
        entry.payload = payload;
    }
}

Why whyOf(const Target &target)
{
    return target.clients.size() == 1  ? Why::ToClient
           : !target.clients.isEmpty() ? Why::ToClients
           : !target.group.isEmpty()   ? Why::ToGroup
           : !target.path.isEmpty()    ? Why::ToPath
                                       : Why::ToAll;
}

Why nobodyFor(const Target &target)
{
    return !target.clients.isEmpty() ? Why::UnknownClient
           : !target.group.isEmpty() ? Why::NobodyInGroup
           : !target.path.isEmpty()  ? Why::NobodyOnPath
                                     : Why::Nobody;
}

QString detailOf(const Target &target)
{
    if (target.clients.size() == 1)
        return target.clients.first().toString();
    return !target.group.isEmpty() ? target.group : target.path;
}

} // namespace Signalbox
