#pragma once

#include <QMap>
#include <QString>

#include <chrono>
#include <span>

namespace Signalbox {

enum class Preset : quint8 { Local, Class, Open };

/// The limits of one endpoint, complete. A value; every shard has its own copy.
struct Limits
{
    int clients = 1000; ///< per endpoint
    int clientsPerAddress = 0; ///< 0: no limit, as with all the others that may be 0
    int connectionsPerSecond = 500; ///< of the endpoint; as many at once
    int addressConnectionsPerSecond = 0; ///< from one address
    int addressConnectionsBurst = 100; ///< from one address at once, if there is such a rate
    int handshakes = 1024; ///< connections that have not said yet what they want
    int handshakesPerAddress = 0;
    int failuresPerMinute = 5; ///< wrong tokens or join codes from one address
    std::chrono::seconds blockSeconds{60}; ///< for an address beyond that
    qint64 messageBytes = 1 << 20; ///< of one message, and of one frame
    int framesPerMessage = 1024;
    std::chrono::seconds messageSeconds{30}; ///< from the first byte of a message to its last
    int messagesPerSecond = 1000; ///< from one client
    int messagesBurst = 2000; ///< from one client at once, if there is such a rate
    qint64 bytesPerSecond = 64 << 20; ///< from one client, unpacked
    qint64 bytesBurst = 64 << 20; ///< from one client at once, if there is such a rate
    int pingsPerSecond = 100; ///< from one client; PingBurst times as many at once
    std::chrono::seconds idleSeconds{0}; ///< without a message from the client
    qint64 queueBytes = 4 << 20; ///< waiting for one client
    int queueMessages = 2000;
    std::chrono::seconds queueSeconds{10}; ///< age of the oldest waiting message
    std::chrono::seconds handshakeSeconds{
        5}; ///< TLS; and from the first byte to the whole request head
    std::chrono::seconds pingSeconds{20};
    std::chrono::seconds pongSeconds{10};
    std::chrono::seconds closeSeconds{
        5}; ///< from our close frame to the peer's; then the connection is cut
    qint64 httpBodyBytes = 1 << 20;
    int jsonDepth = 1024;
    int jsonKeys = 10'000; ///< of the envelope object

    static constexpr int PingBurst = 20;

    static Limits forPreset(Preset preset);
    bool operator==(const Limits &) const = default;
};

/// Limits that the configuration changes, by key. Absent keys keep the preset's value.
using LimitOverrides = QMap<QString, qint64>;

/// One limit that can be configured: its key, its range, and where it lives in Limits.
struct LimitSpec
{
    const char *key; ///< as in the configuration, e.g. "queueBytes"
    qint64 minimum; ///< 0: 0 is no limit
    qint64 maximum;
    qint64 (*get)(const Limits &);
    void (*set)(Limits &, qint64);
};
/// Every limit that is built, in the order in which the manual lists them.
std::span<const LimitSpec> limitSpecs();
const LimitSpec *findLimit(const QString &key);

/// The preset's limits, changed by the configuration's and then by the endpoint's own.
Limits effectiveLimits(Preset preset, const LimitOverrides &all, const LimitOverrides &own);

} // namespace Signalbox
