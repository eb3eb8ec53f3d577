#include "tests/support/testprogram.h"
#include "ui/status/ratemeter.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRateMeter : public QObject
{
    Q_OBJECT
private:
    static Totals totals(quint64 in, quint64 out)
    {
        Totals totals;
        totals.messagesIn = in;
        totals.bytesIn = in * 10;
        totals.messagesOut = out;
        totals.bytesOut = out * 20;
        return totals;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theFirstSampleHasNoRate()
    {
        RateMeter meter;
        QCOMPARE(meter.add(totals(1000, 1000), RateMeter::Time(5s)), Rates());
    }

    void aSecondIsAveraged()
    {
        RateMeter meter;
        for (int quarter = 0; quarter < 4; ++quarter)
            meter.add(totals(quint64(quarter) * 100, quint64(quarter) * 50),
                      RateMeter::Time(10s + quarter * 250ms));
        const Rates rates = meter.add(totals(400, 200), RateMeter::Time(11s));
        QCOMPARE(rates, (Rates{400, 4000, 200, 4000}));
    }

    void whatIsOlderThanASecondIsForgotten()
    {
        RateMeter meter;
        meter.add(totals(0, 0), RateMeter::Time(1s));
        meter.add(totals(9000, 9000), RateMeter::Time(2s));
        meter.add(totals(9000, 9000), RateMeter::Time(3s));
        QCOMPARE(meter.add(totals(9010, 9000), RateMeter::Time(4s)).messagesIn, 10.0);
    }

    void aPauseIsAveragedOverItsLength()
    {
        RateMeter meter;
        meter.add(totals(0, 0), RateMeter::Time(1s));
        QCOMPARE(meter.add(totals(100, 0), RateMeter::Time(5s)).messagesIn, 25.0);
    }

    void countersThatGoBackStartAfresh()
    {
        RateMeter meter;
        meter.add(totals(500, 500), RateMeter::Time(1s));
        QCOMPARE(meter.add(totals(10, 10), RateMeter::Time(2s)), Rates());
        QCOMPARE(meter.add(totals(20, 10), RateMeter::Time(3s)).messagesIn, 10.0);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestRateMeter)
#include "tst_ratemeter.moc"
