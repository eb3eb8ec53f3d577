#pragma once

#include "core/config/configuration.h"
#include "core/config/problemlist.h"
#include "core/json/jsonnode.h"

namespace Signalbox {

class ObjectReader;

/// Reads one entry of "endpoints". The name stays empty when none is given.
EndpointConfig readEndpoint(const JsonNode &node, const QString &path, ProblemList &problems);

/// Reads the "limits" of `parent`, if it has any. Those that hold for all endpoints together go
/// into `whole`, and are refused without it.
LimitOverrides readLimits(const ObjectReader &parent, Configuration *whole = nullptr);

} // namespace Signalbox
