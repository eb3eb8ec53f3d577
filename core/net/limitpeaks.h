#pragma once

#include "core/net/highest.h"

#include <QMap>
#include <QString>

#include <array>

namespace Signalbox {

/// Limits whose highest value is remembered.
enum class Peak : quint8 {
    Clients,
    ClientsPerAddress,
    ConnectionsPerSecond,
    AddressConnectionsPerSecond,
    AddressConnectionsBurst,
    Handshakes,
    HandshakesPerAddress,
    FailuresPerMinute,
    HandshakeSeconds, ///< this and all other times in milliseconds
    MessageBytes,
    FramesPerMessage,
    MessageSeconds,
    MessagesPerSecond,
    MessagesBurst,
    BytesPerSecond,
    BytesBurst,
    PingsPerSecond,
    IdleSeconds,
    JsonDepth,
    JsonKeys,
    QueueBytes,
    QueueMessages,
    QueueSeconds,
    PongSeconds,
    CloseSeconds,
    HttpBodyBytes,
    Count,
};

/// How near an endpoint has come to its limits since it started. Any thread; noting what is no new
/// peak costs one look.
class LimitPeaks
{
public:
    void note(Peak peak, qint64 value) { m_values[size_t(peak)].note(value); }
    /// By the keys of the limits, without those that have none yet. Of limits in seconds:
    /// milliseconds.
    QMap<QString, qint64> byKey() const;

private:
    std::array<Highest, size_t(Peak::Count)> m_values{};
};

} // namespace Signalbox
