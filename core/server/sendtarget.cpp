#include "core/server/sendtarget.h"

namespace Signalbox {

SendTarget sendTargetOf(const ScriptEffect &effect, const ClientMessage &message,
                        const ClientId &sender)
{
    using Mode = ScriptEffect::Mode;
    const bool toSelf =
        !message.clientId.isEmpty() && ClientId::fromString(message.clientId) == sender;
    if (effect.mode == Mode::Direct || (effect.mode == Mode::Auto && (message.direct || toSelf)))
        return {.target = {.clients = {sender}}, .isSender = true};
    SendTarget to{.target = {.path = effect.path.value_or(message.path),
                             .group = effect.group.value_or(message.group)}};
    const QString client = effect.clientId.value_or(message.clientId);
    if (client.isEmpty())
        return to;
    if (const auto id = ClientId::fromString(client))
        to.target.clients = {*id};
    else
        to.unknownClient = client;
    return to;
}

} // namespace Signalbox
