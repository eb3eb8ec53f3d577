#include "core/config/limits.h"

#include <algorithm>
#include <array>
#include <type_traits>

namespace Signalbox {

namespace {

constexpr qint64 KiB = 1024;
constexpr qint64 MiB = 1024 * KiB;

template<auto Member>
qint64 get(const Limits &limits)
{
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(limits.*Member)>,
                                 std::chrono::seconds>)
        return (limits.*Member).count();
    else
        return limits.*Member;
}

template<auto Member>
void set(Limits &limits, qint64 value)
{
    limits.*Member = std::remove_reference_t<decltype(limits.*Member)>(value);
}

template<auto Member>
constexpr LimitSpec spec(const char *key, qint64 minimum, qint64 maximum)
{
    return {key, minimum, maximum, get<Member>, set<Member>};
}

constexpr std::array Specs{
    spec<&Limits::clients>("clients", 1, 20'000),
    spec<&Limits::clientsPerAddress>("clientsPerAddress", 0, 20'000),
    spec<&Limits::connectionsPerSecond>("connectionsPerSecond", 0, 10'000),
    spec<&Limits::addressConnectionsPerSecond>("addressConnectionsPerSecond", 0, 10'000),
    spec<&Limits::addressConnectionsBurst>("addressConnectionsBurst", 1, 10'000),
    spec<&Limits::handshakes>("handshakes", 16, 4096),
    spec<&Limits::handshakesPerAddress>("handshakesPerAddress", 0, 4096),
    spec<&Limits::failuresPerMinute>("failuresPerMinute", 0, 1000),
    spec<&Limits::blockSeconds>("blockSeconds", 1, 3600),
    spec<&Limits::handshakeSeconds>("handshakeSeconds", 1, 30),
    spec<&Limits::messageBytes>("messageBytes", KiB, 64 * MiB),
    spec<&Limits::framesPerMessage>("framesPerMessage", 1, 100'000),
    spec<&Limits::messageSeconds>("messageSeconds", 1, 300),
    spec<&Limits::messagesPerSecond>("messagesPerSecond", 0, 10'000),
    spec<&Limits::messagesBurst>("messagesBurst", 1, 100'000),
    spec<&Limits::bytesPerSecond>("bytesPerSecond", 0, 1024 * MiB),
    spec<&Limits::bytesBurst>("bytesBurst", 64 * KiB, 1024 * MiB),
    spec<&Limits::pingsPerSecond>("pingsPerSecond", 0, 10'000),
    spec<&Limits::idleSeconds>("idleSeconds", 0, 86'400),
    spec<&Limits::jsonDepth>("jsonDepth", 1, 1024),
    spec<&Limits::jsonKeys>("jsonKeys", 1, 100'000),
    spec<&Limits::queueBytes>("queueBytes", 64 * KiB, 64 * MiB),
    spec<&Limits::queueMessages>("queueMessages", 1, 100'000),
    spec<&Limits::queueSeconds>("queueSeconds", 1, 120),
    spec<&Limits::pingSeconds>("pingSeconds", 5, 300),
    spec<&Limits::pongSeconds>("pongSeconds", 2, 60),
    spec<&Limits::closeSeconds>("closeSeconds", 1, 30),
    spec<&Limits::httpBodyBytes>("httpBodyBytes", KiB, 64 * MiB),
};

void apply(Limits &limits, const LimitOverrides &overrides)
{
    for (auto it = overrides.cbegin(); it != overrides.cend(); ++it) {
        if (const LimitSpec *limit = findLimit(it.key()))
            limit->set(limits, it.value());
    }
}

} // namespace

Limits Limits::forPreset(Preset preset)
{
    using std::chrono::seconds;
    Limits limits;
    switch (preset) {
    case Preset::Local:
        break;
    case Preset::Class:
        limits.clients = 500;
        limits.clientsPerAddress = 250; // a class often shares one address
        limits.connectionsPerSecond = 200;
        limits.addressConnectionsPerSecond = 20;
        limits.handshakes = 256;
        limits.handshakesPerAddress = 32;
        limits.failuresPerMinute = 60; // all of a class that shares one address would be blocked
        limits.messageBytes = 256 * KiB;
        limits.messagesPerSecond = 50;
        limits.messagesBurst = 200;
        limits.bytesPerSecond = 2 * MiB;
        limits.bytesBurst = 8 * MiB;
        limits.pingsPerSecond = 20;
        limits.queueBytes = MiB;
        limits.queueMessages = 1000;
        limits.httpBodyBytes = 256 * KiB;
        break;
    case Preset::Open:
        limits.clientsPerAddress = 20;
        limits.connectionsPerSecond = 100;
        limits.addressConnectionsPerSecond = 5;
        limits.addressConnectionsBurst = 20;
        limits.handshakes = 256;
        limits.handshakesPerAddress = 8;
        limits.handshakeSeconds = seconds(3);
        limits.messageBytes = 64 * KiB;
        limits.framesPerMessage = 256;
        limits.messageSeconds = seconds(15);
        limits.messagesPerSecond = 20;
        limits.messagesBurst = 100;
        limits.bytesPerSecond = 512 * KiB;
        limits.bytesBurst = 2 * MiB;
        limits.pingsPerSecond = 10;
        limits.queueBytes = MiB;
        limits.queueMessages = 1000;
        limits.httpBodyBytes = 64 * KiB;
        limits.jsonDepth = 64;
        limits.jsonKeys = 256;
        break;
    }
    return limits;
}

std::span<const LimitSpec> limitSpecs()
{
    return Specs;
}

const LimitSpec *findLimit(const QString &key)
{
    const auto it = std::find_if(Specs.begin(), Specs.end(), [&](const LimitSpec &limit) {
        return key == QLatin1StringView(limit.key);
    });
    return it == Specs.end() ? nullptr : &*it;
}

Limits effectiveLimits(Preset preset, const LimitOverrides &all, const LimitOverrides &own)
{
    Limits limits = Limits::forPreset(preset);
    apply(limits, all);
    apply(limits, own);
    return limits;
}

} // namespace Signalbox
