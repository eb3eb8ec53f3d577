#include "core/net/deflate.h"
#include "core/net/framereader.h"
#include "core/values/closecode.h"
#include "tests/support/testprogram.h"

using namespace Signalbox;

namespace {

QByteArray clientFrame(int opcode, const QByteArray &payload, bool final = true, bool masked = true,
                       int reserved = 0)
{
    QByteArray frame;
    frame += char((final ? 0x80 : 0) | reserved << 4 | opcode);
    const int mask = masked ? 0x80 : 0;
    const qsizetype size = payload.size();
    if (size < 126) {
        frame += char(mask | int(size));
    } else {
        const int bytes = size < 65536 ? 2 : 8;
        frame += char(mask | (bytes == 2 ? 126 : 127));
        for (int i = bytes - 1; i >= 0; --i)
            frame += char(quint64(size) >> (8 * i));
    }
    if (!masked)
        return frame + payload;
    const char key[] = {char(0xA5), 0x13, char(0x77), 0x01};
    frame.append(key, 4);
    for (qsizetype i = 0; i < size; ++i)
        frame += char(payload[i] ^ key[i & 3]);
    return frame;
}

/// Everything that comes out of `bytes`, cut into pieces of `step` bytes, one word per event.
QByteArrayList eventsOf(FrameReader &reader, const QByteArray &bytes, qsizetype step)
{
    QByteArrayList events;
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        QByteArrayView piece = QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at));
        for (;;) {
            const FrameReader::Event event = reader.next(piece);
            if (event == FrameReader::Event::NeedMore)
                break;
            switch (event) {
            case FrameReader::Event::Text:
                events << "text:" + reader.take();
                break;
            case FrameReader::Event::Binary:
                events << "binary:" + reader.take();
                break;
            case FrameReader::Event::Ping:
                events << "ping:" + reader.take();
                break;
            case FrameReader::Event::Pong:
                events << "pong:" + reader.take();
                break;
            case FrameReader::Event::Close:
                events << "close:" + QByteArray::number(reader.closeCode());
                break;
            case FrameReader::Event::Failed:
                events << "failed:" + QByteArray::number(reader.closeCode());
                return events;
            case FrameReader::Event::NeedMore:
                break;
            }
        }
    }
    return events;
}

} // namespace

class tst_FrameReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void reads_data();
    void reads();
    void readsDeflated_data();
    void readsDeflated();
    void takesSizesAtTheLimits_data();
    void takesSizesAtTheLimits();
    void judgesEveryCloseCode();
    void readsAThousandFramesOfOneWrite();
    void countsFragments();
    void leavesRoomBehindAMessage();
    void tellsWhatInflatingGained();
    void skipsMessages();
    void tellsWhenAFrameIsWhole();
};

void tst_FrameReader::reads_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("events");
    const QByteArray euro = "\xE2\x82\xAC";
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArrayList &events) {
        QTest::newRow(name) << bytes << events;
    };
    row("one text frame", clientFrame(1, "hi"), {"text:hi"});
    row("an empty text", clientFrame(1, ""), {"text:"});
    row("one binary frame", clientFrame(2, "\x00\xFF"), {"binary:" + QByteArray("\x00\xFF")});
    row("fragments", clientFrame(1, "a", false) + clientFrame(0, "b", false) + clientFrame(0, "c"),
        {"text:abc"});
    row("fragments inside a character",
        clientFrame(1, euro.first(1), false) + clientFrame(0, euro.sliced(1)), {"text:" + euro});
    row("a ping between fragments",
        clientFrame(1, "a", false) + clientFrame(9, "p") + clientFrame(0, "b"),
        {"ping:p", "text:ab"});
    row("a pong", clientFrame(10, "x"), {"pong:x"});
    row("a close without a code", clientFrame(8, ""), {"close:1005"});
    row("a close with a code", clientFrame(8, "\x03\xE9gone"), {"close:1001"});
    row("a close with one byte", clientFrame(8, "\x03"), {"failed:1002"});
    row("a close reason that is not UTF-8", clientFrame(8, QByteArray("\x03\xE8\xFF")),
        {"failed:1007"});
    row("a frame that is not masked", clientFrame(1, "hi", true, false), {"failed:1002"});
    row("a reserved bit", clientFrame(1, "hi", true, true, 4), {"failed:1002"});
    row("a reserved data opcode", clientFrame(3, "hi"), {"failed:1002"});
    row("a reserved control opcode", clientFrame(11, "hi"), {"failed:1002"});
    row("a ping in fragments", clientFrame(9, "p", false), {"failed:1002"});
    row("a ping of 126 bytes", clientFrame(9, QByteArray(126, 'p')), {"failed:1002"});
    row("a continuation of nothing", clientFrame(0, "x"), {"failed:1002"});
    row("a text inside a fragmented text", clientFrame(1, "a", false) + clientFrame(1, "b"),
        {"failed:1002"});
    row("text that is not UTF-8", clientFrame(1, "a\xC0\xAF"), {"failed:1007"});
    row("text that stops inside a character", clientFrame(1, euro.first(2)), {"failed:1007"});
    row("a surrogate in UTF-8", clientFrame(1, "\xED\xA0\x80"), {"failed:1007"});
    row("above U+10FFFF", clientFrame(1, "\xF4\x90\x80\x80"), {"failed:1007"});
    row("a length that could be shorter",
        QByteArray::fromHex("81fe000501020304") + QByteArray(5, 'x'), {"failed:1002"});
    row("a length with its highest bit set", QByteArray::fromHex("81ff800000000000000001020304"),
        {"failed:1002"});
    row("good messages before a bad frame",
        clientFrame(1, "a") + clientFrame(1, "b") + clientFrame(3, ""),
        {"text:a", "text:b", "failed:1002"});
}

