#include "core/net/inflate.h"

#include <QtGlobal>

#include <algorithm>
#include <utility>
#include <zlib.h>

namespace Signalbox {

namespace {

constexpr int Raw = -MAX_WBITS; // no zlib header, the largest window: it reads all smaller ones
constexpr qsizetype SmallestRoom = 256;
constexpr int AtBlock = 128; // a bit of z_stream::data_type: between two blocks
constexpr int UnusedBits = 63; // of it: how many bits of the last byte have not been looked at

/// To make one costs more than a small message does, so each thread keeps the last one it was done
/// with.
struct Spare
{
    Spare() = default;
    Q_DISABLE_COPY_MOVE(Spare)
    ~Spare()
    {
        if (stream)
            inflateEnd(stream.get());
    }
    std::unique_ptr<z_stream> stream;
};

Spare &spare()
{
    thread_local Spare ofThread;
    return ofThread;
}

} // namespace

Inflate::Inflate()
    : m_stream(std::exchange(spare().stream, nullptr))
{
    if (m_stream) {
        inflateReset(m_stream.get());
        return;
    }
    m_stream = std::make_unique<z_stream>();
    if (inflateInit2(m_stream.get(), Raw) != Z_OK)
        qBadAlloc();
}

Inflate::~Inflate()
{
    if (spare().stream)
        inflateEnd(m_stream.get());
    else
        spare().stream = std::move(m_stream);
}

Inflate::Outcome Inflate::feed(QByteArrayView from, QByteArray &to, qsizetype limit)
{
    z_stream &stream = *m_stream;
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(from.data()));
    stream.avail_in = uInt(from.size());
    for (;;) {
        // One byte beyond the limit tells that there is more.
        const qsizetype old = to.size();
        const qsizetype room = std::min(
            {std::max({SmallestRoom, 3 * from.size(), old}), limit + 1 - old, qsizetype(1) << 24});
        to.resize(old + room);
        stream.next_out = reinterpret_cast<Bytef *>(to.data() + old);
        stream.avail_out = uInt(room);
        const int result = inflate(&stream, Z_SYNC_FLUSH);
        to.resize(old + room - qsizetype(stream.avail_out));
        if (to.size() > limit)
            return Outcome::TooBig;
        if (result == Z_STREAM_END) {
            if (stream.avail_in == 0)
                return Outcome::Good; // what follows, if anything, begins a new stream
            inflateReset(&stream);
        } else if (result == Z_MEM_ERROR) {
            qBadAlloc();
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            return Outcome::Bad;
        } else if (stream.avail_out > 0) {
            return Outcome::Good;
        }
    }
}

Inflate::Outcome Inflate::finish(QByteArray &to, qsizetype limit)
{
    static constexpr char Tail[] = {0, 0, char(0xFF), char(0xFF)}; // which senders leave out
    const Outcome outcome = feed(QByteArrayView(Tail, sizeof Tail), to, limit);
    if (outcome != Outcome::Good)
        return outcome;
    const bool whole = (m_stream->data_type & AtBlock) && !(m_stream->data_type & UnusedBits);
    return whole ? Outcome::Good : Outcome::Bad;
}

} // namespace Signalbox
