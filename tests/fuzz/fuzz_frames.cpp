// The byte stream that a WebSocket client sends.
#include "core/net/framereader.h"
#include "core/values/closecode.h"
#include "fuzzing.h"

#include <QByteArrayList>
#include <QStringDecoder>

namespace Signalbox {

namespace {

constexpr FrameReader::Limits Limits{16 * 1024, 8};

bool isUtf8(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    return !decoder.hasError() && text.size() <= bytes.size();
}

/// One word per event.
QByteArrayList eventsOf(QByteArrayView bytes, qsizetype step, FrameReader::Compression compression)
{
    using Event = FrameReader::Event;
    FrameReader reader(Limits, compression);
    QByteArrayList events;
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        QByteArrayView piece = bytes.sliced(at, qMin(step, bytes.size() - at));
        for (;;) {
            const Event event = reader.next(piece);
            if (event == Event::NeedMore) {
                FUZZ_REQUIRE(piece.isEmpty());
                break;
            }
            const bool failed = event == Event::Failed;
            const QByteArray payload = failed ? QByteArray() : reader.take();
            FUZZ_REQUIRE(payload.size() <= Limits.messageBytes);
            FUZZ_REQUIRE(event != Event::Text || isUtf8(payload));
            FUZZ_REQUIRE(!failed || isLegalCloseCode(reader.closeCode()));
            FUZZ_REQUIRE(event != Event::Close || reader.closeCode() == CloseCode::NoStatus
                         || isLegalCloseCode(reader.closeCode()));
            events << QByteArray::number(int(event)) + ':' + payload;
            if (failed) {
                FUZZ_REQUIRE(!reader.problem().isEmpty());
                return events;
            }
        }
    }
    return events;
}

/// How many bytes the messages take unpacked, with the 64 that each has to spare.
qsizetype inflatedBytes(QByteArrayView bytes, FrameReader::Compression compression)
{
    using Event = FrameReader::Event;
    FrameReader reader({1024 * 1024, 1024}, compression);
    qsizetype inflated = 0;
    for (Event event = reader.next(bytes); event != Event::NeedMore && event != Event::Failed;
         event = reader.next(bytes))
        inflated += reader.take().size() + 64;
    return inflated;
}

} // namespace

void fuzz(QByteArrayView input)
{
    if (input.isEmpty())
        return;
    // the first byte is how the rest is cut
    const QByteArrayView bytes = input.sliced(1);
    for (const auto compression :
         {FrameReader::Compression::None, FrameReader::Compression::Deflate}) {
        const auto whole = eventsOf(bytes, qMax<qsizetype>(1, bytes.size()), compression);
        FUZZ_REQUIRE(whole == eventsOf(bytes, 1 + uchar(input.front()) % 16, compression));
        const QByteArray again = repeated(bytes);
        requireSoon(again.size() + inflatedBytes(again, compression),
                    [&] { (void)inflatedBytes(again, compression); });
    }
}

} // namespace Signalbox
