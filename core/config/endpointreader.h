#pragma once

#include "core/config/configuration.h"
#include "core/config/problemlist.h"
#include "core/json/jsonnode.h"

namespace Signalbox {

class ObjectReader;

/// Reads one entry of "endpoints". The name stays empty when none is given.
EndpointConfig readEndpoint(const JsonNode &node, const QString &path, ProblemList &problems);

/// Reads the "limits" of `parent`, if it has any. Those of scripts are refused without `scripts`.
LimitOverrides readLimits(const ObjectReader &parent, ScriptLimits *scripts = nullptr);

} // namespace Signalbox
