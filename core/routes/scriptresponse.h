#pragma once

#include "core/net/request.h"
#include "core/routes/scriptvalues.h"

namespace Signalbox {

/// The answer to an HTTP request whose script has ended so: what it said with respond() or
/// returned, 200 when it said nothing, 5xx when it failed (without the details, which are the
/// operator's).
Response scriptResponse(const ScriptOutcome &outcome);

} // namespace Signalbox
