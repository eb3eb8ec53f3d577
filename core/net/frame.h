#pragma once

#include "core/net/deflate.h"
#include "core/net/receipts.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>

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

/// The first byte of a frame: of a last one, of one that must be inflated (RFC 7692 section 6).
inline constexpr quint8 FinalBit = 0x80;
inline constexpr quint8 DeflatedBit = 0x40;

/// One unmasked, unfragmented frame as a server sends it. `bits`: DeflatedBit or nothing.
QByteArray encodeFrame(Opcode opcode, QByteArrayView payload, quint8 bits = 0);
/// A close frame. The code is one that may be sent, the reason at most 123 bytes of UTF-8.
QByteArray encodeClose(quint16 code, const QString &reason);

/// A signal's frame: encoded once, shared by every recipient on every thread, with the count of
/// what became of the copies.
struct Frame
{
    explicit Frame(const QByteArray &text);

    const QByteArray payload; ///< valid UTF-8
    const QByteArray bytes; ///< on the wire, as it is
    /// On the wire, for a client that has agreed on this. Deflated when it is first asked for;
    /// small, and what does not shrink, goes as it is. Any thread.
    const QByteArray &bytesFor(Encoding encoding) const
    {
        return encoding == Encoding::Plain || payload.size() < SmallestDeflated
                   ? bytes
                   : deflatedBytes(encoding);
    }

    /// One copy has been handed to the operating system; `place`: its recipient's in the receipts.
    void countDone(quint32 place) const { count(done, place, Receipt::Done); }
    /// One copy will not be; `how`: Dropped or Left.
    void countLost(quint32 place, Receipt how) const { count(lost, place, how); }

    /// How it is with one copy, if receipts are kept.
    void note(quint32 place, Receipt receipt) const
    {
        if (receipts)
            receipts->set(place, receipt);
    }

    mutable std::atomic<quint32> recipients{0};
    mutable std::atomic<quint32> done{0}; ///< copies handed to the operating system
    mutable std::atomic<quint32> queues{0}; ///< in how many it waits now
    mutable std::atomic<quint32> lost{0}; ///< copies that never will be
    std::shared_ptr<Receipts> receipts; ///< of each copy; null: not kept. Set before it is shared

private:
    struct Deflated
    {
        std::once_flag once;
        QByteArray bytes;
    };
    const QByteArray &deflatedBytes(Encoding encoding) const;
    void count(std::atomic<quint32> &counter, quint32 place, Receipt receipt) const
    {
        note(place, receipt);
        counter.fetch_add(1, std::memory_order_relaxed);
    }

    mutable std::array<Deflated, EncodingCount - 1> m_deflated;
};
using FrameRef = std::shared_ptr<const Frame>;

} // namespace Signalbox
