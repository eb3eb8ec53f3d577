#include "ui/compose/resend.h"

#include "core/values/clientmessage.h"

namespace Signalbox {

namespace {

constexpr int MaxDepth = 1024; // the widest limits there are
constexpr int MaxKeys = 10'000;

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

/// What was sent of a client's message; empty: nothing was.
QByteArray payloadOf(const LogEntry &entry)
{
    if (entry.kind != LogKind::In)
        return entry.payload;
    EnvelopeReader reader(MaxDepth, MaxKeys);
    const auto read = reader.read(entry.payload);
    const auto *message = std::get_if<ClientMessage>(&read);
    return message != nullptr ? message->payload : QByteArray();
}

} // namespace

std::optional<Signal> signalOf(const LogEntry &entry)
{
    const bool wasSent = entry.kind == LogKind::In || entry.kind == LogKind::Out
                         || entry.kind == LogKind::Console || entry.kind == LogKind::Http
                         || entry.kind == LogKind::Timer || entry.kind == LogKind::Schedule;
    if (!wasSent || entry.isCut() || entry.type == PayloadType::Binary)
        return std::nullopt;
    const std::optional<Target> target = targetOf(entry);
    const QByteArray payload = target ? payloadOf(entry) : QByteArray();
    return payload.isEmpty() ? std::nullopt : std::optional(Signal{payload, *target});
}

} // namespace Signalbox
