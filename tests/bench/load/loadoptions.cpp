#include "loadoptions.h"

#include <charconv>
#include <string_view>

using namespace std::literals;

namespace Signalbox::Load {

namespace {

bool readNumber(std::string_view text, int minimum, int maximum, int &value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= minimum
           && value <= maximum;
}

bool readSeconds(std::string_view text, double minimum, double maximum,
                 std::chrono::milliseconds &value)
{
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    value = std::chrono::milliseconds(std::int64_t(seconds * 1000));
    return error == std::errc{} && end == text.data() + text.size() && seconds >= minimum
           && seconds <= maximum;
}

bool readScheme(std::string_view text, bool &tls)
{
    tls = text == "wss"sv;
    return tls || text == "ws"sv;
}

bool readMode(std::string_view text, Mode &mode)
{
    if (text == "broadcast"sv)
        mode = Mode::Broadcast;
    else if (text == "path"sv)
        mode = Mode::Path;
    else if (text == "direct"sv)
        mode = Mode::Direct;
    else if (text == "nobody"sv)
        mode = Mode::Nobody;
    else if (text == "connect"sv)
        mode = Mode::Connect;
    else
        return false;
    return true;
}

/// Splits at commas. Paths go into a request line as they are, so they must be escaped already.
bool readPaths(std::string_view text, std::vector<std::string> &paths)
{
    paths.clear();
    while (true) {
        const size_t comma = text.find(',');
        const std::string_view path = text.substr(0, comma);
        if (path.empty() || path.front() != '/' || path.size() > 1024)
            return false;
        for (const char c : path) {
            if (c <= ' ' || c >= 0x7f)
                return false;
        }
        paths.emplace_back(path);
        if (comma == std::string_view::npos)
            return true;
        text.remove_prefix(comma + 1);
    }
}

} // namespace

const char *usage()
{
    return "usage: signalbox_load --port N [options]\n"
           "Opens WebSocket clients to 127.0.0.1, sends, and prints what came of it as JSON.\n"
           "  --scheme S     ws or wss (ws)\n"
           "  --clients N    1 to 20000 (100)\n"
           "  --paths A,B    paths that the clients take turns on (/)\n"
           "  --senders N    how many of them send (all)\n"
           "  --deaf N       how many of them never read (0)\n"
           "  --counting N   how many of them only count the bytes they get, and send nothing (0)\n"
           "  --rate N       messages a second in all, 0 to 100000 (100)\n"
           "  --in-flight N  instead of a rate: messages of each sender that are under way, 0 to "
           "1000\n"
           "  --seconds N    0.1 to 600 (10)\n"
           "  --warm-up N    seconds before that, which are not measured, 0 to 60 (0)\n"
           "  --size N       characters of each text, 40 to 65536 (64)\n"
           "  --mode M       broadcast, path, direct, nobody; connect: every client connects, "
           "closes,\n"
           "                 and begins anew (direct)\n"
           "  --replace N    of connect: so many a second close and begin anew, the others stay, 0 "
           "to "
           "10000\n"
           "                 (all, as fast as they can)\n"
           "  --server PID   the server's process: its processor time and memory are reported\n"
           "  --grid N       the server has a timer of N microseconds: say how far what the first\n"
           "                 client gets is from its grid\n";
}

std::optional<LoadOptions> parseOptions(std::span<const char *const> arguments,
                                        std::string &problem)
{
    LoadOptions options;
    int port = 0;
    for (size_t i = 0; i < arguments.size(); i += 2) {
        const std::string_view key = arguments[i];
        const std::string_view value = i + 1 < arguments.size() ? arguments[i + 1] : ""sv;
        const bool good = key == "--port"sv        ? readNumber(value, 1, 65535, port)
                          : key == "--scheme"sv    ? readScheme(value, options.tls)
                          : key == "--clients"sv   ? readNumber(value, 1, 20'000, options.clients)
                          : key == "--paths"sv     ? readPaths(value, options.paths)
                          : key == "--senders"sv   ? readNumber(value, 1, 20'000, options.senders)
                          : key == "--deaf"sv      ? readNumber(value, 0, 20'000, options.deaf)
                          : key == "--counting"sv  ? readNumber(value, 0, 20'000, options.counting)
                          : key == "--rate"sv      ? readNumber(value, 0, 100'000, options.rate)
                          : key == "--in-flight"sv ? readNumber(value, 0, 1000, options.inFlight)
                          : key == "--seconds"sv   ? readSeconds(value, 0.1, 600, options.duration)
                          : key == "--warm-up"sv   ? readSeconds(value, 0, 60, options.warmUp)
                          : key == "--size"sv      ? readNumber(value, 40, 65'536, options.size)
                          : key == "--mode"sv      ? readMode(value, options.mode)
                          : key == "--replace"sv   ? readNumber(value, 0, 10'000, options.replace)
                          : key == "--grid"sv
                              ? readNumber(value, 1'000, 1'000'000'000, options.grid)
                          : key == "--server"sv ? readNumber(value, 1, 1 << 30, options.server)
                                                : false;
        if (!good) {
            problem = "not understood: "s.append(key).append(" ").append(value);
            return std::nullopt;
        }
    }
    if (port == 0) {
        problem = "--port is missing";
        return std::nullopt;
    }
    options.port = std::uint16_t(port);
    const int able = options.clients - options.deaf - options.counting;
    if (able < 1) {
        problem = "at least one client has to read";
        return std::nullopt;
    }
    if (options.counting > 0 && (options.tls || options.mode != Mode::Broadcast)) {
        problem = "clients can only count what is sent to all, without TLS";
        return std::nullopt;
    }
    if (options.senders == 0)
        options.senders = able;
    if (options.senders > able) {
        problem = "there are more senders than clients that read";
        return std::nullopt;
    }
    return options;
}

} // namespace Signalbox::Load
