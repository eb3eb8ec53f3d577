#pragma once

#include "core/values/logentry.h"
#include "core/values/signal.h"

#include <optional>

namespace Signalbox {

/// The signal that a row of the log was: the same bytes to the same rule (everyone, a path, a
/// group, a client), not to the same clients. nullopt: the row was no signal, its payload was cut,
/// or its receivers are not known any more. Pure.
std::optional<Signal> signalOf(const LogEntry &entry);

} // namespace Signalbox
