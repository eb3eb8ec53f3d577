#include "core/server/server.h"
#include "core/values/closecode.h"
#include "tests/core/server/peer.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_Server : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void routes_data();
    void routes();
    void sendsByHand();
    void holdsEverything();
    void closesWithCodeAndReason();
    void stopsOneEndpointWhileOthersServe();
    void appliesAConfiguration();
    void changesItsMindWhileItStarts_data();
    void changesItsMindWhileItStarts();
    void reportsATakenPort();
    void refusesABrokenCertificate();
    void tellsTheFeed();
    void saysOnceWhyItClosed_data();
    void saysOnceWhyItClosed();
    void saysThatItListensEverywhere();
    void countsWhoSaysNothing_data();
    void countsWhoSaysNothing();
    void carriesLargeMessages_data();
    void carriesLargeMessages();
    void dropsAClientThatDoesNotRead();
    void keepsOrderOverShards();
    void stopsCleanlyUnderLoad();
    void letsGoOfWhoLeavesWhileUpgrading();
#ifdef Q_OS_LINUX
    void runsItsShardsOnEpoll();
#endif

private:
    void start(const Configuration &configuration);
    QUrl url(const QString &path, const QString &endpoint = u"local"_s) const;
    LogEntry firstRow() const; ///< of the log; it may come a moment after what it tells
    Configuration oneEndpoint(bool secure = false, int threads = 1) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Server> m_server;
};

void tst_Server::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_Server::cleanup()
{
    m_server.reset();
}

Configuration tst_Server::oneEndpoint(bool secure, int threads) const
{
    Configuration configuration;
    configuration.threads = threads;
    EndpointConfig &endpoint = configuration.endpoints.first();
    endpoint.port = 0;
    endpoint.errors = true;
    if (secure) {
        endpoint.tls = TlsConfig{};
        endpoint.tls->selfSigned = true;
    }
    return configuration;
}

void tst_Server::start(const Configuration &configuration)
{
    const QDir folder(m_folder->path());
    m_server = std::make_unique<Server>(configuration, ServerFolders{folder, folder});
    m_server->setFeedWanted(true);
    QSignalSpy started(m_server.get(), &Server::started);
    m_server->start();
    QVERIFY(started.wait());
}

QUrl tst_Server::url(const QString &path, const QString &endpoint) const
{
    const auto status = m_server->endpoint(endpoint);
    return status ? QUrl(status->url.chopped(1) + path) : QUrl();
}

LogEntry tst_Server::firstRow() const
{
    FeedBatch batch;
    (void)QTest::qWaitFor([this, &batch] {
        batch = m_server->takeFeed();
        return !batch.entries.isEmpty();
    });
    return batch.entries.isEmpty() ? LogEntry() : batch.entries.at(0);
}

void tst_Server::routes_data()
{
    QTest::addColumn<bool>("secure");
    QTest::addColumn<int>("threads");
    QTest::addColumn<QString>("sent"); // by the client "me"; %1 is the id of "other"
    QTest::addColumn<QString>("text"); // what arrives
    QTest::addColumn<QString>("who"); // of me (/a, blue), near (/a), other (/b, blue)
    for (const bool secure : {false, true}) {
        for (const int threads : {1, 3}) {
            const auto row = [&](const char *name, const char *sent, const char *text,
                                 const char *who) {
                QTest::addRow("%s, %s, %d shards", name, secure ? "wss" : "ws", threads)
                    << secure << threads << QString::fromUtf8(sent) << QString::fromUtf8(text)
                    << QString::fromLatin1(who);
            };
            row("to all", R"({"message":"hi"})", "hi", "me near other");
            row("to a path", R"({"message":"hi","path":"/a"})", "hi", "me near");
            row("to a path in another case", R"({"message":"hi","path":"/A"})", "hi", "me near");
            row("to a group", R"({"message":"hi","group":"blue"})", "hi", "me other");
            row("to a group on a path", R"({"message":"hi","group":"blue","path":"/b"})", "hi",
                "other");
            row("to a client", R"({"message":"hi","clientId":"%1"})", "hi", "other");
            row("to the sender", R"({"message":"hi","direct":true})", "hi", "me");
            row("an object", R"({"message":{"z":1.0,"a":[9223372036854775808]}})",
                R"({"z":1.0,"a":[9223372036854775808]})", "me near other");
            row("not JSON", "oops", R"({"error":{"code":"not-json",)", "me");
            row("nothing", R"({"message":""})", R"({"error":{"code":"empty",)", "me");
            row("a path without clients", R"({"message":"hi","path":"/none"})",
                R"({"error":{"code":"nobody-on-path",)", "me");
            row("a client that is not there",
                R"({"message":"hi","clientId":"00000000-0000-4000-8000-000000000000"})",
                R"({"error":{"code":"unknown-client",)", "me");
        }
    }
}

