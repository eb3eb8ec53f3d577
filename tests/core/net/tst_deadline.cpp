#include "core/net/deadline.h"
#include "tests/support/testprogram.h"

#include <QElapsedTimer>

using namespace Signalbox;
using namespace std::chrono_literals;

class tst_Deadline : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firesOnceAndNotEarly()
    {
        DeadlineWheel wheel;
        int fired = 0;
        qint64 after = 0;
        QElapsedTimer timer;
        Deadline deadline(&wheel, [&] {
            ++fired;
            after = timer.elapsed();
        });
        timer.start();
        deadline.arm(250ms);
        QVERIFY(deadline.isArmed());
        QTRY_COMPARE(fired, 1);
        QVERIFY2(after >= 250, qPrintable(QString::number(after)));
        QVERIFY(!deadline.isArmed());
    }
    void staysSilentWhenDisarmedOrDestroyed()
    {
        DeadlineWheel wheel;
        int fired = 0;
        bool last = false;
        Deadline disarmed(&wheel, [&] { ++fired; });
        auto destroyed = std::make_unique<Deadline>(&wheel, [&] { ++fired; });
        Deadline later(&wheel, [&] { last = true; });
        disarmed.arm(100ms);
        destroyed->arm(100ms);
        later.arm(300ms);
        disarmed.disarm();
        destroyed.reset();
        QTRY_VERIFY(last);
        QCOMPARE(fired, 0);
    }
    void letsOneDeadlineDisarmItsNeighbour()
    {
        DeadlineWheel wheel;
        int fired = 0;
        Deadline *other = nullptr;
        Deadline a(&wheel, [&] {
            ++fired;
            other->disarm();
        });
        Deadline b(&wheel, [&] {
            ++fired;
            a.disarm();
        });
        other = &b;
        a.arm(100ms);
        b.arm(100ms);
        bool last = false;
        Deadline end(&wheel, [&] { last = true; });
        end.arm(400ms);
        QTRY_VERIFY(last);
        QCOMPARE(fired, 1);
    }
    void armsAgainFromWithin()
    {
        DeadlineWheel wheel;
        int fired = 0;
        Deadline *self = nullptr;
        Deadline deadline(&wheel, [&] {
            if (++fired < 3)
                self->arm(50ms);
        });
        self = &deadline;
        deadline.arm(50ms);
        QTRY_COMPARE(fired, 3);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Deadline)
#include "tst_deadline.moc"
