#include "tests/support/testprogram.h"
#include "ui/widgets/newestwork.h"

#include <QRegularExpression>
#include <QSemaphore>
#include <QThread>

#include <memory>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestNewestWork : public QObject
{
    Q_OBJECT
private:
    QSemaphore m_go;
    QSemaphore m_begun;
    QList<int> m_done; ///< in the other thread
    QList<int> m_told;

    auto work(int number)
    {
        return [this, number] {
            m_begun.release();
            m_go.acquire();
            m_done.append(number);
            return number;
        };
    }
    auto tell()
    {
        return [this](int number) { m_told.append(number); };
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_done.clear();
        m_told.clear();
        m_begun.acquire(m_begun.available());
        m_go.acquire(m_go.available());
    }

    void worksElsewhereAndTellsHere()
    {
        NewestWork newest;
        QThread *told = nullptr;
        QThread *worked = nullptr;
        newest.run([] { return QThread::currentThread(); },
                   [&](QThread *thread) {
                       worked = thread;
                       told = QThread::currentThread();
                   });
        QVERIFY(newest.isRunning());
        QTRY_VERIFY(worked != nullptr);
        QVERIFY(worked != QThread::currentThread());
        QCOMPARE(told, QThread::currentThread());
        QVERIFY(!newest.isRunning());
    }

    void whatHasNotBegunIsNotDone()
    {
        NewestWork newest;
        newest.run(work(1), tell());
        m_begun.acquire();
        newest.run(work(2), tell());
        newest.run(work(3), tell());
        m_go.release(3);
        QTRY_COMPARE(m_told, QList{3});
        QCOMPARE(m_done, (QList{1, 3})); // the first had begun
    }

    void whatIsDroppedIsNotTold()
    {
        NewestWork newest;
        newest.run(work(1), tell());
        m_begun.acquire();
        newest.drop();
        QVERIFY(!newest.isRunning());
        m_go.release(2);
        newest.run(work(2), tell()); // is told after the first would have been
        QTRY_COMPARE(m_told, QList{2});
        QCOMPARE(m_done, (QList{1, 2}));
    }

    void itsEndWaitsForWhatIsUnderWay()
    {
        auto newest = std::make_unique<NewestWork>();
        newest->run(work(1), tell());
        m_begun.acquire();
        newest->run(work(2), tell());
        m_go.release(2);
        newest.reset();
        QCOMPARE(m_done.value(0), 1); // the second one may have begun in between
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestNewestWork)
#include "tst_newestwork.moc"
