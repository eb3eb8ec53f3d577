#include "tests/support/testprogram.h"
#include "ui/widgets/format.h"

#include <QLocale>
#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestFormat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void numbers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("zero") << shortNumber(0) << u"0"_s;
        QTest::newRow("a small fraction") << shortNumber(0.4) << u"0.4"_s;
        QTest::newRow("a few") << shortNumber(18.25) << u"18.3"_s;
        QTest::newRow("three digits") << shortNumber(412) << u"412"_s;
        QTest::newRow("just below a thousand") << shortNumber(999.7) << u"1k"_s;
        QTest::newRow("thousands") << shortNumber(8210) << u"8.21k"_s;
        QTest::newRow("tens of thousands") << shortNumber(71'060) << u"71.1k"_s;
        QTest::newRow("hundreds of thousands") << shortNumber(100'000) << u"100k"_s;
        QTest::newRow("millions") << shortNumber(1.84e6) << u"1.84M"_s;
        QTest::newRow("more than all suffixes") << shortNumber(5e16) << u"50000T"_s;
        QTest::newRow("exact") << exactNumber(1'204) << u"1,204"_s;
        QTest::newRow("rate") << shortRate(8200) << u"8.2k/s"_s;
        QTest::newRow("bytes") << shortBytes(31) << u"31 B"_s;
        QTest::newRow("kilobytes are thousands") << shortBytes(1900) << u"1.9 kB"_s;
        QTest::newRow("megabytes") << shortBytes(3'000'000) << u"3 MB"_s;
        QTest::newRow("most bytes") << shortBytes(~quint64(0)) << u"18446744 TB"_s;
        QTest::newRow("one byte") << exactBytes(1) << u"1 byte"_s;
        QTest::newRow("exact bytes") << exactBytes(1'204) << u"1,204 bytes"_s;
        QTest::newRow("byte rate") << shortByteRate(96'000) << u"96 kB/s"_s;
        QTest::newRow("limit in KiB") << limitBytes(65'536) << u"64 KiB"_s;
        QTest::newRow("limit in MiB") << limitBytes(1'048'576) << u"1 MiB"_s;
        QTest::newRow("limit that is not round") << limitBytes(1'000) << u"1,000 bytes"_s;
        QTest::newRow("fast answer") << shortLatency(800us) << u"0.8 ms"_s;
        QTest::newRow("answer") << shortLatency(12'100us) << u"12.1 ms"_s;
        QTest::newRow("slow answer") << shortLatency(1'200ms) << u"1.2 s"_s;
        QTest::newRow("no time") << shortDuration(0s) << u"now"_s;
        QTest::newRow("clock went back") << shortDuration(-5s) << u"now"_s;
        QTest::newRow("seconds") << shortDuration(59s) << u"59 s"_s;
        QTest::newRow("minutes") << shortDuration(11min + 40s) << u"11 min"_s;
        QTest::newRow("hours") << shortDuration(2h + 14min) << u"2 h 14 m"_s;
        QTest::newRow("days") << shortDuration(76h) << u"3 d 4 h"_s;
    }
    void numbers()
    {
        QFETCH(QString, text);
        QTEST(text, "expected");
    }

    void decimalsFollowTheLocale()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        const QString text = shortNumber(8210);
        const QString whole = shortNumber(9);
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QCOMPARE(text, u"8,21k"_s);
        QCOMPARE(whole, u"9"_s);
    }

    void times()
    {
        const QDateTime local(QDate(2026, 3, 14), QTime(10, 42, 7, 123));
        const WallTime time{std::chrono::milliseconds(local.toMSecsSinceEpoch()) + 456us};
        QCOMPARE(clockTime(time), u"10:42:07.123"_s);
        QVERIFY(exactTime(time).contains(u"10:42:07.123456"_s));
        QCOMPARE(toLocalTime(time), local);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestFormat)
#include "tst_format.moc"
