#pragma once

#include "core/routes/scriptvalues.h"
#include "core/values/clientid.h"
#include "core/values/target.h"

namespace Signalbox {

/// Whom a send of a script is for.
struct SendTarget
{
    Target target{};
    bool isSender = false; ///< the target is whoever sent the message: it goes back
    QString unknownClient{}; ///< not empty: it is for this client, which is no id; nothing is sent
};

/// What a send leaves out is taken from the message that the script handles, as Pode's
/// Send-PodeSignal does. `effect` is a Send. Where there was no message, `message` is empty.
SendTarget sendTargetOf(const ScriptEffect &effect, const ClientMessage &message,
                        const ClientId &sender);

} // namespace Signalbox
