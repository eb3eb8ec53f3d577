#include "core/net/framereader.h"

#include "core/values/closecode.h"

#include <algorithm>
#include <cstring>
#include <utility>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr qsizetype Padding = 64; // simdjson reads past the end of what it parses

/// What a deflated message may take on the wire. Data that cannot be compressed grows a little.
quint64 deflatedLimit(qint64 messageBytes)
{
    return quint64(messageBytes) + quint64(messageBytes) / 8 + 64;
}

void appendUnmasked(QByteArray &to, QByteArrayView from, const char *mask, quint64 position)
{
    const qsizetype old = to.size();
    const qsizetype size = from.size();
    if (to.capacity() < old + size + Padding)
        to.reserve(std::max(old + size, std::min(old * 2, old + (16 << 20))) + Padding);
    to.resize(old + size);
    char *out = to.data() + old;
    const char *in = from.data();
    char key[8];
    for (int i = 0; i < 8; ++i)
        key[i] = mask[(position + quint64(i)) & 3];
    quint64 wide = 0;
    std::memcpy(&wide, key, 8);
    qsizetype i = 0;
    for (; i + 8 <= size; i += 8) {
        quint64 block = 0;
        std::memcpy(&block, in + i, 8);
        block ^= wide;
        std::memcpy(out + i, &block, 8);
    }
    for (; i < size; ++i)
        out[i] = char(in[i] ^ key[i & 7]);
}

bool isControl(Opcode opcode)
{
    return quint8(opcode) >= quint8(Opcode::Close);
}

} // namespace

FrameReader::Event FrameReader::next(QByteArrayView &input)
{
    while (!m_failed) {
        const Step step = m_inFrame ? readPayload(input) : readHead(input);
        if (step == Step::NeedMore)
            return Event::NeedMore;
        if (step == Step::Failed)
            break;
        if (!m_inFrame || m_read < m_length)
            continue;
        m_inFrame = false;
        m_headSize = 0;
        m_sign = true;
        if (const Event event = finishFrame(); event != Event::NeedMore)
            return event;
    }
    input = {};
    return Event::Failed;
}

FrameReader::Step FrameReader::readHead(QByteArrayView &input)
{
    quint8 wanted = 2;
    for (;;) {
        if (m_headSize >= 2) {
            const int length = m_head[1] & 0x7F;
            wanted = quint8(2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + 4);
            if (!(m_head[1] & 0x80))
                return fail(CloseCode::ProtocolError, u"a frame that is not masked"_s);
        }
        if (m_headSize == wanted)
            return checkHead();
        const auto take = quint8(std::min<qsizetype>(wanted - m_headSize, input.size()));
        if (take == 0)
            return Step::NeedMore;
        std::memcpy(m_head + m_headSize, input.data(), take);
        m_headSize = quint8(m_headSize + take);
        input = input.sliced(take);
    }
}

FrameReader::Step FrameReader::checkHead()
{
    const quint8 opcode = m_head[0] & 0x0F;
    m_final = m_head[0] & 0x80;
    m_length = m_head[1] & 0x7F;
    int at = 2;
    if (m_length >= 126) {
        const int bytes = m_length == 126 ? 2 : 8;
        m_length = 0;
        for (int i = 0; i < bytes; ++i)
            m_length = m_length << 8 | m_head[at++];
        if (m_length < (bytes == 2 ? 126U : 65536U) || m_length >> 63)
            return fail(CloseCode::ProtocolError, u"a length that is not in its shortest form"_s);
    }
    std::memcpy(m_mask, m_head + at, 4);
    const bool startsMessage = opcode == quint8(Opcode::Text) || opcode == quint8(Opcode::Binary);
    const bool deflated = m_head[0] & DeflatedBit;
    if ((m_head[0] & 0x30) || (deflated && (m_compression == Compression::None || !startsMessage)))
        return fail(CloseCode::ProtocolError, u"a reserved bit that no extension allows"_s);
    if ((opcode > 2 && opcode < 8) || opcode > 10)
        return fail(CloseCode::ProtocolError, u"the unknown opcode %1"_s.arg(opcode));
    m_opcode = Opcode(opcode);
    m_read = 0;
    m_inFrame = true;
    if (isControl(m_opcode)) {
        if (!m_final || m_length > 125)
            return fail(CloseCode::ProtocolError,
                        u"a control frame in fragments or over 125 bytes"_s);
        m_control.clear();
        return Step::Go;
    }
    return checkData();
}

FrameReader::Step FrameReader::checkData()
{
    if ((m_opcode == Opcode::Continuation) != m_fragmented)
        return fail(CloseCode::ProtocolError, m_fragmented
                                                  ? u"a new message inside a fragmented one"_s
                                                  : u"a continuation of no message"_s);
    if (!m_fragmented) {
        m_messageOpcode = m_opcode;
        m_fragmented = true;
        m_frames = 0;
        m_messageLength = 0;
        if ((m_head[0] & DeflatedBit) && !m_skips)
            m_inflate = std::make_unique<Inflate>();
    }
    if (++m_frames > m_limits.framesPerMessage)
        return fail(CloseCode::Policy,
                    u"more than %1 frames in one message"_s.arg(m_limits.framesPerMessage));
    m_messageLength += m_length; // less than 2^63 before, and less than that is added
    const quint64 limit =
        m_inflate ? deflatedLimit(m_limits.messageBytes) : quint64(m_limits.messageBytes);
    if (m_messageLength > limit)
        return fail(CloseCode::TooBig,
                    u"a message of %1 bytes or more; the limit is %2"_s.arg(m_messageLength)
                        .arg(m_limits.messageBytes));
    return Step::Go;
}

