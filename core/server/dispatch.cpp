#include "core/server/dispatch.h"

#include <QCryptographicHash>

namespace Signalbox {

void setPayload(LogEntry &entry, const QByteArray &payload)
{
    entry.size = quint64(payload.size());
    if (payload.size() <= MaxLoggedPayload) {
        entry.payload = payload;
        return;
    }
    entry.payload = payload.first(MaxLoggedPayload);
    entry.sha256 = QCryptographicHash::hash(payload, QCryptographicHash::Sha256);
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
