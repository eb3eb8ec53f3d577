#include "core/net/ratebucket.h"
#include "tests/support/testprogram.h"

using namespace Signalbox;
using namespace std::chrono_literals;

class tst_RateBucket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void allowsABurstAndThenTheRate()
    {
        const auto start = RateBucket::Clock::now();
        RateBucket bucket(3);
        for (int i = 0; i < 3; ++i)
            QVERIFY(bucket.takeAt(1, 10, 3, start));
        QVERIFY(!bucket.takeAt(1, 10, 3, start));
        QVERIFY(!bucket.takeAt(1, 10, 3, start + 99ms));
        QVERIFY(bucket.takeAt(1, 10, 3, start + 101ms));
        QVERIFY(!bucket.takeAt(1, 10, 3, start + 102ms));
        QVERIFY(bucket.takeAt(3, 10, 3, start + 10min)); // and no more than the burst
        QVERIFY(!bucket.takeAt(1, 10, 3, start + 10min));
    }

    void aQuietTimeIsWorthOneBurst()
    {
        const auto start = RateBucket::Clock::now() + 10min;
        RateBucket bucket(3);
        for (int i = 0; i < 3; ++i)
            QVERIFY(bucket.takeAt(1, 10, 3, start + i * 10us));
        QVERIFY(!bucket.takeAt(1, 10, 3, start + 40us));
        QVERIFY(bucket.takeAt(3, 10, 3, start + 10min));
        QVERIFY(!bucket.takeAt(1, 10, 3, start + 10min));
    }

    void losesNoFractions()
    {
        const auto start = RateBucket::Clock::now();
        RateBucket bucket(1);
        QVERIFY(bucket.takeAt(1, 10, 1, start));
        int taken = 0;
        for (auto at = start; at <= start + 10s; at += 7ms)
            taken += bucket.takeAt(1, 10, 1, at) ? 1 : 0;
        QVERIFY2(taken >= 94 && taken <= 100, QByteArray::number(taken)); // 7 ms is no divisor
    }

    void tooMuchTakesNothing()
    {
        const auto start = RateBucket::Clock::now();
        RateBucket bucket(5);
        QVERIFY(!bucket.takeAt(6, 1, 5, start));
        QVERIFY(bucket.takeAt(5, 1, 5, start));
    }

    void tellsHowLongToWait()
    {
        const auto start = RateBucket::Clock::now();
        RateBucket bucket(1);
        QCOMPARE(bucket.waitFor(1, 200, 200, start), 0ms);
        QVERIFY(bucket.takeAt(200, 200, 200, start + 10s));
        QCOMPARE(bucket.waitFor(1, 200, 200, start + 10s), 5ms);
        QVERIFY(!bucket.isFull(200, 200, start + 10s));
        QVERIFY(bucket.isFull(200, 200, start + 11s));
    }

    void aRateOfZeroIsNoLimit()
    {
        RateBucket bucket(0);
        for (int i = 0; i < 1000; ++i)
            QVERIFY(bucket.take(1'000'000, 0, 0));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(tst_RateBucket)
#include "tst_ratebucket.moc"