FrameReader::Step FrameReader::readPayload(QByteArrayView &input)
{
    const auto take = qsizetype(std::min<quint64>(m_length - m_read, quint64(input.size())));
    if (take == 0)
        return m_read == m_length ? Step::Go : Step::NeedMore;
    const QByteArrayView piece = input.first(take);
    input = input.sliced(take);
    if (!isControl(m_opcode) && m_skips) {
        m_read += quint64(take);
        return Step::Go;
    }
    if (m_inflate && !isControl(m_opcode))
        return inflatePiece(piece);
    QByteArray &to = isControl(m_opcode) ? m_control : m_message;
    const qsizetype old = to.size();
    appendUnmasked(to, piece, m_mask, m_read);
    m_read += quint64(take);
    if (!isControl(m_opcode) && m_messageOpcode == Opcode::Text
        && !m_utf8.feed(QByteArrayView(to).sliced(old)))
        return fail(CloseCode::BadData, u"text that is not UTF-8"_s);
    return Step::Go;
}

FrameReader::Step FrameReader::inflatePiece(QByteArrayView masked)
{
    QByteArray unmasked;
    appendUnmasked(unmasked, masked, m_mask, m_read);
    m_read += quint64(masked.size());
    const qsizetype old = m_message.size();
    return checkInflated(m_inflate->feed(unmasked, m_message, m_limits.messageBytes), old);
}

FrameReader::Step FrameReader::checkInflated(Inflate::Outcome outcome, qsizetype from)
{
    if (outcome == Inflate::Outcome::Bad)
        return fail(CloseCode::BadData, u"a compressed message that is damaged"_s);
    if (outcome == Inflate::Outcome::TooBig)
        return fail(CloseCode::TooBig,
                    u"a compressed message that is larger than the limit of %1 bytes"_s.arg(
                        m_limits.messageBytes));
    if (m_messageOpcode == Opcode::Text && !m_utf8.feed(QByteArrayView(m_message).sliced(from)))
        return fail(CloseCode::BadData, u"text that is not UTF-8"_s);
    return Step::Go;
}

FrameReader::Event FrameReader::finishFrame()
{
    if (isControl(m_opcode))
        return finishControl();
    if (!m_final)
        return Event::NeedMore;
    if (m_skips) {
        m_fragmented = false;
        return Event::NeedMore;
    }
    m_inflatedBytes = 0;
    if (m_inflate) {
        const qsizetype old = m_message.size();
        if (checkInflated(m_inflate->finish(m_message, m_limits.messageBytes), old) == Step::Failed)
            return Event::Failed;
        m_inflate.reset();
        m_inflatedBytes = m_message.size();
    }
    if (m_messageOpcode == Opcode::Text && !m_utf8.isComplete()) {
        fail(CloseCode::BadData, u"text that stops inside a character"_s);
        return Event::Failed;
    }
    m_utf8.reset();
    m_fragmented = false;
    if (m_message.capacity() < m_message.size() + Padding)
        m_message.reserve(m_message.size() + Padding);
    m_taken = std::exchange(m_message, {});
    return m_messageOpcode == Opcode::Text ? Event::Text : Event::Binary;
}

FrameReader::Event FrameReader::finishControl()
{
    m_taken = std::exchange(m_control, {});
    if (m_opcode == Opcode::Ping)
        return Event::Ping;
    if (m_opcode == Opcode::Pong)
        return Event::Pong;
    m_closeCode = CloseCode::NoStatus;
    if (m_taken.isEmpty())
        return Event::Close;
    const quint16 code =
        m_taken.size() < 2 ? quint16(0) : quint16(quint8(m_taken[0]) << 8 | quint8(m_taken[1]));
    if (!isLegalCloseCode(code)) {
        fail(CloseCode::ProtocolError, u"a close frame with the code %1"_s.arg(code));
        return Event::Failed;
    }
    Utf8Checker reason;
    if (!reason.feed(QByteArrayView(m_taken).sliced(2)) || !reason.isComplete()) {
        fail(CloseCode::BadData, u"a close reason that is not UTF-8"_s);
        return Event::Failed;
    }
    m_closeCode = code;
    return Event::Close;
}

void FrameReader::skipMessages()
{
    m_skips = true;
    m_inflate.reset();
    m_message = {};
    m_utf8.reset();
}

FrameReader::Step FrameReader::fail(quint16 code, const QString &problem)
{
    m_failed = true;
    m_closeCode = code;
    m_problem = problem;
    m_inflate.reset();
    m_message.clear();
    m_control.clear();
    m_taken.clear();
    return Step::Failed;
}

} // namespace Signalbox
