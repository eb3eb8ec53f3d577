#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

namespace Signalbox::Load {

enum class Mode : std::uint8_t {
    Broadcast, ///< to every client on every path
    Path, ///< to the clients on the sender's path
    Direct, ///< back to the sender
    Nobody, ///< to an identifier that no client has: the server reads and logs, and sends nothing
    Connect, ///< nothing is sent: clients connect, upgrade, close, and begin anew
};

/// What one run does. Everything is bounded, and the server is always the one on 127.0.0.1.
struct LoadOptions
{
    std::uint16_t port = 0;
    bool tls = false;
    int clients = 100; ///< 1 to 20,000
    std::vector<std::string> paths{"/"}; ///< the clients take turns
    int senders = 0; ///< how many of the clients send; 0 is all
    int deaf = 0; ///< how many of the clients, the last ones, never read; they do not send either
    int counting =
        0; ///< how many, those before the deaf, only count the bytes they get: that costs
           ///< little, and so leaves the server as the one that is slow; plain only
    int rate = 100; ///< messages a second, of all senders together; 0 to 100,000
    int inFlight = 0; ///< instead of a rate: as many of each sender are under way; 0 to 1,000
    std::chrono::milliseconds duration{10'000}; ///< 0.1 to 600 seconds
    std::chrono::milliseconds warmUp{0}; ///< before that: what comes of it is not measured
    pid_t server = 0; ///< the server's process, for its processor time and memory; 0: not known
    int size = 64; ///< characters of each text, 40 to 65,536
    Mode mode = Mode::Direct;
    int replace = 0; ///< Connect: so many a second close and begin anew, the others stay; 0: all
    int grid = 0; ///< microseconds between the messages that the server sends by itself; 0: none
};

const char *usage();

/// Reads the command line. What is wrong goes to `problem` in a sentence.
std::optional<LoadOptions> parseOptions(std::span<const char *const> arguments,
                                        std::string &problem);

} // namespace Signalbox::Load
