#include "core/net/frame.h"

#include <cstring>

namespace Signalbox {

QByteArray encodeFrame(Opcode opcode, QByteArrayView payload, quint8 bits)
{
    const auto size = quint64(payload.size());
    const int lengthBytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
    QByteArray frame(2 + lengthBytes + payload.size(), Qt::Uninitialized);
    char *to = frame.data();
    *to++ = char(FinalBit | bits | quint8(opcode));
    *to++ = char(lengthBytes == 0 ? size : lengthBytes == 2 ? 126 : 127);
    for (int shift = lengthBytes * 8 - 8; shift >= 0; shift -= 8)
        *to++ = char(size >> shift);
    if (size > 0)
        std::memcpy(to, payload.data(), size);
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

const QByteArray &Frame::deflatedBytes(Encoding encoding) const
{
    if (payload.size() <= qsizetype(1) << windowBits(encoding))
        encoding = Encoding::Deflate15; // no match in it reaches back farther anyhow
    Deflated &deflation = m_deflated[size_t(encoding) - 1];
    std::call_once(deflation.once, [this, encoding, &deflation] {
        const QByteArray smaller = deflated(payload, encoding);
        deflation.bytes =
            smaller.isEmpty() ? bytes : encodeFrame(Opcode::Text, smaller, DeflatedBit);
    });
    return deflation.bytes;
}

} // namespace Signalbox
