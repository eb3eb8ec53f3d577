#pragma once

#include "core/config/limits.h"

#include <QString>

namespace Signalbox {

// What an endpoint may be called and may ask for: for the document's reader and for the window.

constexpr qsizetype LongestEndpointName = 64; ///< in UTF-16 units

/// 1 to LongestEndpointName characters, all of them visible.
bool isEndpointName(const QString &name);

/// Something under which an endpoint may be reached: a host name or a numeric address.
bool isHost(const QString &text);

/// Whether all that the preset promises is built.
bool isSupported(Preset preset);

} // namespace Signalbox
