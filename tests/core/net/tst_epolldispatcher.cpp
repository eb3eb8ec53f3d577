#include "core/net/epolldispatcher.h"
#include "core/net/socketdispatcher.h"
#include "tests/support/testprogram.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QRegularExpression>
#include <QSocketNotifier>
#include <QThread>
#include <QTimer>

#include <arpa/inet.h>
#include <array>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

namespace {

/// Two ends of a stream; what is not closed by hand is closed at the end.
struct Pair
{
    Pair()
    {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) < 0)
            qFatal("no socket pair");
    }
    explicit Pair(std::array<int, 2> both)
        : ends(both)
    {
    }
    Q_DISABLE_COPY_MOVE(Pair)
    ~Pair()
    {
        closeEnd(0);
        closeEnd(1);
    }
    void closeEnd(size_t end)
    {
        if (ends[end] >= 0)
            ::close(ends[end]);
        ends[end] = -1;
    }
    void write() const { QCOMPARE(::write(ends[1], "x", 1), 1); }
    int read() const
    {
        char bytes[16];
        return int(::read(ends[0], bytes, sizeof bytes));
    }

    std::array<int, 2> ends{-1, -1};
};

/// Connected TCP sockets: a socket pair has no urgent data.
std::array<int, 2> tcpPair()
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(listener, reinterpret_cast<sockaddr *>(&address), size);
    listen(listener, 1);
    getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(client, reinterpret_cast<sockaddr *>(&address), size) < 0)
        qFatal("no connection");
    const int server = accept(listener, nullptr, nullptr);
    close(listener);
    return {server, client};
}

/// Counts how often its notifier was told.
struct Watch
{
    Watch(int descriptor, QSocketNotifier::Type type)
        : notifier(descriptor, type)
    {
        QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [this] {
            ++told;
            if (then)
                then();
        });
    }
    QSocketNotifier notifier;
    int told = 0;
    std::function<void()> then;
};

/// Goes on until nothing more is to be done.
void settle()
{
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    for (int quiet = 0; quiet < 3;)
        quiet = dispatcher->processEvents(QEventLoop::AllEvents) ? 0 : quiet + 1;
}

} // namespace

class tst_EpollDispatcher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isInUse();
    void tellsOfReading();
    void tellsOfWriting();
    void tellsOfUrgentData();
    void tellsTwoNotifiersOfOneDescriptor();
    void tellsOfAHangUp();
    void tellsMoreThanFitOneRound();
    void forgetsANotifierThatIsDeletedInTheSameRound();
    void doesNotMixUpSocketsWithOneNumber_data();
    void doesNotMixUpSocketsWithOneNumber();
    void survivesADescriptorClosedWhileRegistered();
    void warnsOfTwoNotifiersOfOneType();

    void timers_data();
    void timers();
    void repeatsATimer();
    void firesAZeroTimerOncePerRound();
    void stopsATimerInItsHandler();
    void restartsATimerInItsHandler();
    void keepsTheOrderOfTimers();
    void forgetsTheTimersOfADeletedObject();
    void tellsTheRemainingTime();
    void doesNotRecurseIntoATimer();
    void doesNotMakeUpForMissedTicks();

    void wakesUpFromAnotherThread();
    void wakesUpForWhatWasPostedHere();
    void looksAtWhatWasPostedBeforeItReads();
    void isInterrupted();
    void keepsOutWhatTheFlagsExclude();
    void runsNestedLoops();
    void deletesLater();
    void servesAThread();
    void choosesByTheEnvironment_data();
    void choosesByTheEnvironment();

private:
    static bool isOurs()
    {
        return qobject_cast<EpollDispatcher *>(QAbstractEventDispatcher::instance());
    }
};

// The whole test also runs on Qt's own dispatcher, which shows that it asks for what Qt does.
void tst_EpollDispatcher::isInUse()
{
    QCOMPARE(isOurs(), qgetenv("SIGNALBOX_DISPATCHER") != "qt");
}