void tst_Server::routes()
{
    QFETCH(bool, secure);
    QFETCH(int, threads);
    QFETCH(QString, sent);
    QFETCH(QString, text);
    QFETCH(QString, who);
    start(oneEndpoint(secure, threads));
    Peer me(url(u"/a?group=blue&name=Me"_s));
    Peer near(url(u"/a"_s));
    Peer other(url(u"/b?group=blue&welcome=1"_s));
    QVERIFY(me.waitForOpen() && near.waitForOpen() && other.waitForOpen());
    QTRY_COMPARE(other.received.size(), 1);
    const QString welcome = other.received.takeFirst();
    QVERIFY2(welcome.startsWith(u"{\"clientId\":\""_s)
                 && welcome.endsWith(u"\",\"path\":\"/b\"}"_s),
             qPrintable(welcome));
    me.send(sent.contains(u"%1"_s) ? sent.arg(welcome.mid(13, 36)) : sent);
    const QList<std::pair<QString, Peer *>> peers{
        {u"me"_s, &me}, {u"near"_s, &near}, {u"other"_s, &other}};
    const QStringList expected = who.split(u' ');
    for (const auto &[name, peer] : peers) {
        if (expected.contains(name)) {
            QTRY_COMPARE(peer->received.size(), 1);
            QVERIFY2(peer->received.first().startsWith(text), qPrintable(peer->received.first()));
        }
    }
    // Whoever got nothing so far gets this, and nothing before it.
    m_server->send({"end", {}});
    for (const auto &[name, peer] : peers) {
        QTRY_VERIFY(peer->received.contains(u"end"_s));
        QCOMPARE(peer->received.size(), expected.contains(name) ? 2 : 1);
    }
}

void tst_Server::sendsByHand()
{
    start(oneEndpoint());
    Peer a(url(u"/a"_s));
    Peer b(url(u"/b"_s));
    QVERIFY(a.waitForOpen() && b.waitForOpen());
    QTRY_COMPARE(m_server->totals().clients, 2U);
    QSignalSpy progressed(m_server.get(), &Server::sendProgressed);
    const auto isOver = [&progressed] {
        return !progressed.isEmpty() && progressed.last().first().value<SendResult>().finished();
    };
    const quint64 request = m_server->send({"hi", {.path = u"/a"_s}});
    QTRY_VERIFY(isOver());
    const auto result = progressed.last().first().value<SendResult>();
    QCOMPARE(result, (SendResult{.request = request, .recipients = 1, .done = 1}));
    QTRY_COMPARE(a.received, QStringList{u"hi"_s});
    progressed.clear();
    m_server->send({"nobody", {.path = u"/none"_s}});
    QTRY_VERIFY(isOver());
    QCOMPARE(progressed.last().first().value<SendResult>().recipients, 0U);
    QVERIFY(b.received.isEmpty());
}

void tst_Server::holdsEverything()
{
    start(oneEndpoint());
    Peer a(url(u"/a"_s));
    QVERIFY(a.waitForOpen());
    QTRY_COMPARE(m_server->totals().clients, 1U);
    m_server->setHold(true);
    QSignalSpy progressed(m_server.get(), &Server::sendProgressed);
    m_server->send({"by hand", {}});
    QTRY_VERIFY(!progressed.isEmpty() && progressed.last().first().value<SendResult>().held);
    a.send(u"{\"message\":\"by a client\"}"_s);
    QTRY_COMPARE(m_server->heldCount(), 2U);
    m_server->setHold(false);
    m_server->send({"after", {}});
    QTRY_COMPARE(a.received, QStringList{u"after"_s});
}

