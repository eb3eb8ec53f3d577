#pragma once

#include "core/values/logentry.h"
#include "core/values/signal.h"

#include <optional>

namespace Signalbox {

/// The signal that a row of the log was, or that came of it if it was a message from a client: the
/// same bytes to the same rule (everyone, a path, a group, a client), not to the same clients.
/// nullopt: there was no signal, the payload was cut, or the receivers are not known any more.
std::optional<Signal> signalOf(const LogEntry &entry);
/// Why there is none, one sentence; empty: there is one.
QString noSignalText(const LogEntry &entry);

} // namespace Signalbox