void tst_EpollDispatcher::tellsOfReading()
{
    Pair pair;
    Watch watch(pair.ends[0], QSocketNotifier::Read);
    settle();
    QCOMPARE(watch.told, 0);
    watch.then = [&] { QCOMPARE(pair.read(), 1); };
    pair.write();
    QTRY_COMPARE(watch.told, 1);
    settle();
    QCOMPARE(watch.told, 1);
    watch.notifier.setEnabled(false);
    pair.write();
    settle();
    QCOMPARE(watch.told, 1);
    watch.notifier.setEnabled(true); // what waits is told, though nothing new comes
    QTRY_COMPARE(watch.told, 2);
    watch.then = [&] { // again while it is not read
        if (watch.told == 4)
            pair.read();
    };
    pair.write();
    QTRY_COMPARE(watch.told, 4);
    settle();
    QCOMPARE(watch.told, 4);
}

void tst_EpollDispatcher::tellsOfWriting()
{
    Pair pair;
    char block[4096] = {};
    while (::write(pair.ends[0], block, sizeof block) > 0) {
    }
    Watch watch(pair.ends[0], QSocketNotifier::Write);
    settle();
    QCOMPARE(watch.told, 0);
    watch.then = [&] { watch.notifier.setEnabled(false); };
    while (::read(pair.ends[1], block, sizeof block) > 0) {
    }
    QTRY_COMPARE(watch.told, 1);
    settle();
    QCOMPARE(watch.told, 1);
}

void tst_EpollDispatcher::tellsOfUrgentData()
{
    Pair pair(tcpPair());
    Watch reading(pair.ends[0], QSocketNotifier::Read);
    Watch exception(pair.ends[0], QSocketNotifier::Exception);
    exception.then = [&] {
        char byte = 0;
        QCOMPARE(recv(pair.ends[0], &byte, 1, MSG_OOB), 1);
        QCOMPARE(byte, '!');
    };
    QCOMPARE(send(pair.ends[1], "!", 1, MSG_OOB), 1);
    QTRY_COMPARE(exception.told, 1);
    settle();
    QCOMPARE(exception.told, 1);
    QCOMPARE(reading.told, 0);
}

void tst_EpollDispatcher::tellsTwoNotifiersOfOneDescriptor()
{
    Pair pair;
    Watch reading(pair.ends[0], QSocketNotifier::Read);
    Watch writing(pair.ends[0], QSocketNotifier::Write);
    reading.then = [&] { pair.read(); };
    writing.then = [&] { writing.notifier.setEnabled(false); };
    pair.write();
    QTRY_COMPARE(writing.told, 1);
    QTRY_COMPARE(reading.told, 1);
    settle();
    QCOMPARE(writing.told, 1);
    pair.write(); // one of them is still registered
    QTRY_COMPARE(reading.told, 2);
    reading.notifier.setEnabled(false);
    writing.notifier.setEnabled(true);
    pair.write();
    QTRY_COMPARE(writing.told, 2);
    settle();
    QCOMPARE(reading.told, 2);
}

void tst_EpollDispatcher::tellsOfAHangUp()
{
    Pair pair;
    Watch watch(pair.ends[0], QSocketNotifier::Read);
    watch.then = [&] {
        QCOMPARE(pair.read(), 0);
        watch.notifier.setEnabled(false);
    };
    pair.closeEnd(1);
    QTRY_COMPARE(watch.told, 1);
    settle();
    QCOMPARE(watch.told, 1);
}

void tst_EpollDispatcher::tellsMoreThanFitOneRound()
{
    std::vector<std::unique_ptr<Watch>> watches;
    constexpr int Many = 700;
    int told = 0;
    for (int i = 0; i < Many; ++i) {
        const int descriptor = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
        QVERIFY(descriptor >= 0);
        watches.push_back(std::make_unique<Watch>(descriptor, QSocketNotifier::Read));
        watches.back()->then = [&told, descriptor] {
            eventfd_t value = 0;
            eventfd_read(descriptor, &value);
            ++told;
        };
    }
    QTRY_COMPARE(told, Many);
    settle();
    QCOMPARE(told, Many);
    for (const auto &watch : watches) {
        const int descriptor = int(watch->notifier.socket());
        watch->notifier.setEnabled(false);
        ::close(descriptor);
    }
}