void tst_Server::closesWithCodeAndReason()
{
    start(oneEndpoint());
    Peer a(url(u"/a"_s));
    QVERIFY(a.waitForOpen());
    QTRY_COMPARE(m_server->totals().clients, 1U);
    const FeedBatch batch = m_server->takeFeed();
    QCOMPARE(batch.joined.size(), 1);
    m_server->closeClients({batch.joined.first().id}, 4000, u"kicked"_s);
    QTRY_VERIFY(a.isClosed());
    QCOMPARE(int(a.socket().closeCode()), 4000);
    QCOMPARE(a.socket().closeReason(), u"kicked"_s);
    QTRY_COMPARE(m_server->totals().clients, 0U);
    const FeedBatch after = m_server->takeFeed();
    QCOMPARE(after.left.size(), 1);
    QCOMPARE(after.left.first().code, 4000);
    QCOMPARE(after.left.first().by, ClosedBy::Operator);
}

void tst_Server::stopsOneEndpointWhileOthersServe()
{
    Configuration configuration = oneEndpoint();
    configuration.endpoints.append(configuration.endpoints.first());
    configuration.endpoints.last().name = u"second"_s;
    start(configuration);
    Peer a(url(u"/a"_s));
    Peer b(url(u"/b"_s, u"second"_s));
    QVERIFY(a.waitForOpen() && b.waitForOpen());
    m_server->stopEndpoint(u"local"_s);
    QTRY_VERIFY(a.isClosed());
    QCOMPARE(a.socket().closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    QTRY_COMPARE(m_server->endpoint(u"local"_s)->state, EndpointState::Stopped);
    QCOMPARE(m_server->endpoint(u"second"_s)->state, EndpointState::Running);
    m_server->send({"still here", {}});
    QTRY_COMPARE(b.received, QStringList{u"still here"_s});
    m_server->startEndpoint(u"local"_s);
    QTRY_COMPARE(m_server->endpoint(u"local"_s)->state, EndpointState::Running);
    Peer again(url(u"/a"_s));
    QVERIFY(again.waitForOpen());
    m_server->restartEndpoint(u"local"_s);
    QTRY_VERIFY(again.isClosed());
    QCOMPARE(again.socket().closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    QCOMPARE(again.socket().closeReason(), u"restarting"_s);
    QTRY_COMPARE(m_server->endpoint(u"local"_s)->state, EndpointState::Running);
}

void tst_Server::appliesAConfiguration()
{
    start(oneEndpoint());
    Peer a(url(u"/a"_s));
    QVERIFY(a.waitForOpen());
    Configuration next = oneEndpoint();
    next.endpoints.append(next.endpoints.first());
    next.endpoints.last().name = u"second"_s;
    m_server->apply(next);
    QTRY_VERIFY(m_server->endpoint(u"second"_s)
                && m_server->endpoint(u"second"_s)->state == EndpointState::Running);
    QVERIFY(!a.isClosed()); // it did not change
    next.endpoints.removeFirst();
    QSignalSpy removed(m_server.get(), &Server::endpointRemoved);
    m_server->apply(next);
    QTRY_VERIFY(a.isClosed());
    QCOMPARE(removed.size(), 1);
    QCOMPARE(m_server->endpoints().size(), 1);
}

void tst_Server::changesItsMindWhileItStarts_data()
{
    QTest::addColumn<int>("threads");
    QTest::newRow("the shard accepts") << 1;
    QTest::newRow("the server's thread accepts") << 3;
}

void tst_Server::changesItsMindWhileItStarts()
{
    QFETCH(int, threads);
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    Configuration configuration = oneEndpoint(false, threads);
    configuration.endpoints.first().port = other.serverPort();
    other.close();
    const QDir folder(m_folder->path());
    m_server = std::make_unique<Server>(configuration, ServerFolders{folder, folder});
    m_server->start();
    Configuration next = configuration;
    next.endpoints.first().address = u"::1"_s;
    m_server->apply(next);
    QTRY_VERIFY(m_server->endpoint(u"local"_s)->state == EndpointState::Running
                && m_server->endpoint(u"local"_s)->url.contains("[::1]"_L1));
    QVERIFY(other.listen(QHostAddress::LocalHost, configuration.endpoints.first().port));
    other.close();
    m_server->apply(configuration);
    m_server->startEndpoint(u"local"_s);
    m_server->stopEndpoint(u"local"_s);
    QTRY_COMPARE(m_server->endpoint(u"local"_s)->state, EndpointState::Stopped);
    QVERIFY(other.listen(QHostAddress::LocalHost, configuration.endpoints.first().port));
}

void tst_Server::reportsATakenPort()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    Configuration configuration = oneEndpoint();
    configuration.endpoints.first().port = other.serverPort();
    start(configuration);
    const auto status = m_server->endpoint(u"local"_s);
    QCOMPARE(status->state, EndpointState::Failed);
    QCOMPARE(status->error->code, Error::Code::PortInUse);
    const LogEntry row = firstRow();
    const QString where = u"PortInUse 127.0.0.1:%1 "_s.arg(other.serverPort());
    QVERIFY2(row.detail.startsWith(where), qPrintable(row.detail));
    other.close();
    m_server->startEndpoint(u"local"_s);
    QTRY_COMPARE(m_server->endpoint(u"local"_s)->state, EndpointState::Running);
}

void tst_Server::refusesABrokenCertificate()
{
    Configuration configuration = oneEndpoint(true);
    configuration.endpoints.first().tls->selfSigned = false;
    configuration.endpoints.first().tls->certificate = u"missing.pem"_s;
    start(configuration);
    const auto status = m_server->endpoint(u"local"_s);
    QCOMPARE(status->state, EndpointState::Failed);
    QCOMPARE(status->error->code, Error::Code::CertificateMissing);
}

void tst_Server::tellsTheFeed()
{
    start(oneEndpoint());
    Peer a(url(u"/a?name=Ada"_s));
    QVERIFY(a.waitForOpen());
    a.send(u"{\"message\":\"hi\"}"_s);
    QTRY_COMPARE(a.received.size(), 1);
    a.socket().close();
    QTRY_COMPARE(m_server->totals().clients, 0U);
    const FeedBatch batch = m_server->takeFeed();
    QList<LogKind> kinds;
    quint64 sequence = 0;
    for (const LogEntry &entry : batch.entries) {
        kinds << entry.kind;
        QCOMPARE(entry.sequence, ++sequence);
    }
    QCOMPARE(kinds,
             (QList{LogKind::Note, LogKind::Join, LogKind::In, LogKind::Out, LogKind::Left}));
    const LogEntry &in = batch.entries.at(2);
    QCOMPARE(in.why, Why::ToAll);
    QCOMPARE(in.count, 1U);
    QCOMPARE(in.clientName, u"Ada"_s);
    QCOMPARE(in.path, u"/a"_s);
    QCOMPARE(in.payload, "{\"message\":\"hi\"}");
    const LogEntry &out = batch.entries.at(3);
    QCOMPARE(out.cause, in.sequence);
    QCOMPARE(out.payload, "hi");
    QCOMPARE(batch.entries.at(4).code, CloseCode::Normal);
    QCOMPARE(batch.left.first().by, ClosedBy::Client);
}

void tst_Server::saysOnceWhyItClosed_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QList<LogKind>>("kinds");
    QTest::addColumn<Why>("why");
    QTest::newRow("no answer to pings")
        << QByteArray() << QList{LogKind::Join, LogKind::Left} << Why::NoPong;
    QTest::newRow("a broken rule")
        << QByteArray("\x81\x01x") << QList{LogKind::Join, LogKind::Limit, LogKind::Left}
        << Why::ProtocolError;
}

