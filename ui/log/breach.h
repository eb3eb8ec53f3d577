#pragma once

#include "core/values/logentry.h"

namespace Signalbox {

/// The key of the limit of which a row tells that it was reached; empty: it tells of none.
QString brokenLimit(const LogEntry &entry);
/// The origin that a row tells was refused, if it can be allowed; else empty.
QString refusedOrigin(const LogEntry &entry);

} // namespace Signalbox
