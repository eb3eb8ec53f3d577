#include "core/net/limitpeaks.h"

namespace Signalbox {

namespace {

constexpr std::array<const char *, size_t(Peak::Count)> Keys{
    "clients",          "clientsPerAddress", "connectionsPerSecond", "handshakes", "messageBytes",
    "framesPerMessage", "messagesPerSecond", "bytesPerSecond",       "queueBytes", "queueMessages",
    "queueSeconds",     "pongSeconds",       "httpBodyBytes"};

} // namespace

QMap<QString, qint64> LimitPeaks::byKey() const
{
    QMap<QString, qint64> peaks;
    for (size_t i = 0; i < m_values.size(); ++i)
        if (const qint64 value = m_values[i].load(std::memory_order_relaxed); value > 0)
            peaks.insert(QString::fromLatin1(Keys[i]), value);
    return peaks;
}

} // namespace Signalbox
