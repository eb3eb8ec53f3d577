#include "core/net/seat.h"
#include "tests/support/testprogram.h"

#include <thread>
#include <vector>

using namespace Signalbox;

class tst_Seat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isTakenUntilTheLastCopyGoes();
    void isNotGivenWhenAllAreTaken();
    void keepsItsOwnerAlive();
    void isNeverGivenTwiceToThreads();

private:
    std::shared_ptr<std::atomic<int>> m_counter = std::make_shared<std::atomic<int>>(0);
};

void tst_Seat::isTakenUntilTheLastCopyGoes()
{
    Seat seat = takeSeat(m_counter, *m_counter);
    Seat copy = seat;
    QCOMPARE(m_counter->load(), 1);
    seat.reset();
    QCOMPARE(m_counter->load(), 1);
    copy.reset();
    QCOMPARE(m_counter->load(), 0);
}

void tst_Seat::isNotGivenWhenAllAreTaken()
{
    const Seat first = takeSeatIfFree(m_counter, *m_counter, 2);
    Seat second = takeSeatIfFree(m_counter, *m_counter, 2);
    QVERIFY(first && second);
    QVERIFY(!takeSeatIfFree(m_counter, *m_counter, 2));
    QCOMPARE(m_counter->load(), 2);
    second.reset();
    QVERIFY(takeSeatIfFree(m_counter, *m_counter, 2));
    QCOMPARE(m_counter->load(), 1);
}

void tst_Seat::keepsItsOwnerAlive()
{
    auto owner = std::make_shared<std::atomic<int>>(0);
    const std::weak_ptr<std::atomic<int>> watch = owner;
    Seat seat = takeSeat(owner, *owner);
    owner.reset();
    QVERIFY(!watch.expired());
    seat.reset();
    QVERIFY(watch.expired());
}

void tst_Seat::isNeverGivenTwiceToThreads()
{
    constexpr int Places = 100;
    std::vector<std::vector<Seat>> got(4);
    std::vector<std::thread> threads;
    for (auto &mine : got)
        threads.emplace_back([this, &mine] {
            for (int i = 0; i < Places; ++i)
                if (Seat seat = takeSeatIfFree(m_counter, *m_counter, Places))
                    mine.push_back(seat);
        });
    for (std::thread &thread : threads)
        thread.join();
    size_t all = 0;
    for (const auto &mine : got)
        all += mine.size();
    QCOMPARE(all, size_t(Places));
    QCOMPARE(m_counter->load(), Places);
    got.clear();
    QCOMPARE(m_counter->load(), 0);
}

SIGNALBOX_TEST_WITHOUT_APPLICATION(tst_Seat)
#include "tst_seat.moc"
