#pragma once

#include "core/server/endpointstatus.h"

namespace Signalbox {

/// Why an endpoint could not start, in one or two sentences; empty when it did not fail. Plain
/// text, safe to show.
QString endpointErrorText(const EndpointStatus &status);

} // namespace Signalbox