void tst_EpollDispatcher::forgetsANotifierThatIsDeletedInTheSameRound()
{
    Pair a;
    Pair b;
    a.write();
    b.write();
    auto first = std::make_unique<Watch>(a.ends[0], QSocketNotifier::Read);
    auto second = std::make_unique<Watch>(b.ends[0], QSocketNotifier::Read);
    int told = 0;
    first->then = [&] { // whichever is told first removes the other
        ++told;
        first->notifier.setEnabled(false);
        second.reset();
    };
    second->then = [&] {
        ++told;
        second->notifier.setEnabled(false);
        first.reset();
    };
    QTRY_COMPARE(told, 1);
    settle();
    QCOMPARE(told, 1);
}

void tst_EpollDispatcher::doesNotMixUpSocketsWithOneNumber_data()
{
    QTest::addColumn<bool>(
        "forgets"); // instead of taking the notifier's descriptor back from epoll
    QTest::newRow("disabled") << false;
    QTest::newRow("forgotten") << true;
}

void tst_EpollDispatcher::doesNotMixUpSocketsWithOneNumber()
{
    QFETCH(bool, forgets);
    Pair a;
    Pair b;
    a.write();
    b.write();
    Watch first(a.ends[0], QSocketNotifier::Read);
    Watch second(b.ends[0], QSocketNotifier::Read);
    std::unique_ptr<Pair> fresh;
    std::unique_ptr<Watch> third;
    int old = 0;
    const auto replace = [&](Watch &self, Watch &other, Pair &theirs) {
        ++old;
        self.notifier.setEnabled(false);
        const int number = theirs.ends[0];
        if (forgets)
            EpollDispatcher::forget(number);
        other.notifier.setEnabled(false);
        theirs.closeEnd(0);
        fresh = std::make_unique<Pair>();
        if (fresh->ends[0] != number) { // the lowest free number is taken, so it is one of the two
            QCOMPARE(dup2(fresh->ends[0], number), number);
            fresh->closeEnd(0);
            fresh->ends[0] = number;
        }
        third = std::make_unique<Watch>(number, QSocketNotifier::Read);
    };
    first.then = [&] { replace(first, second, b); };
    second.then = [&] { replace(second, first, a); };
    QTRY_COMPARE(old, 1);
    settle();
    QCOMPARE(old, 1);
    QCOMPARE(third->told, 0);
    third->then = [&] { fresh->read(); };
    fresh->write();
    QTRY_COMPARE(third->told, 1);
    third.reset();
}

void tst_EpollDispatcher::survivesADescriptorClosedWhileRegistered()
{
    if (!isOurs())
        QSKIP("Qt's own dispatcher warns");
    Pair old;
    const int number = old.ends[0];
    Watch forgotten(number, QSocketNotifier::Read);
    settle();
    old.write();
    old.closeEnd(0);
    settle();
    QCOMPARE(forgotten.told, 0);
    Pair fresh;
    if (fresh.ends[0] != number) {
        QCOMPARE(dup2(fresh.ends[0], number), number);
        fresh.closeEnd(0);
        fresh.ends[0] = number;
    }
    Watch writing(number, QSocketNotifier::Write);
    writing.then = [&] { writing.notifier.setEnabled(false); };
    QTRY_COMPARE(writing.told, 1);
    forgotten.notifier.setEnabled(false);
    Watch reading(number, QSocketNotifier::Read);
    reading.then = [&] { fresh.read(); };
    fresh.write();
    QTRY_COMPARE(reading.told, 1);
    QCOMPARE(forgotten.told, 0);
}

