#include "core/net/limitpeaks.h"

namespace Signalbox {

namespace {

constexpr std::array<const char *, size_t(Peak::Count)> Keys{"clients",
                                                             "clientsPerAddress",
                                                             "connectionsPerSecond",
                                                             "addressConnectionsPerSecond",
                                                             "addressConnectionsBurst",
                                                             "handshakes",
                                                             "handshakesPerAddress",
                                                             "failuresPerMinute",
                                                             "handshakeSeconds",
                                                             "messageBytes",
                                                             "framesPerMessage",
                                                             "messageSeconds",
                                                             "messagesPerSecond",
                                                             "messagesBurst",
                                                             "bytesPerSecond",
                                                             "bytesBurst",
                                                             "pingsPerSecond",
                                                             "idleSeconds",
                                                             "jsonDepth",
                                                             "jsonKeys",
                                                             "queueBytes",
                                                             "queueMessages",
                                                             "queueSeconds",
                                                             "pongSeconds",
                                                             "closeSeconds",
                                                             "httpBodyBytes"};

} // namespace

QMap<QString, qint64> LimitPeaks::byKey() const
{
    QMap<QString, qint64> peaks;
    for (size_t i = 0; i < m_values.size(); ++i)
        if (const qint64 value = m_values[i].value(); value > 0)
            peaks.insert(QString::fromLatin1(Keys[i]), value);
    return peaks;
}

} // namespace Signalbox
