#pragma once

namespace Signalbox {

/// From so many receivers on, a send by hand is confirmed, and a timer that is faster than a
/// second.
inline constexpr int ManyReceivers = 50;

} // namespace Signalbox
