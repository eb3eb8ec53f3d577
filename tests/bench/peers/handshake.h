#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace Signalbox::Bench {

/// The answer to an upgrade request (RFC 6455 section 4.2.2); nothing when it names no key. Checks
/// nothing else: this is the least a server can do.
std::optional<std::string> handshakeAnswer(std::string_view head);

} // namespace Signalbox::Bench
