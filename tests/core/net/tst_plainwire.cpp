#include "core/net/listener.h"
#include "core/net/plainwire.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>

#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

/// Remembers what a wire tells.
class User final : public WireUser
{
public:
    void wireReadable() override { ++readable; }
    void wireDrained() override { ++drained; }
    void wireGone(const QString &) override { ++gone; }

    int readable = 0;
    int drained = 0;
    int gone = 0;
};

/// A wire and the other end of its connection, which takes little at a time.
class Connection
{
public:
    Connection()
    {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) < 0)
            qFatal("no socket pair");
        const int small = 4096;
        setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
        peer = ends[1];
        wire = new PlainWire(ends[0], nullptr);
        wire->setUser(&user);
    }
    Q_DISABLE_COPY_MOVE(Connection)
    ~Connection()
    {
        wire->setUser(nullptr);
        delete wire;
        ::close(peer);
    }
    void receive()
    {
        char bytes[65536];
        for (ssize_t n = 0; (n = ::read(peer, bytes, sizeof bytes)) > 0;)
            received.append(bytes, n);
    }
    /// Reads at the other end until nothing waits any more.
    void receiveAll()
    {
        QTRY_VERIFY((receive(), wire->queuedFrames() == 0));
        receive();
    }

    User user;
    PlainWire *wire = nullptr;
    int peer = -1;
    QByteArray received;
};

QList<QByteArray> blocksOf(int count, int size)
{
    QList<QByteArray> blocks;
    for (int i = 0; i < count; ++i)
        blocks.append(QByteArray::number(i).rightJustified(size, '.'));
    return blocks;
}

} // namespace

class tst_PlainWire : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void writesBlocksInOneGo_data();
    void writesBlocksInOneGo();
    void queuesTheRestOfAFrame();
    void takesNothingMoreWhileSomethingWaits();
    void countsWhatIsLost();
    void leavesOutWhatHasWaitedLongest();
    void countsWhatWaitsOnce();
    void tellsThatThePeerIsGone();
    void endsWithItsLastWords_data();
    void endsWithItsLastWords();
    void knowsBothEnds();
};

void tst_PlainWire::writesBlocksInOneGo_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("taken"); // blocks; -1: some, perhaps a part of one
    QTest::newRow("one block") << 1 << 100 << 1;
    QTest::newRow("several blocks") << 16 << 20 << 16;
    QTest::newRow("more than one system call takes") << 500 << 10 << 500;
    QTest::newRow("more than the system takes") << 4 << (1 << 18) << -1;
}

void tst_PlainWire::writesBlocksInOneGo()
{
    QFETCH(int, count);
    QFETCH(int, size);
    QFETCH(int, taken);
    const QList<QByteArray> blocks = blocksOf(count, size);
    const std::vector<QByteArrayView> views(blocks.begin(), blocks.end());
    Connection connection;
    const qint64 sent = connection.wire->writeNow(views);
    if (taken >= 0)
        QCOMPARE(sent, qint64(taken) * size);
    else
        QVERIFY2(sent > 0 && sent < qint64(count) * size, qPrintable(QString::number(sent)));
    QCOMPARE(connection.wire->queuedFrames(), 0);
    connection.receive();
    QCOMPARE(connection.received, blocks.join().first(sent));
}