void tst_EpollDispatcher::warnsOfTwoNotifiersOfOneType()
{
    if (!isOurs())
        QSKIP("Qt's own dispatcher says it in other words");
    Pair pair;
    auto first = std::make_unique<Watch>(pair.ends[0], QSocketNotifier::Read);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"two notifiers of one type"_s));
    Watch second(pair.ends[0], QSocketNotifier::Read);
    second.then = [&] { pair.read(); };
    first.reset();
    pair.write();
    QTRY_COMPARE(second.told, 1);
}

void tst_EpollDispatcher::timers_data()
{
    QTest::addColumn<Qt::TimerType>("type");
    QTest::addColumn<int>("interval");
    QTest::addColumn<int>(
        "earliest"); // coarse timers may come 5 % early, very coarse ones a second
    QTest::newRow("precise") << Qt::PreciseTimer << 60 << 60;
    QTest::newRow("coarse") << Qt::CoarseTimer << 100 << 95;
    QTest::newRow("very coarse") << Qt::VeryCoarseTimer << 1000 << 0;
    QTest::newRow("at once") << Qt::PreciseTimer << 0 << 0;
}

void tst_EpollDispatcher::timers()
{
    QFETCH(Qt::TimerType, type);
    QFETCH(int, interval);
    QFETCH(int, earliest);
    QElapsedTimer elapsed;
    QTimer timer;
    int fired = 0;
    qint64 after = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
        ++fired;
        after = elapsed.elapsed();
    });
    timer.setTimerType(type);
    timer.setSingleShot(true);
    elapsed.start();
    timer.start(interval);
    const auto registered = QAbstractEventDispatcher::instance()->registeredTimers(&timer);
    QCOMPARE(registered.size(), 1);
    QCOMPARE(registered.first().timerId, timer.timerId());
    QCOMPARE(registered.first().interval, interval);
    QCOMPARE(registered.first().timerType, type);
    QTRY_COMPARE(fired, 1);
    QVERIFY2(after >= earliest, qPrintable(QString::number(after)));
    settle();
    QCOMPARE(fired, 1);
    QVERIFY(QAbstractEventDispatcher::instance()->registeredTimers(&timer).isEmpty());
}

void tst_EpollDispatcher::repeatsATimer()
{
    QElapsedTimer elapsed;
    QTimer timer;
    int fired = 0;
    qint64 after = 0;
    timer.setTimerType(Qt::PreciseTimer);
    connect(&timer, &QTimer::timeout, this, [&] {
        if (++fired == 5)
            after = elapsed.elapsed();
    });
    elapsed.start();
    timer.start(20);
    QTRY_VERIFY(fired >= 5);
    QVERIFY2(after >= 100, qPrintable(QString::number(after)));
}

void tst_EpollDispatcher::firesAZeroTimerOncePerRound()
{
    QTimer timer;
    int fired = 0;
    connect(&timer, &QTimer::timeout, this, [&] { ++fired; });
    timer.start(0);
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    for (int round = 1; round <= 3; ++round) {
        dispatcher->processEvents(QEventLoop::WaitForMoreEvents);
        QVERIFY2(fired <= round, qPrintable(QString::number(fired)));
    }
    QTRY_VERIFY(fired > 3);
}

void tst_EpollDispatcher::stopsATimerInItsHandler()
{
    QTimer timer;
    QTimer last;
    int fired = 0;
    bool over = false;
    connect(&timer, &QTimer::timeout, this, [&] {
        ++fired;
        timer.stop();
    });
    connect(&last, &QTimer::timeout, this, [&] { over = true; });
    timer.start(10);
    last.start(60);
    QTRY_VERIFY(over);
    QCOMPARE(fired, 1);
}

void tst_EpollDispatcher::restartsATimerInItsHandler()
{
    QTimer timer;
    int fired = 0;
    timer.setSingleShot(true);
    connect(&timer, &QTimer::timeout, this, [&] {
        if (++fired < 4)
            timer.start(5);
    });
    timer.start(5);
    QTRY_COMPARE(fired, 4);
}

