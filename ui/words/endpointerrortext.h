#pragma once

#include "core/server/endpointstatus.h"
#include "core/values/logentry.h"

namespace Signalbox {

/// Why an endpoint could not start, in one or two sentences; empty when it did not fail. Plain
/// text, safe to show.
QString endpointErrorText(const EndpointStatus &status);
/// The same of a row of the log that tells of it; what it holds, if that cannot be read.
QString endpointErrorText(const LogEntry &entry);

} // namespace Signalbox
