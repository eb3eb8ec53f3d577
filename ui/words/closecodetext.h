#pragma once

#include "core/values/logentry.h"

#include <QString>

namespace Signalbox {

/// What a close code says (RFC 6455 section 7.4.1): "normal", "going away"; empty for codes without
/// a common meaning.
QString closeCodeText(quint16 code);
/// Of the row of a client that left; empty for other rows, and for a code whose meaning only the
/// programs know that use it.
QString closeCodeText(const LogEntry &entry);

} // namespace Signalbox