void tst_EpollDispatcher::keepsTheOrderOfTimers()
{
    QStringList order;
    const auto after = [&](std::chrono::milliseconds time, const QString &name) {
        auto *timer = new QTimer(this);
        timer->setTimerType(Qt::PreciseTimer);
        timer->setSingleShot(true);
        connect(timer, &QTimer::timeout, this, [&order, name] { order << name; });
        connect(timer, &QTimer::timeout, timer, &QObject::deleteLater);
        timer->start(time);
    };
    after(60ms, u"third"_s);
    after(20ms, u"first"_s);
    after(40ms, u"second"_s);
    QTRY_COMPARE(order.size(), 3);
    QCOMPARE(order, (QStringList{u"first"_s, u"second"_s, u"third"_s}));
}

void tst_EpollDispatcher::forgetsTheTimersOfADeletedObject()
{
    auto object = std::make_unique<QObject>();
    object->startTimer(1);
    object->startTimer(1000);
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    QCOMPARE(dispatcher->registeredTimers(object.get()).size(), 2);
    const QObject *gone = object.get();
    object.reset();
    QVERIFY(dispatcher->registeredTimers(const_cast<QObject *>(gone)).isEmpty());
    QVERIFY(!dispatcher->unregisterTimer(1'000'000));
}

void tst_EpollDispatcher::tellsTheRemainingTime()
{
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    for (const Qt::TimerType type : {Qt::PreciseTimer, Qt::CoarseTimer, Qt::VeryCoarseTimer}) {
        QTimer timer;
        timer.setTimerType(type);
        timer.start(10s);
        const int left = dispatcher->remainingTime(timer.timerId());
        QVERIFY2(left > 8000 && left <= 11'000, qPrintable(QString::number(left)));
        QCOMPARE(timer.isActive(), true);
    }
    QTimer overdue;
    overdue.start(0);
    QCOMPARE(dispatcher->remainingTime(overdue.timerId()), 0);
    QCOMPARE(dispatcher->remainingTime(1'000'000), -1);
}

void tst_EpollDispatcher::doesNotRecurseIntoATimer()
{
    QTimer outer;
    QTimer other;
    QEventLoop loop;
    int depth = 0;
    int deepest = 0;
    int others = 0;
    connect(&outer, &QTimer::timeout, this, [&] {
        deepest = std::max(deepest, ++depth);
        loop.exec();
        outer.stop();
        --depth;
    });
    connect(&other, &QTimer::timeout, this, [&] {
        if (++others == 5)
            loop.quit();
    });
    outer.start(1);
    other.start(5);
    QTRY_VERIFY(deepest > 0 && depth == 0);
    QCOMPARE(deepest, 1);
    QVERIFY(others >= 5);
}

void tst_EpollDispatcher::doesNotMakeUpForMissedTicks()
{
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    int fired = 0;
    connect(&timer, &QTimer::timeout, this, [&] { ++fired; });
    timer.start(20ms);
    QElapsedTimer busy;
    for (busy.start(); busy.elapsed() < 200;) {
    }
    settle();
    QVERIFY2(fired >= 1 && fired <= 3, qPrintable(QString::number(fired))); // not ten
}

void tst_EpollDispatcher::wakesUpFromAnotherThread()
{
    QEventLoop loop;
    int posted = 0;
    constexpr int Many = 2000;
    QThread *thread = QThread::create([&] {
        for (int i = 0; i < Many; ++i)
            QMetaObject::invokeMethod(&loop, [&] {
                if (++posted == Many)
                    loop.quit();
            });
    });
    thread->start();
    loop.exec();
    QCOMPARE(posted, Many);
    QVERIFY(thread->wait());
    delete thread;
    settle();

    // Without anything posted: it returns at least.
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    thread = QThread::create([dispatcher] { dispatcher->wakeUp(); });
    thread->start();
    dispatcher->processEvents(QEventLoop::WaitForMoreEvents);
    QVERIFY(thread->wait());
    delete thread;
}

void tst_EpollDispatcher::wakesUpForWhatWasPostedHere()
{
    Pair pair;
    Watch watch(pair.ends[0], QSocketNotifier::Read);
    QEventLoop loop;
    int round = 0;
    std::function<void()> again = [&] { // posts from its own posted event: no round may block
        if (++round == 100)
            loop.quit();
        else
            QMetaObject::invokeMethod(&loop, again, Qt::QueuedConnection);
    };
    watch.then = [&] {
        pair.read();
        QMetaObject::invokeMethod(&loop, again, Qt::QueuedConnection);
    };
    pair.write();
    loop.exec();
    QCOMPARE(round, 100);
}

// Who is told that something has been changed by a posted event, and writes then, has to meet the
// change.
void tst_EpollDispatcher::looksAtWhatWasPostedBeforeItReads()
{
    if (!isOurs())
        QSKIP("Qt's own dispatcher reads first");
    settle();
    Pair pair;
    Watch watch(pair.ends[0], QSocketNotifier::Read);
    QStringList order;
    watch.then = [&] {
        pair.read();
        order << u"read"_s;
    };
    QEventLoop loop;
    // the last moment before it waits
    connect(
        QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, &loop,
        [&] {
            QMetaObject::invokeMethod(
                &loop, [&] { order << u"posted"_s; }, Qt::QueuedConnection);
            pair.write();
        },
        Qt::SingleShotConnection);
    connect(&watch.notifier, &QSocketNotifier::activated, &loop, &QEventLoop::quit);
    loop.exec();
    QCOMPARE(order, (QStringList{u"posted"_s, u"read"_s}));
}

void tst_EpollDispatcher::isInterrupted()
{
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    settle();
    QEventLoop loop;
    QThread *thread = QThread::create([&] { loop.quit(); });
    thread->start();
    QCOMPARE(loop.exec(), 0);
    QVERIFY(thread->wait());
    delete thread;
    settle();
    QMetaObject::invokeMethod(
        this, [dispatcher] { dispatcher->interrupt(); }, Qt::QueuedConnection);
    dispatcher->processEvents(QEventLoop::WaitForMoreEvents); // would wait for ever
    Pair pair;
    Watch watch(pair.ends[0], QSocketNotifier::Read);
    watch.then = [&] { pair.read(); };
    pair.write();
    QTRY_COMPARE(watch.told, 1); // and all goes on as before
}

void tst_EpollDispatcher::keepsOutWhatTheFlagsExclude()
{
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    Pair pair;
    Watch watch(pair.ends[0], QSocketNotifier::Read);
    watch.then = [&] { pair.read(); };
    QTimer timer;
    int fired = 0;
    connect(&timer, &QTimer::timeout, this, [&] { ++fired; });
    settle();
    pair.write();
    for (int i = 0; i < 5; ++i)
        dispatcher->processEvents(QEventLoop::ExcludeSocketNotifiers);
    QCOMPARE(watch.told, 0);
    timer.start(1);
    while (fired == 0) // it waits for the timer, not for the socket that is ready
        dispatcher->processEvents(QEventLoop::ExcludeSocketNotifiers
                                  | QEventLoop::WaitForMoreEvents);
    QCOMPARE(watch.told, 0);
    bool posted = false;
    timer.stop();
    QMetaObject::invokeMethod(
        this, [&] { posted = true; }, Qt::QueuedConnection);
    while (!posted)
        dispatcher->processEvents(QEventLoop::ExcludeSocketNotifiers
                                  | QEventLoop::WaitForMoreEvents);
    QCOMPARE(watch.told, 0);
    QTRY_COMPARE(watch.told, 1);
    fired = 0;
    timer.start(0);
    for (int i = 0; i < 5; ++i)
        dispatcher->processEvents(QEventLoop::X11ExcludeTimers);
    QCOMPARE(fired, 0);
    timer.stop();
    settle();
    QVERIFY(!dispatcher->processEvents(QEventLoop::AllEvents));
}

void tst_EpollDispatcher::runsNestedLoops()
{
    std::array<Pair, 3> pairs;
    std::vector<std::unique_ptr<Watch>> watches;
    QEventLoop loop;
    int outer = -1;
    int told = 0;
    for (int i = 0; i < 3; ++i) {
        const Pair &pair = pairs[size_t(i)];
        pair.write();
        watches.push_back(std::make_unique<Watch>(pair.ends[0], QSocketNotifier::Read));
        watches.back()->then = [&, i] {
            pairs[size_t(i)].read();
            ++told;
            if (outer < 0) { // the first of the round lets the others be told inside
                outer = i;
                loop.exec();
            } else if (told == 3) {
                loop.quit();
            }
        };
    }
    QTRY_COMPARE(told, 3);
    settle();
    for (const auto &watch : watches)
        QCOMPARE(watch->told, 1); // none a second time when the outer round went on
}

void tst_EpollDispatcher::deletesLater()
{
    auto *object = new QObject;
    bool gone = false;
    connect(object, &QObject::destroyed, this, [&] { gone = true; });
    QEventLoop loop;
    object->deleteLater();
    QTimer::singleShot(0, &loop, &QEventLoop::quit);
    loop.exec();
    QTRY_VERIFY(gone);
}

void tst_EpollDispatcher::servesAThread()
{
    QThread thread;
    auto made = makeSocketDispatcher();
    const QAbstractEventDispatcher *expected = made.get();
    if (made)
        thread.setEventDispatcher(made.release());
    auto *object = new QObject;
    object->moveToThread(&thread);
    connect(&thread, &QThread::finished, object, &QObject::deleteLater);
    bool gone = false;
    connect(
        object, &QObject::destroyed, this, [&] { gone = true; }, Qt::DirectConnection);
    thread.start();
    std::atomic<int> answers{0};
    QAbstractEventDispatcher *used = nullptr;
    QMetaObject::invokeMethod(object, [&] {
        used = QAbstractEventDispatcher::instance();
        QTimer::singleShot(10ms, object, [&] { ++answers; });
        ++answers;
    });
    QTRY_COMPARE(answers.load(), 2);
    if (expected)
        QCOMPARE(used, expected);
    thread.quit();
    QVERIFY(thread.wait());
    QVERIFY(gone);
}

void tst_EpollDispatcher::choosesByTheEnvironment_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("epoll");
    QTest::addColumn<bool>("warns");
    QTest::newRow("not set") << QByteArray() << true << false;
    QTest::newRow("Qt's own") << QByteArray("qt") << false << false;
    QTest::newRow("epoll") << QByteArray("epoll") << true << false;
    QTest::newRow("a word that means nothing") << QByteArray("poll") << true << true;
}

