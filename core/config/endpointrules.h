#pragma once

#include "core/config/limits.h"

#include <QString>

namespace Signalbox {

// What the things of a configuration may be called, and what an endpoint may ask for: for the
// document's reader and for the window.

constexpr qsizetype LongestName = 64; ///< in UTF-16 units

/// 1 to LongestName characters, all of them visible.
bool isName(const QString &name);

/// Something under which an endpoint may be reached: a host name or a numeric address.
bool isHost(const QString &text);

/// Whether all that the preset promises is built.
bool isSupported(Preset preset);

} // namespace Signalbox