void tst_PlainWire::queuesTheRestOfAFrame()
{
    Connection connection;
    const auto frame = std::make_shared<Frame>(QByteArray(300'000, 'a'));
    const QByteArrayView view(frame->bytes);
    const qint64 sent = connection.wire->writeNow({&view, 1});
    QVERIFY(sent > 0 && sent < frame->bytes.size());
    QCOMPARE(connection.wire->write(frame, Encoding::Plain, sent), Wire::Written::Queued);
    QCOMPARE(connection.wire->queuedBytes(), frame->bytes.size() - sent);
    const auto second = std::make_shared<Frame>("b");
    QCOMPARE(connection.wire->write(second), Wire::Written::Queued);
    connection.receiveAll();
    QCOMPARE(connection.received, frame->bytes + second->bytes);
    QCOMPARE(connection.user.drained, 1);
    QCOMPARE(frame->done.load(), 1U);
    QCOMPARE(second->done.load(), 1U);
    QCOMPARE(connection.wire->write(second), Wire::Written::Sent);
}

void tst_PlainWire::takesNothingMoreWhileSomethingWaits()
{
    Connection connection;
    const QByteArray large(300'000, 'a');
    QCOMPARE(connection.wire->write(large), Wire::Written::Queued);
    const QByteArrayView view("b");
    QCOMPARE(connection.wire->writeNow({&view, 1}), 0);
    connection.receiveAll();
    QCOMPARE(connection.received, large);
}

void tst_PlainWire::countsWhatIsLost()
{
    const auto frame = std::make_shared<Frame>(QByteArray(300'000, 'a'));
    Connection connection;
    QCOMPARE(connection.wire->write(frame), Wire::Written::Queued);
    connection.wire->abort();
    QCOMPARE(frame->lost.load(), 1U);
    QCOMPARE(frame->done.load(), 0U);
    const QByteArrayView view("b");
    QCOMPARE(connection.wire->writeNow({&view, 1}), -1);
    QCOMPARE(connection.wire->write(frame), Wire::Written::Failed);
}

void tst_PlainWire::leavesOutWhatHasWaitedLongest()
{
    Connection connection;
    QVERIFY(!connection.wire->dropOldest());
    const auto large = std::make_shared<Frame>(QByteArray(300'000, 'a'));
    const auto second = std::make_shared<Frame>("b");
    const auto third = std::make_shared<Frame>("c");
    const QByteArray ping = encodeFrame(Opcode::Ping, "1");
    QCOMPARE(connection.wire->write(large), Wire::Written::Queued); // has begun to leave
    connection.wire->write(ping);
    connection.wire->write(second);
    connection.wire->write(third);
    QVERIFY(connection.wire->dropOldest());
    QCOMPARE(second->lost.load(), 1U);
    QCOMPARE(connection.wire->queuedFrames(), 3);
    QVERIFY(connection.wire->dropOldest());
    QVERIFY(!connection.wire->dropOldest()); // neither half a frame nor a ping
    QCOMPARE(connection.wire->queuedFrames(), 2);
    connection.receiveAll();
    QCOMPARE(connection.received, large->bytes + ping);
    QCOMPARE(connection.wire->queuedBytes(), 0);
    QCOMPARE(large->done.load(), 1U);
    QCOMPARE(third->lost.load(), 1U);
}

void tst_PlainWire::countsWhatWaitsOnce()
{
    constexpr qint64 Places = 1000; // what places in queues take, at most
    QueueBudget budget;
    const auto frame = std::make_shared<Frame>(QByteArray(300'000, 'a'));
    const auto other = std::make_shared<Frame>(QByteArray(50'000, 'b'));
    {
        Connection one;
        Connection two;
        for (const Connection *connection : {&one, &two}) {
            connection->wire->setBudget(&budget);
            QCOMPARE(connection->wire->write(frame), Wire::Written::Queued);
        }
        QVERIFY(budget.used >= 300'000 && budget.used < 300'000 + Places);
        one.wire->write(other);
        QVERIFY(budget.used >= 350'000 && budget.used < 350'000 + Places);
        QCOMPARE(budget.most.value(), budget.used.load());
        budget.limit = 340'000;
        QVERIFY(budget.isOver());
        QVERIFY(one.wire->dropOldest());
        QVERIFY(!budget.isOver());
        one.receiveAll();
        QVERIFY(budget.used >= 300'000); // the other still waits for it
        two.wire->abort();
    }
    QCOMPARE(budget.used.load(), 0);
}

void tst_PlainWire::tellsThatThePeerIsGone()
{
    Connection connection;
    ::shutdown(connection.peer, SHUT_RDWR);
    QTRY_VERIFY(connection.user.readable > 0);
    char byte = 0;
    QCOMPARE(connection.wire->read(&byte, 1), -1);
    QTRY_COMPARE(connection.user.gone, 1);
    QVERIFY(!connection.wire->isOpen());
}

void tst_PlainWire::endsWithItsLastWords_data()
{
    QTest::addColumn<QByteArray>("before"); // what is written first
    QTest::addColumn<QByteArray>("last");
    QTest::addColumn<bool>("unread"); // the peer has sent what nobody has read
    QTest::addColumn<bool>("atOnce"); // without a wait for the peer
    QTest::newRow("nothing before") << QByteArray() << QByteArray("bye") << false << true;
    QTest::newRow("something before") << QByteArray("hi ") << QByteArray("bye") << false << true;
    QTest::newRow("no last words") << QByteArray("hi") << QByteArray() << false << true;
    QTest::newRow("something unread") << QByteArray("hi ") << QByteArray("bye") << true << false;
    QTest::newRow("something waits")
        << QByteArray(300'000, 'a') << QByteArray("bye") << false << false;
    QTest::newRow("last words that do not leave at once")
        << QByteArray() << QByteArray(300'000, 'b') << false << false;
}

void tst_PlainWire::endsWithItsLastWords()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, last);
    QFETCH(bool, unread);
    QFETCH(bool, atOnce);
    Connection connection;
    if (!before.isEmpty())
        connection.wire->write(before);
    if (unread)
        QCOMPARE(::write(connection.peer, "xy", 2), 2);
    char byte = 0;
    QCOMPARE(connection.wire->read(&byte, 1), unread ? 1 : 0); // as its user does first
    connection.wire->finishWith(last);
    QCOMPARE(connection.wire->write("too late"), Wire::Written::Failed);
    QCOMPARE(connection.user.gone, 0); // never from inside a call
    ssize_t end = -1;
    QTRY_VERIFY((connection.receive(), end = ::read(connection.peer, &byte, 1)) == 0);
    QCOMPARE(connection.received, before + last);
    if (atOnce) {
        QTRY_COMPARE(connection.user.gone, 1);
        return;
    }
    QCOMPARE(connection.user.gone, 0);
    ::shutdown(connection.peer, SHUT_WR);
    QTRY_VERIFY((connection.wire->read(&byte, 1), connection.user.gone) == 1);
}

void tst_PlainWire::knowsBothEnds()
{
    Listener listener;
    QSignalSpy accepted(&listener, &Listener::accepted);
    QVERIFY(listener.start(QHostAddress::LocalHost, 0));
    QTcpSocket peer;
    peer.connectToHost(QHostAddress::LocalHost, listener.serverPort());
    QTRY_COMPARE(accepted.size(), 1);
    const auto descriptor = accepted.first().first().value<qintptr>();
    PlainWire wire(descriptor, nullptr);
    QCOMPARE(wire.localAddress(), QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(wire.peerAddress(), QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(wire.peerPort(), peer.localPort());
    int noDelay = 0;
    socklen_t size = sizeof noDelay;
    QCOMPARE(getsockopt(int(descriptor), IPPROTO_TCP, TCP_NODELAY, &noDelay, &size), 0);
    QVERIFY(noDelay != 0);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_PlainWire)

#include "tst_plainwire.moc"
