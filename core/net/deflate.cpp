#include "core/net/deflate.h"

#include <QtGlobal>

#include <array>
#include <memory>
#include <zlib.h>

namespace Signalbox {

namespace {

constexpr int Level = 3; // 6 takes twice as long for a few per cent
constexpr int MemoryLevel = 8; // zlib's own choice
constexpr qsizetype TailSize = 4; // of what a flush ends in, and the receiver puts back

/// 270 KiB, made when first needed and kept by its thread.
class Stream
{
    Q_DISABLE_COPY_MOVE(Stream)
public:
    explicit Stream(int bits)
    {
        if (deflateInit2(&m_stream, Level, Z_DEFLATED, -bits, MemoryLevel, Z_DEFAULT_STRATEGY)
            != Z_OK)
            qBadAlloc();
    }
    ~Stream() { deflateEnd(&m_stream); }

    QByteArray run(QByteArrayView message)
    {
        QByteArray out(message.size() + TailSize, Qt::Uninitialized);
        deflateReset(&m_stream);
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(message.data()));
        m_stream.avail_in = uInt(message.size());
        m_stream.next_out = reinterpret_cast<Bytef *>(out.data());
        m_stream.avail_out = uInt(out.size());
        if (deflate(&m_stream, Z_SYNC_FLUSH) != Z_OK || m_stream.avail_out <= TailSize)
            return {}; // no room left: it may not even be all
        out.truncate(out.size() - qsizetype(m_stream.avail_out) - TailSize);
        return out;
    }

private:
    z_stream m_stream{};
};

} // namespace

QByteArray deflated(QByteArrayView message, Encoding encoding)
{
    thread_local std::array<std::unique_ptr<Stream>, EncodingCount> streams;
    auto &stream = streams[size_t(encoding)];
    if (!stream)
        stream = std::make_unique<Stream>(windowBits(encoding));
    return stream->run(message);
}

} // namespace Signalbox