void tst_Server::saysOnceWhyItClosed()
{
    QFETCH(QByteArray, sent);
    QFETCH(QList<LogKind>, kinds);
    QFETCH(Why, why);
    Configuration configuration = oneEndpoint();
    configuration.endpoints.first().limits.insert(u"pingSeconds"_s, 1);
    configuration.endpoints.first().limits.insert(u"pongSeconds"_s, 1);
    start(configuration);
    QCOMPARE(firstRow().why, Why::EndpointStarted); // another thread tells it
    QTcpSocket client; // answers nothing
    client.connectToHost(u"127.0.0.1"_s, quint16(url(u"/"_s).port()));
    client.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                 "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QTRY_COMPARE(m_server->totals().clients, 1U);
    client.write(sent);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->totals().clients, 0U, 20'000);
    const LogEntries entries = m_server->takeFeed().entries;
    QList<LogKind> told;
    int reasons = 0;
    for (const LogEntry &entry : entries) {
        told += entry.kind;
        reasons += entry.why == why;
    }
    QCOMPARE(told, kinds);
    QCOMPARE(reasons, 1);
    if (kinds.contains(LogKind::Limit)) {
        QCOMPARE(entries.last().cause, entries.at(1).sequence);
        QCOMPARE(entries.last().detail, QString());
    }
}

