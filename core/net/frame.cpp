#include "core/net/frame.h"

namespace Signalbox {

QByteArray encodeFrame(Opcode opcode, QByteArrayView payload)
{
    const auto size = quint64(payload.size());
    QByteArray frame;
    frame.reserve(payload.size() + 10);
    frame.append(char(0x80 | quint8(opcode)));
    if (size < 126) {
        frame.append(char(size));
    } else {
        const int bytes = size < 65536 ? 2 : 8;
        frame.append(char(bytes == 2 ? 126 : 127));
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
            frame.append(char(size >> shift));
    }
    frame.append(payload);
    return frame;
}

QByteArray encodeClose(quint16 code, const QString &reason)
{
    const char bytes[] = {char(code >> 8), char(code)};
    const QByteArray payload = QByteArray(bytes, sizeof bytes) + reason.toUtf8();
    return encodeFrame(Opcode::Close, payload);
}

Frame::Frame(const QByteArray &text)
    : payload(text)
    , bytes(encodeFrame(Opcode::Text, text))
{
}

} // namespace Signalbox
