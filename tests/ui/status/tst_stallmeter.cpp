#include "tests/support/testprogram.h"
#include "ui/status/stallmeter.h"

#include <QElapsedTimer>
#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestStallMeter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void beatsInTimeAreNoStall()
    {
        StallMeter meter;
        for (int i = 1; i <= 100; ++i)
            meter.beat(StallMeter::Time(i * 10ms));
        QCOMPARE(meter.recent(), 0ms);
        QCOMPARE(meter.longest(), 0ms);
    }

    void theLongestIsKeptForTenSecondsAndForever()
    {
        StallMeter meter;
        meter.beat(StallMeter::Time(100s));
        meter.beat(StallMeter::Time(100s + 260ms));
        meter.beat(StallMeter::Time(100s + 300ms));
        QCOMPARE(meter.recent(), 250ms);
        for (auto at = 100s + 310ms; at < 109s + 990ms; at += 10ms)
            meter.beat(StallMeter::Time(at));
        QCOMPARE(meter.recent(), 250ms);
        for (auto at = 109s + 990ms; at < 110s + 500ms; at += 10ms)
            meter.beat(StallMeter::Time(at));
        QCOMPARE(meter.recent(), 0ms);
        QCOMPARE(meter.longest(), 250ms);
    }

    void aBlockedEventLoopIsMeasured()
    {
        StallMeter meter;
        meter.start();
        QTRY_VERIFY_WITH_TIMEOUT(meter.longest() >= 0ms, 100);
        QTest::qWait(50); // a few beats, so that the next one is measured against one in time
        QElapsedTimer busy;
        busy.start();
        while (busy.elapsed() < 80) {
        }
        QTRY_VERIFY_WITH_TIMEOUT(meter.recent() >= 60ms, 1000);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestStallMeter)
#include "tst_stallmeter.moc"
