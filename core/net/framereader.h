#pragma once

#include "core/net/frame.h"
#include "core/net/inflate.h"
#include "core/values/utf8checker.h"

#include <QString>

#include <algorithm>
#include <memory>

namespace Signalbox {

/// Makes whole messages of the byte stream a client sends: unmasks, joins fragments, checks
/// everything RFC 6455 demands (sections 5.2–5.5, 7.4, 8.1), and RFC 7692 of what is deflated, and
/// the limits, and fails at the first byte that cannot be right. Knows no sockets.
class FrameReader
{
public:
    struct Limits
    {
        qint64 messageBytes = 1 << 20; ///< of one frame and of one message, inflated
        int framesPerMessage = 1024;
    };
    enum class Event : quint8 {
        NeedMore, ///< the input is used up
        Text, ///< take() gives the whole message, valid UTF-8
        Binary,
        Ping,
        Pong,
        Close, ///< closeCode(), take() gives the payload as sent
        Failed, ///< closeCode() says what to answer, problem() why; nothing more is read
    };

    enum class Compression : bool { None, Deflate };

    /// `compression`: what has been agreed on.
    explicit FrameReader(const Limits &limits, Compression compression = Compression::None)
        : m_limits(limits)
        , m_compression(compression)
    {
    }

    /// Takes bytes from the front of `input` up to the end of the next event.
    Event next(QByteArrayView &input);
    /// The payload of the last event. Has room for 64 more bytes, as simdjson wants it.
    QByteArray take() { return std::exchange(m_taken, {}); }
    quint16 closeCode() const { return m_closeCode; } ///< Close: 1005 if none was given
    /// Of the last message: its bytes if they had to be inflated, else 0; and by how much that made
    /// them more than what was on the wire.
    qint64 inflatedBytes() const { return m_inflatedBytes; }
    qint64 gainedBytes() const
    {
        return std::max<qint64>(m_inflatedBytes - qint64(m_messageLength), 0);
    }
    /// From now on messages are only skipped: neither inflated nor looked at nor given.
    void skipMessages();
    int frames() const { return m_frames; } ///< of the message that is read, or was last
    const QString &problem() const { return m_problem; } ///< untranslated
    /// Whether a frame has become whole since it was asked last.
    bool takeSign() { return std::exchange(m_sign, false); }
    bool isInsideMessage() const { return m_headSize > 0 || m_inFrame || m_fragmented; }

private:
    enum class Step : quint8 { NeedMore, Go, Failed };
    Step readHead(QByteArrayView &input);
    Step checkHead();
    Step checkData();
    Step readPayload(QByteArrayView &input);
    Step inflatePiece(QByteArrayView masked);
    Step checkInflated(Inflate::Outcome outcome, qsizetype from);
    Event finishFrame();
    Event finishControl();
    Step fail(quint16 code, const QString &problem);

    Limits m_limits;
    QByteArray m_message; ///< of data frames so far
    std::unique_ptr<Inflate> m_inflate; ///< while a deflated message is being read
    QByteArray m_control; ///< of the control frame being read
    QByteArray m_taken;
    QString m_problem;
    quint64 m_length = 0; ///< of the frame's payload
    quint64 m_read = 0; ///< of that
    quint64 m_messageLength = 0; ///< of the payloads of this message's frames, this one's too
    qint64 m_inflatedBytes = 0;
    int m_frames = 0; ///< of this message
    quint16 m_closeCode = 0;
    Utf8Checker m_utf8;
    quint8 m_head[14] = {};
    quint8 m_headSize = 0;
    char m_mask[4] = {};
    Opcode m_opcode = Opcode::Continuation;
    Opcode m_messageOpcode = Opcode::Text;
    Compression m_compression;
    bool m_final = false;
    bool m_inFrame = false;
    bool m_fragmented = false; ///< between the first and the last frame of a message
    bool m_failed = false;
    bool m_skips = false;
    bool m_sign = false; ///< a frame has become whole
};

} // namespace Signalbox