void tst_Server::saysThatItListensEverywhere()
{
    Configuration configuration = oneEndpoint();
    configuration.endpoints.first().address = u"*"_s;
    start(configuration);
    const QString row = firstRow().detail;
    QVERIFY2(row.startsWith(u"ws://*:"_s), qPrintable(row));
    QVERIFY(m_server->endpoint(u"local"_s)->url.startsWith(u"ws://127.0.0.1:"_s));
}

void tst_Server::countsWhoSaysNothing_data()
{
    QTest::addColumn<bool>("secure");
    QTest::newRow("ws") << false;
    QTest::newRow("wss") << true;
}

void tst_Server::countsWhoSaysNothing()
{
    QFETCH(bool, secure);
    Configuration configuration = oneEndpoint(secure);
    configuration.endpoints.first().limits.insert(u"handshakeSeconds"_s, 1);
    start(configuration);
    QTcpSocket stays;
    stays.connectToHost(u"127.0.0.1"_s, quint16(url(u"/"_s).port()));
    QTcpSocket leaves;
    leaves.connectToHost(u"127.0.0.1"_s, quint16(url(u"/"_s).port()));
    QVERIFY(leaves.waitForConnected());
    leaves.disconnectFromHost();
    QTRY_COMPARE(m_server->totals().silent, 2U);
    QTRY_COMPARE(stays.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_server->totals().refused, 0U);
    QCOMPARE(m_server->takeFeed().entries.size(), 1); // that it listens
}

void tst_Server::carriesLargeMessages_data()
{
    QTest::addColumn<bool>("secure");
    QTest::newRow("ws") << false;
    QTest::newRow("wss") << true;
}

void tst_Server::carriesLargeMessages()
{
    QFETCH(bool, secure);
    Configuration configuration = oneEndpoint(secure);
    configuration.endpoints.first().limits[u"messageBytes"_s] = 4 << 20;
    start(configuration);
    Peer a(url(u"/a"_s));
    Peer b(url(u"/b"_s));
    QVERIFY(a.waitForOpen() && b.waitForOpen());
    const QString text(3'000'000, u'x');
    for (int i = 1; i <= 3; ++i) {
        a.send(u"{\"message\":\"%1\"}"_s.arg(text));
        QTRY_COMPARE(b.received.size(), i);
        QTRY_COMPARE(a.received.size(), i);
        QVERIFY(b.received.last() == text);
    }
}