void tst_EpollDispatcher::choosesByTheEnvironment()
{
    QFETCH(QByteArray, value);
    QFETCH(bool, epoll);
    QFETCH(bool, warns);
    const QByteArray before = qgetenv("SIGNALBOX_DISPATCHER");
    if (value.isEmpty())
        qunsetenv("SIGNALBOX_DISPATCHER");
    else
        qputenv("SIGNALBOX_DISPATCHER", value);
    if (warns)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"neither qt nor epoll"_s));
    const auto dispatcher = makeSocketDispatcher();
    qputenv("SIGNALBOX_DISPATCHER", before);
    QCOMPARE(qobject_cast<EpollDispatcher *>(dispatcher.get()) != nullptr, epoll);
    QCOMPARE(dispatcher != nullptr, epoll);
}

int runWithOurDispatcher(int argc, char **argv)
{
    if (auto dispatcher = makeSocketDispatcher())
        QCoreApplication::setEventDispatcher(dispatcher.release()); // the application deletes it
    else
        qputenv("QT_NO_GLIB", "1"); // which does not keep to all flags; Qt's poll() does
    QCoreApplication application(argc, argv);
    tst_EpollDispatcher test;
    return QTest::qExec(&test, argc, argv);
}

SIGNALBOX_TEST_WITH_MAIN(tst_EpollDispatcher, runWithOurDispatcher)

#include "tst_epolldispatcher.moc"
