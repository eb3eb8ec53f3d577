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

Frame::Frame(const QByteArray &text)
    : payload(text)
    , bytes(encodeFrame(Opcode::Text, text))
{
}

} // namespace Signalbox
