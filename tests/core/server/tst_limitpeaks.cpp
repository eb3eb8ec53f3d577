#include "core/server/server.h"
#include "tests/core/server/peer.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

namespace {

/// A client frame with the mask key 0: its payload stays as it is.
QByteArray masked(int firstByte, const QByteArray &payload)
{
    Q_ASSERT(payload.size() < 126);
    return QByteArray(1, char(firstByte)) + char(0x80 | payload.size()) + QByteArray(4, '\0')
           + payload;
}

} // namespace

/// How near clients have come to each limit is told for as long as the endpoint runs.
class TestLimitPeaks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
    }
    void cleanup() { m_server.reset(); }

    void envelopesHaveDepthAndKeys()
    {
        start({});
        Peer peer(url());
        QVERIFY(peer.waitForOpen());
        peer.send(u"{\"message\":{\"a\":[[1]]},\"direct\":true}"_s);
        peer.send(u"{\"message\":1,\"direct\":true,\"x\":1,\"y\":2,\"z\":3}"_s);
        QTRY_COMPARE(peak(u"jsonDepth"_s), 4);
        QTRY_COMPARE(peak(u"jsonKeys"_s), 5);
    }

    void anAddressHasThem()
    {
        start({{u"clientsPerAddress"_s, 3},
               {u"handshakesPerAddress"_s, 8},
               {u"addressConnectionsPerSecond"_s, 1000},
               {u"addressConnectionsBurst"_s, 100}});
        Peer first(url());
        QVERIFY(first.waitForOpen());
        Peer second(url());
        QVERIFY(second.waitForOpen());
        QTRY_COMPARE(peak(u"clientsPerAddress"_s), 2);
        QVERIFY(peak(u"handshakesPerAddress"_s) >= 1);
        QVERIFY(peak(u"addressConnectionsPerSecond"_s) >= 1);
        QVERIFY(peak(u"addressConnectionsBurst"_s) >= 1 && peak(u"addressConnectionsBurst"_s) <= 2);
    }

    void burstsAreMeasured()
    {
        start({{u"messagesPerSecond"_s, 1},
               {u"messagesBurst"_s, 50},
               {u"bytesPerSecond"_s, 65'536},
               {u"bytesBurst"_s, 65'536}});
        QTcpSocket peer;
        connectTo(peer);
        QByteArray messages;
        for (int i = 0; i < 20; ++i)
            messages += masked(0x81, "{\"message\":1}");
        peer.write(upgradeRequest());
        QTRY_VERIFY(peer.bytesAvailable() > 0);
        peer.write(messages);
        QTRY_COMPARE(peak(u"messagesBurst"_s), 20);
        QCOMPARE(peak(u"bytesBurst"_s), messages.size());
        for (int i = 0; i < 40; ++i)
            peer.write(masked(0x81, "{\"message\":1}"));
        QTRY_COMPARE(peak(u"messagesBurst"_s), 50);
    }

    void wrongTokensAreCounted()
    {
        start({{u"failuresPerMinute"_s, 10}}, u"the right one"_s);
        for (int i = 0; i < 3; ++i) {
            Peer peer(url(u"/?token=wrong"_s));
            QTRY_VERIFY(peer.isClosed());
        }
        QTRY_COMPARE(peak(u"failuresPerMinute"_s), 3);
    }

    void whatTakesLongIsTimed_data()
    {
        QTest::addColumn<QString>("limit");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        const QByteArray upgrade = upgradeRequest();
        QTest::newRow("request") << u"handshakeSeconds"_s << upgrade.left(20) << upgrade.mid(20);
        QTest::newRow("message") << u"messageSeconds"_s << upgrade + masked(0x01, "{\"message\"")
                                 << masked(0x80, ":1}");
        QTest::newRow("quiet") << u"idleSeconds"_s << upgrade << masked(0x81, "{\"message\":1}");
    }
    void whatTakesLongIsTimed()
    {
        QFETCH(const QString, limit);
        QFETCH(const QByteArray, first);
        QFETCH(const QByteArray, second);
        start({{u"idleSeconds"_s, 60}});
        QTcpSocket peer;
        connectTo(peer);
        peer.write(first);
        QTest::qWait(300);
        QVERIFY(peer.state() == QAbstractSocket::ConnectedState);
        peer.write(second);
        QTRY_VERIFY2(peak(limit) >= 250, qPrintable(QString::number(peak(limit))));
        QVERIFY2(peak(limit) < 60'000, qPrintable(QString::number(peak(limit))));
    }

    void aRequestThatDoesNotComeReachesTheLimit()
    {
        start({{u"handshakeSeconds"_s, 1}});
        QTcpSocket peer;
        connectTo(peer);
        peer.write("GET / HT");
        QTRY_COMPARE(peak(u"handshakeSeconds"_s), 1'000);
    }

    void pingsAreCounted()
    {
        start({});
        QTcpSocket peer;
        connectTo(peer);
        peer.write(upgradeRequest() + masked(0x89, "a") + masked(0x89, "b") + masked(0x89, "c"));
        QTRY_COMPARE(peak(u"pingsPerSecond"_s), 3);
    }

    void aCloseThatIsNotAnsweredReachesItsLimit()
    {
        start({{u"closeSeconds"_s, 1}});
        QTcpSocket peer;
        connectTo(peer);
        peer.write(upgradeRequest());
        QTRY_VERIFY(peer.bytesAvailable() > 0);
        peer.write(masked(0x83, "")); // a reserved opcode: it is closed for that
        peer.flush();
        QThread::msleep(1'500); // the peer is deaf, and does not see the end
        QTRY_COMPARE(peak(u"closeSeconds"_s), 1'000);
    }

private:
    static QByteArray upgradeRequest()
    {
        return "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }
    void start(const LimitOverrides &limits, const QString &token = {})
    {
        Configuration configuration;
        EndpointConfig &endpoint = configuration.endpoints.first();
        endpoint.port = 0;
        endpoint.limits = limits;
        endpoint.token = token;
        const QDir folder(m_folder->path());
        m_server = std::make_unique<Server>(configuration, ServerFolders{folder, folder});
        QSignalSpy started(m_server.get(), &Server::started);
        m_server->start();
        QVERIFY(started.wait());
    }
    EndpointStatus status() const { return m_server->endpoints().constFirst(); }
    qint64 peak(const QString &limit) const { return status().peaks.value(limit); }
    QUrl url(const QString &path = u"/"_s) const
    {
        return QUrl(u"ws://127.0.0.1:%1%2"_s.arg(status().port).arg(path));
    }
    void connectTo(QTcpSocket &peer) const
    {
        peer.connectToHost(QHostAddress::LocalHost, status().port);
        QVERIFY(
            QTest::qWaitFor([&peer] { return peer.state() == QAbstractSocket::ConnectedState; }));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Server> m_server;
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestLimitPeaks)
#include "tst_limitpeaks.moc"
