#include "logentries.h"
#include "tests/support/testprogram.h"
#include "ui/log/rowsampler.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr WallTime Begin{std::chrono::sys_seconds{1'800'000'000s}};

LogEntry rowAt(int index, int perSecond)
{
    LogEntry row = incoming(quint64(index) + 1);
    row.at = Begin + std::chrono::microseconds(qint64(index) * 1'000'000 / perSecond);
    return row;
}

struct Flood
{
    RowSampler sampler;
    QList<RowSampler::Second> seconds; ///< that are over

    bool add(const LogEntry &row)
    {
        if (sampler.isOver(row.at))
            seconds << sampler.end();
        return sampler.takes(row);
    }
    void add(int count, int perSecond)
    {
        for (int i = 0; i < count; ++i)
            add(rowAt(i, perSecond));
    }
};

} // namespace

class TestRowSampler : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void steadyRates_data()
    {
        QTest::addColumn<int>("perSecond");
        QTest::addColumn<int>("least"); // shown of the third second
        QTest::addColumn<int>("most");
        QTest::newRow("one a second") << 1 << 1 << 1;
        QTest::newRow("as many as are shown") << 2'000 << 2'000 << 2'000;
        QTest::newRow("3,400") << 3'400 << 190 << 210;
        QTest::newRow("10,000") << 10'000 << 190 << 210;
        QTest::newRow("200,000") << 200'000 << 190 << 210;
    }
    void steadyRates()
    {
        QFETCH(int, perSecond);
        QFETCH(int, least);
        QFETCH(int, most);
        Flood flood;
        flood.add(perSecond * 3 + 1, perSecond);
        QCOMPARE(flood.seconds.size(), 3);
        for (const RowSampler::Second &second : flood.seconds) {
            QCOMPARE(second.rows, perSecond); // counted exactly
            QVERIFY(second.shown <= RowSampler::MostRows);
            QCOMPARE(second.isSampled(), perSecond > RowSampler::MostRows);
        }
        QCOMPARE(flood.seconds[1].begin, std::chrono::sys_seconds(1'800'000'001s));
        const int shown = flood.seconds[2].shown;
        QVERIFY2(shown >= least && shown <= most, qPrintable(QString::number(shown)));
    }

    void aBurstIsShownWhole()
    {
        Flood flood;
        for (int i = 0; i < RowSampler::MostRows; ++i)
            QVERIFY(flood.add(rowAt(i, 1'000'000)));
    }

    void theEndOfAFloodIsNoticed()
    {
        Flood flood;
        flood.add(20'000, 10'000);
        for (int i = 0; i < 50; ++i) { // half a second later, 50 a second
            LogEntry row = rowAt(i, 50);
            row.at += 2'500ms;
            QVERIFY(flood.add(row));
        }
    }

    void whatFailedIsShown_data()
    {
        QTest::addColumn<LogKind>("kind");
        QTest::addColumn<bool>("failed");
        QTest::addColumn<bool>("isShown");
        QTest::newRow("a message that went well") << LogKind::In << false << false;
        QTest::newRow("a message that failed") << LogKind::In << true << true;
        QTest::newRow("who joins") << LogKind::Join << false << true;
        QTest::newRow("what the operator sends") << LogKind::Console << false << true;
        QTest::newRow("a gap") << LogKind::Gap << true << true;
    }
    void whatFailedIsShown()
    {
        QFETCH(LogKind, kind);
        QFETCH(bool, failed);
        Flood flood;
        flood.add(20'000, 10'000);
        flood.add(rowAt(20'000, 10'000)); // one of its second that is shown
        LogEntry row = rowAt(20'001, 10'000);
        row.kind = kind;
        row.failed = failed;
        QTEST(flood.add(row), "isShown");
    }

    void effectsAloneAreShownToo() // where a filter hides the messages
    {
        Flood flood;
        flood.add(20'000, 10'000);
        int shown = 0;
        for (int i = 20'000; i < 30'000; ++i) {
            LogEntry effect = rowAt(i, 10'000);
            effect.kind = LogKind::Out;
            effect.cause = quint64(i);
            shown += flood.add(effect);
        }
        QVERIFY2(shown > 50 && shown < 300, qPrintable(QString::number(shown)));
    }

    void aMessageBringsWhatItCaused()
    {
        Flood flood;
        flood.add(20'000, 10'000);
        int pairs = 0;
        for (int i = 20'000; i < 30'000; i += 2) {
            const bool message = flood.add(rowAt(i, 10'000));
            LogEntry effect = rowAt(i + 1, 10'000);
            effect.kind = LogKind::Out;
            effect.cause = quint64(i) + 1;
            QVERIFY(flood.add(effect) || !message);
            pairs += message;
        }
        QVERIFY2(pairs > 50 && pairs < 300, qPrintable(QString::number(pairs)));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestRowSampler)
#include "tst_rowsampler.moc"
