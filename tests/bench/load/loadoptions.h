#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace Signalbox::Load {

enum class Mode : std::uint8_t {
    Broadcast, ///< to every client on every path
    Path, ///< to the clients on the sender's path
    Direct, ///< back to the sender
    Nobody, ///< to an identifier that no client has: the server reads and logs, and sends nothing
};

/// What one run does. Everything is bounded, and the server is always the one on 127.0.0.1.
struct LoadOptions
{
    std::uint16_t port = 0;
    int clients = 100; ///< 1 to 5,000
    std::vector<std::string> paths{"/"}; ///< the clients take turns
    int senders = 0; ///< how many of the clients send; 0 is all
    int deaf = 0; ///< how many of the clients, the last ones, never read; they do not send either
    int rate = 100; ///< messages a second, of all senders together; 0 to 100,000
    int seconds = 10; ///< 1 to 600
    int size = 64; ///< characters of each text, 40 to 65,536
    Mode mode = Mode::Direct;
    int grid = 0; ///< microseconds between the messages that the server sends by itself; 0: none
};

const char *usage();

/// Reads the command line. What is wrong goes to `problem` in a sentence.
std::optional<LoadOptions> parseOptions(std::span<const char *const> arguments,
                                        std::string &problem);

} // namespace Signalbox::Load