void tst_Server::dropsAClientThatDoesNotRead()
{
    Configuration configuration = oneEndpoint();
    configuration.endpoints.first().limits[u"queueBytes"_s] = 65536;
    start(configuration);
    Peer good(url(u"/a"_s));
    QVERIFY(good.waitForOpen());
    QTcpSocket deaf;
    deaf.setReadBufferSize(1);
    deaf.connectToHost(QHostAddress(QHostAddress::LocalHost), m_server->endpoint(u"local"_s)->port);
    QVERIFY(deaf.waitForConnected());
    deaf.write("GET /a HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QTRY_COMPARE(m_server->totals().clients, 2U);
    const QByteArray payload(512 * 1024, 'x');
    int sent = 0;
    while (m_server->totals().clients == 2 && sent < 100) {
        m_server->send({payload, {}});
        ++sent;
        QTRY_COMPARE(good.received.size(), sent);
    }
    QTRY_COMPARE(m_server->totals().clients, 1U);
    bool said = false;
    for (const LogEntry &entry : m_server->takeFeed().entries)
        said = said || (entry.kind == LogKind::Limit && entry.why == Why::QueueFull);
    QVERIFY(said);
}

void tst_Server::keepsOrderOverShards()
{
    start(oneEndpoint(false, 3));
    Peer sender(url(u"/a"_s));
    std::vector<std::unique_ptr<Peer>> receivers;
    for (int i = 0; i < 6; ++i)
        receivers.push_back(std::make_unique<Peer>(url(u"/b"_s)));
    QVERIFY(sender.waitForOpen());
    for (const auto &receiver : receivers)
        QVERIFY(receiver->waitForOpen());
    QStringList expected;
    for (int i = 0; i < 500; ++i) {
        sender.send(u"{\"message\":%1,\"path\":\"/b\"}"_s.arg(i));
        expected << QString::number(i);
    }
    for (const auto &receiver : receivers) {
        QTRY_COMPARE(receiver->received.size(), expected.size());
        QCOMPARE(receiver->received, expected);
    }
}

void tst_Server::stopsCleanlyUnderLoad()
{
    start(oneEndpoint(false, 2));
    std::vector<std::unique_ptr<Peer>> peers;
    for (int i = 0; i < 50; ++i)
        peers.push_back(std::make_unique<Peer>(url(u"/a"_s)));
    for (const auto &peer : peers)
        QVERIFY(peer->waitForOpen());
    for (const auto &peer : peers)
        for (int i = 0; i < 20; ++i)
            peer->send(u"{\"message\":\"x\"}"_s);
    QSignalSpy stopped(m_server.get(), &Server::stopped);
    m_server->stop();
    QVERIFY(stopped.wait(15'000));
    for (const auto &peer : peers) {
        QTRY_VERIFY(peer->isClosed());
        QCOMPARE(peer->socket().closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    }
}

void tst_Server::letsGoOfWhoLeavesWhileUpgrading()
{
    start(oneEndpoint(true));
    const QUrl where = url(u"/"_s);
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(where.host(), quint16(where.port()));
    QVERIFY(socket.waitForEncrypted());
    socket.write(
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    socket.disconnectFromHost(); // the end comes with the request
    qsizetype joined = 0;
    qsizetype left = 0;
    const auto look = [&] {
        const FeedBatch batch = m_server->takeFeed();
        joined += batch.joined.size();
        left += batch.left.size();
        return joined == 1 && left == 1;
    };
    QTRY_VERIFY2(look(), qPrintable(u"%1 joined, %2 left"_s.arg(joined).arg(left)));
    QSignalSpy stopped(m_server.get(), &Server::stopped);
    m_server->stop();
    QVERIFY(stopped.wait());
}

#ifdef Q_OS_LINUX
void tst_Server::runsItsShardsOnEpoll()
{
    const auto sets = [] {
        const QFileInfoList open = QDir(u"/proc/self/fd"_s).entryInfoList(QDir::System);
        return std::count_if(open.begin(), open.end(), [](const QFileInfo &each) {
            return each.symLinkTarget().endsWith(u"[eventpoll]"_s);
        });
    };
    const auto before = sets();
    start(oneEndpoint(false, 3));
    QCOMPARE(sets() - before, qgetenv("SIGNALBOX_DISPATCHER") == "qt" ? 0 : 3);
}
#endif

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Server)

#include "tst_server.moc"
