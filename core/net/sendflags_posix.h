#pragma once

#include <sys/socket.h>

namespace Signalbox {

/// How every send to a socket is asked for: it never waits, and a closed peer is an error, no
/// signal.
#ifdef MSG_NOSIGNAL
inline constexpr int SendFlags = MSG_NOSIGNAL | MSG_DONTWAIT;
#else
inline constexpr int SendFlags = MSG_DONTWAIT; // SO_NOSIGPIPE is set instead
#endif

} // namespace Signalbox
