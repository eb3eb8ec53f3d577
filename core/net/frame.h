#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <atomic>
#include <memory>

namespace Signalbox {

/// What a frame is (RFC 6455 section 5.2).
enum class Opcode : quint8 {
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10
};

/// One unmasked, unfragmented frame as a server sends it.
QByteArray encodeFrame(Opcode opcode, QByteArrayView payload);
/// A close frame. The code is one that may be sent, the reason at most 123 bytes of UTF-8.
QByteArray encodeClose(quint16 code, const QString &reason);

/// A signal's frame: encoded once, shared by every recipient on every thread, with the count of
/// what became of the copies.
struct Frame
{
    explicit Frame(const QByteArray &text);

    const QByteArray payload; ///< valid UTF-8
    const QByteArray bytes; ///< on the wire

    mutable std::atomic<quint32> recipients{0};
    mutable std::atomic<quint32> done{0}; ///< copies handed to the operating system
    mutable std::atomic<quint32> lost{0}; ///< copies whose client went before that
};
using FrameRef = std::shared_ptr<const Frame>;

} // namespace Signalbox
