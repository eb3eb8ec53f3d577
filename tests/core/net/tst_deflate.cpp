#include "core/net/deflate.h"
#include "core/net/frame.h"
#include "core/net/inflate.h"
#include "tests/support/testprogram.h"

#include <QRandomGenerator>
#include <QRegularExpression>

#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

QByteArray noise(qsizetype size)
{
    QRandomGenerator random(7);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(random.generate());
    return bytes;
}

/// Readings of a sensor: repeats itself, near and far.
QByteArray readings(qsizetype size)
{
    QRandomGenerator random(11);
    QByteArray text;
    while (text.size() < size)
        text += "{\"sensor\":\"line-" + QByteArray::number(random.bounded(9))
                + "\",\"value\":" + QByteArray::number(random.bounded(100'000)) + "},";
    return text.first(size);
}

/// "<outcome>:<message>"
QByteArray inflated(const QByteArray &bytes, qsizetype step, qsizetype limit)
{
    Inflate inflate;
    QByteArray message;
    auto outcome = Inflate::Outcome::Good;
    for (qsizetype at = 0; at < bytes.size() && outcome == Inflate::Outcome::Good; at += step)
        outcome = inflate.feed(QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at)),
                               message, limit);
    if (outcome == Inflate::Outcome::Good)
        outcome = inflate.finish(message, limit);
    if (outcome == Inflate::Outcome::Good)
        return "good:" + message;
    return outcome == Inflate::Outcome::Bad ? "bad" : "too big";
}

} // namespace

class tst_Deflate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void inflates_data();
    void inflates();
    void comesBackTheSame_data();
    void comesBackTheSame();
    void leavesAloneWhatDoesNotShrink();
    void reachesBackNoFartherThanAgreed();
    void framesAreDeflatedOnce();
};

void tst_Deflate::inflates_data()
{
    QTest::addColumn<QByteArray>("bytes"); // in hexadecimal
    QTest::addColumn<QByteArray>("outcome");
    const auto row = [](const char *name, const char *bytes, const char *outcome) {
        QTest::newRow(name) << QByteArray(bytes) << QByteArray(outcome);
    };
    // RFC 7692 section 7.2.3
    row("one block", "f248cdc9c90700", "good:Hello");
    row("a block that is not compressed", "000500faff48656c6c6f00", "good:Hello");
    row("a block marked as the last", "f348cdc9c9070000", "good:Hello");
    row("two blocks", "f24805000000ffffcac9c90700", "good:Hello");
    row("a reference into the message before", "f200110000", "bad");
    row("nothing", "00", "good:");
    row("a last block, and more behind it", "f348cdc9c90700f248cdc9c90700", "good:HelloHello");
    row("a kind of block that does not exist", "06", "bad");
    row("a block with a wrong length", "000500ffff48656c6c6f00", "bad");
    row("cut short", "f248cd", "bad");
    row("no bytes at all", "", "bad");
    row("text that was not deflated", "48656c6c6f", "bad");
}

void tst_Deflate::inflates()
{
    QFETCH(QByteArray, bytes);
    bytes = QByteArray::fromHex(bytes);
    for (const qsizetype step : {1, 2, 3, 100})
        QTEST(inflated(bytes, step, 100), "outcome");
}

void tst_Deflate::comesBackTheSame_data()
{
    QTest::addColumn<int>("encoding");
    QTest::addColumn<QByteArray>("message");
    for (const Encoding encoding : {Encoding::Deflate9, Encoding::Deflate12, Encoding::Deflate15}) {
        const int bits = windowBits(encoding);
        const auto row = [=](const char *name, const QByteArray &message) {
            QTest::addRow("%s, %d bits", name, bits) << int(encoding) << message;
        };
        row("a small message", readings(SmallestDeflated));
        row("a message as large as the window", readings(1 << bits));
        row("100 KiB", readings(100'000));
        row("a megabyte of zeros", QByteArray(1 << 20, '0'));
        row("noise before and after zeros", noise(400) + QByteArray(70'000, '0') + noise(400));
    }
}

void tst_Deflate::comesBackTheSame()
{
    QFETCH(int, encoding);
    QFETCH(QByteArray, message);
    for (int i = 0; i < 2; ++i) { // the first leaves no trace in the second
        const QByteArray bytes = deflated(message, Encoding(encoding));
        QVERIFY(!bytes.isEmpty() && bytes.size() < message.size());
        QCOMPARE(inflated(bytes, 1000, message.size()), "good:" + message);
        QCOMPARE(inflated(bytes, 1000, message.size() - 1), QByteArray("too big"));
    }
}

void tst_Deflate::leavesAloneWhatDoesNotShrink()
{
    QVERIFY(deflated(noise(1000), Encoding::Deflate15).isEmpty());
    QVERIFY(!deflated(readings(1000), Encoding::Deflate15).isEmpty());
    const Frame frame(noise(1000).toBase64().first(300));
    const Frame small(QByteArray(SmallestDeflated - 1, 'x'));
    const Frame large(QByteArray(SmallestDeflated, 'x'));
    QCOMPARE(small.bytesFor(Encoding::Deflate15), small.bytes);
    QVERIFY(large.bytesFor(Encoding::Deflate15).size() < large.bytes.size());
    QCOMPARE(large.bytesFor(Encoding::Plain), large.bytes);
    QCOMPARE(quint8(large.bytesFor(Encoding::Deflate15)[0]), quint8(0xC1));
    const Frame incompressible(noise(1000));
    QCOMPARE(incompressible.bytesFor(Encoding::Deflate15), incompressible.bytes);
    QVERIFY(frame.bytesFor(Encoding::Deflate9).size() <= frame.bytes.size());
}

// The same 1,000 bytes twice: with a small window the second cannot be a reference to the first.
void tst_Deflate::reachesBackNoFartherThanAgreed()
{
    const QByteArray twice = noise(1000).toHex().repeated(2);
    const qsizetype reaching = deflated(twice, Encoding::Deflate15).size();
    const qsizetype shortsighted = deflated(twice, Encoding::Deflate9).size();
    QVERIFY2(shortsighted > reaching * 3 / 2,
             qPrintable(u"%1 %2"_s.arg(shortsighted).arg(reaching)));
}

void tst_Deflate::framesAreDeflatedOnce()
{
    const Frame frame(readings(40'000));
    std::vector<const QByteArray *> seen(8);
    {
        std::vector<std::jthread> threads;
        for (size_t i = 0; i < seen.size(); ++i)
            threads.emplace_back([&, i] {
                seen[i] = &frame.bytesFor(i % 2 ? Encoding::Deflate9 : Encoding::Deflate15);
            });
    }
    for (size_t i = 2; i < seen.size(); ++i)
        QCOMPARE(seen[i], seen[i - 2]);
    QVERIFY(seen[0] != seen[1]);
    const Frame small(readings(500)); // in which the windows make no difference
    QCOMPARE(&small.bytesFor(Encoding::Deflate9), &small.bytesFor(Encoding::Deflate15));
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Deflate)

#include "tst_deflate.moc"
