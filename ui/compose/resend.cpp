#include "ui/compose/resend.h"

namespace Signalbox {

namespace {

std::optional<Target> targetOf(const LogEntry &entry)
{
    Target target;
    switch (entry.why) {
    case Why::ToAll:
        return target;
    case Why::ToPath:
        target.path = entry.detail;
        return target;
    case Why::ToGroup:
        target.group = entry.detail;
        return target;
    case Why::ToClient:
        if (const auto id = ClientId::fromString(entry.detail))
            target.clients = {*id};
        else if (!entry.client.isNull())
            target.clients = {entry.client};
        break;
    case Why::Direct:
    case Why::Welcome:
    case Why::ErrorReply:
        if (!entry.client.isNull())
            target.clients = {entry.client};
        break;
    default:
        break;
    }
    return target.clients.isEmpty() ? std::nullopt : std::optional(target);
}

} // namespace

std::optional<Signal> signalOf(const LogEntry &entry)
{
    const bool wasSent = entry.kind == LogKind::Out || entry.kind == LogKind::Console
                         || entry.kind == LogKind::Http || entry.kind == LogKind::Timer
                         || entry.kind == LogKind::Schedule;
    if (!wasSent || entry.isCut() || entry.payload.isEmpty())
        return std::nullopt;
    const std::optional<Target> target = targetOf(entry);
    return target ? std::optional(Signal{entry.payload, *target}) : std::nullopt;
}

} // namespace Signalbox