void tst_FrameReader::reads()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, events);
    for (const qsizetype step : {qsizetype(1), qsizetype(3), bytes.size()}) {
        FrameReader reader({});
        QCOMPARE(eventsOf(reader, bytes, step), events);
    }
}

void tst_FrameReader::readsDeflated_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("events");
    constexpr int Deflated = 4;
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArrayList &events) {
        QTest::newRow(name) << bytes << events;
    };
    const auto hex = [](const char *digits) { return QByteArray::fromHex(digits); };
    const QByteArray hello = hex("f248cdc9c90700"); // RFC 7692 section 7.2.3.1
    const auto whole = [](const QByteArray &payload) {
        return clientFrame(1, payload, true, true, Deflated);
    };
    row("one text frame", whole(hello), {"text:Hello"});
    row("one binary frame", clientFrame(2, hello, true, true, Deflated), {"binary:Hello"});
    row("fragments, with a ping between",
        clientFrame(1, hello.first(3), false, true, Deflated) + clientFrame(9, "p")
            + clientFrame(0, hello.sliced(3, 1), false) + clientFrame(0, hello.sliced(4)),
        {"ping:p", "text:Hello"});
    row("the last fragment is empty",
        clientFrame(1, hello, false, true, Deflated) + clientFrame(0, ""), {"text:Hello"});
    row("deflated and not, in turns",
        whole(hello) + clientFrame(1, "hi") + whole(hello) + clientFrame(1, hello.first(1)),
        {"text:Hello", "text:hi", "text:Hello", "failed:1007"});
    row("an empty message", whole(QByteArray(1, '\0')), {"text:"});
    row("a continuation marked as deflated",
        clientFrame(1, hello.first(3), false, true, Deflated)
            + clientFrame(0, hello.sliced(3), true, true, Deflated),
        {"failed:1002"});
    row("a ping marked as deflated", clientFrame(9, hello, true, true, Deflated), {"failed:1002"});
    row("another reserved bit", clientFrame(1, hello, true, true, Deflated | 1), {"failed:1002"});
    row("damaged data", whole("\x06"), {"failed:1007"});
    row("data that is cut short", whole(hello.first(4)), {"failed:1007"});
    row("no data", whole(""), {"failed:1007"});
    row("text that is not UTF-8", whole(deflated(QByteArray(1000, '\xff'), Encoding::Deflate15)),
        {"failed:1007"});
    row("a message at the limit", whole(deflated(QByteArray(10'000, 'x'), Encoding::Deflate15)),
        {"text:" + QByteArray(10'000, 'x')});
    row("a byte over the limit", whole(deflated(QByteArray(10'001, 'x'), Encoding::Deflate15)),
        {"failed:1009"});
    row("empty blocks without end",
        clientFrame(1, QByteArray::fromHex("000000ffff").repeated(4000), true, true, Deflated),
        {"failed:1009"});
}

void tst_FrameReader::readsDeflated()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, events);
    for (const qsizetype step : {qsizetype(1), qsizetype(3), bytes.size()}) {
        FrameReader reader({.messageBytes = 10'000}, FrameReader::Compression::Deflate);
        QCOMPARE(eventsOf(reader, bytes, step), events);
    }
}

void tst_FrameReader::takesSizesAtTheLimits_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("taken");
    for (const int size : {0, 1, 125, 126, 127, 65535, 65536, 99'999, 100'000})
        QTest::addRow("%d bytes", size) << size << true;
    QTest::newRow("one over the limit") << 100'001 << false;
}

void tst_FrameReader::takesSizesAtTheLimits()
{
    QFETCH(int, size);
    QFETCH(bool, taken);
    const QByteArray payload(size, 'x');
    const QByteArrayList expected{taken ? "text:" + payload : QByteArray("failed:1009")};
    const FrameReader::Limits limits{.messageBytes = 100'000};
    FrameReader whole(limits);
    QCOMPARE(eventsOf(whole, clientFrame(1, payload), 4096), expected);
    FrameReader halves(limits);
    QCOMPARE(eventsOf(halves,
                      clientFrame(1, payload.first(size / 2), false)
                          + clientFrame(0, payload.sliced(size / 2)),
                      4096),
             expected);
}

void tst_FrameReader::judgesEveryCloseCode()
{
    for (int code = 0; code <= 5010; ++code) {
        FrameReader reader({});
        QByteArray sized(2, '\0');
        sized[0] = char(code >> 8);
        sized[1] = char(code);
        const bool legal = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
                           || (code >= 3000 && code <= 4999);
        QCOMPARE(eventsOf(reader, clientFrame(8, sized), 100),
                 QByteArrayList{legal ? "close:" + QByteArray::number(code)
                                      : QByteArray("failed:1002")});
    }
}

void tst_FrameReader::readsAThousandFramesOfOneWrite()
{
    QByteArray bytes;
    QByteArrayList expected;
    for (int i = 0; i < 1000; ++i) {
        bytes += clientFrame(1, QByteArray::number(i));
        expected << "text:" + QByteArray::number(i);
    }
    FrameReader reader({});
    QCOMPARE(eventsOf(reader, bytes, bytes.size()), expected);
}

void tst_FrameReader::countsFragments()
{
    FrameReader reader({.messageBytes = 1000, .framesPerMessage = 8});
    QByteArray bytes = clientFrame(1, "a", false);
    for (int i = 0; i < 8; ++i)
        bytes += clientFrame(0, "", false);
    QCOMPARE(eventsOf(reader, bytes, 7), QByteArrayList{"failed:1008"});
}

void tst_FrameReader::leavesRoomBehindAMessage()
{
    FrameReader reader({});
    const QByteArray frame = clientFrame(1, "{\"message\":1}");
    QByteArrayView input(frame);
    QCOMPARE(reader.next(input), FrameReader::Event::Text);
    const QByteArray text = reader.take();
    QVERIFY(text.capacity() >= text.size() + 64);
}

void tst_FrameReader::tellsWhatInflatingGained()
{
    FrameReader reader({}, FrameReader::Compression::Deflate);
    const QByteArray text(100'000, 'x');
    const QByteArray payload = deflated(text, Encoding::Deflate15);
    const QByteArray halves =
        clientFrame(1, payload.first(20), false, true, 4) + clientFrame(0, payload.sliced(20));
    for (const QByteArray &frames : {clientFrame(1, payload, true, true, 4), halves}) {
        QCOMPARE(eventsOf(reader, frames, frames.size()), QByteArrayList{"text:" + text});
        QCOMPARE(reader.inflatedBytes(), text.size());
        QCOMPARE(reader.gainedBytes(), text.size() - payload.size());
    }
    QCOMPARE(eventsOf(reader, clientFrame(1, text), 1'000), QByteArrayList{"text:" + text});
    QCOMPARE(reader.inflatedBytes(), 0);
    QCOMPARE(reader.gainedBytes(), 0);
    // what does not shrink gains nothing
    eventsOf(reader, clientFrame(1, QByteArray::fromHex("000500faff48656c6c6f00"), true, true, 4),
             1);
    QCOMPARE(reader.inflatedBytes(), 5);
    QCOMPARE(reader.gainedBytes(), 0);
}

void tst_FrameReader::skipsMessages()
{
    FrameReader reader({}, FrameReader::Compression::Deflate);
    QCOMPARE(eventsOf(reader, clientFrame(1, "a", false), 100), QByteArrayList{});
    reader.skipMessages();
    QVERIFY(reader.isInsideMessage());
    // what is in them does not matter any more: it is neither UTF-8 nor deflated
    const QByteArray bytes = clientFrame(0, "\xFF", false) + clientFrame(9, "p")
                             + clientFrame(0, "b")
                             + clientFrame(2, QByteArray(5'000, '\xFF'), true, true, 4)
                             + clientFrame(8, QByteArray("\x03\xE8", 2));
    QCOMPARE(eventsOf(reader, bytes, 7), (QByteArrayList{"ping:p", "close:1000"}));
    // but frames are frames
    FrameReader other({});
    other.skipMessages();
    QCOMPARE(eventsOf(other, clientFrame(1, "x", true, false), 100), QByteArrayList{"failed:1002"});
}

void tst_FrameReader::tellsWhenAFrameIsWhole()
{
    FrameReader reader({});
    QVERIFY(!reader.takeSign());
    const auto signOf = [&reader](const QByteArray &bytes, qsizetype step) {
        eventsOf(reader, bytes, step);
        return reader.takeSign();
    };
    QVERIFY(signOf(clientFrame(9, {}), 100));
    QVERIFY(!reader.takeSign()); // each is told once
    const QByteArray whole = clientFrame(1, "some text");
    QVERIFY(!signOf(whole.first(whole.size() - 1), 1));
    QVERIFY(signOf(whole.last(1), 1));
    QVERIFY(signOf(clientFrame(1, "a part", false), 100)); // also when its message goes on
    QVERIFY(!signOf(clientFrame(0, "more").first(5), 100));
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_FrameReader)
#include "tst_framereader.moc"
