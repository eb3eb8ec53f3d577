#include "core/net/descriptors.h"
#include "core/server/server.h"
#include "tests/support/testprogram.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QHash>
#include <QProcess>
#include <QRegularExpression>
#include <QSocketNotifier>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <memory>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

constexpr int SlowClients = 5; ///< of them, who do not read

/// One client: counts the bytes behind its welcome, and knows from that who it is.
class Listener final : public QObject
{
    Q_OBJECT
public:
    Listener(quint16 port, bool reads)
        : m_reads(reads)
    {
        connect(&m_socket, &QTcpSocket::readyRead, this, &Listener::read);
        if (!reads)
            m_socket.setReadBufferSize(1024);
        m_socket.connectToHost(u"127.0.0.1"_s, port);
        m_socket.write("GET /?welcome=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }
    bool isWelcome() const { return !id.isNull(); }
    bool isOver() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    void takeRest()
    {
        m_reads = true;
        m_socket.setReadBufferSize(0);
        read();
    }

    ClientId id;
    qint64 received = 0; ///< bytes behind the welcome

private:
    void read()
    {
        if (isWelcome()) {
            if (m_reads)
                received += m_socket.readAll().size();
            return;
        }
        m_head += m_socket.readAll();
        static const QRegularExpression welcome(
            u"\r\n\r\n[^{]+(\\{\"clientId\":\"([0-9a-f-]{36})\",\"path\":\"/\"\\})"_s);
        const QString head = QString::fromLatin1(m_head);
        if (const auto match = welcome.match(head); match.hasMatch()) {
            id = ClientId::fromString(match.captured(2)).value();
            received = head.size() - match.capturedEnd(1);
        }
    }

    QTcpSocket m_socket;
    QByteArray m_head;
    bool m_reads;
};

/// The program that is killed: a server that sends as many bytes to everybody as the line says that
/// it is told.
int serve(int argc, char **argv, const QString &folder)
{
    const QCoreApplication application(argc, argv);
    Configuration configuration;
    configuration.threads = 2;
    configuration.endpoints.first().port = 0;
    configuration.limits = {{u"clients"_s, 2000},
                            {u"connectionsPerSecond"_s, 0},
                            {u"queueSeconds"_s, 120},
                            {u"pingSeconds"_s, 300}};
    const QDir store(folder);
    Server server(configuration, ServerFolders{store, store});
    QObject::connect(&server, &Server::started, &server, [&server] {
        std::printf("port %d\n", server.endpoints().first().port);
        std::fflush(stdout);
    });
    server.start();
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &server, [&server] {
        qint64 size = 0;
        std::cin >> size;
        server.send({QByteArray(size, 'x'), {}});
    });
    return QCoreApplication::exec();
}

/// Where files are written at once: a disk that keeps a send waiting is not what is tested here.
QString folderTemplate()
{
    const QDir memory(u"/dev/shm"_s);
    return (memory.exists() ? memory : QDir::temp()).filePath(u"tst_sendcrash-XXXXXX"_s);
}

} // namespace

/// The program is killed in the middle of a broadcast: what its records say then is what the
/// clients have.
class tst_SendCrash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { raiseDescriptorLimit(); }
    void theRecordIsRight_data();
    void theRecordIsRight();
};

void tst_SendCrash::theRecordIsRight_data()
{
    QTest::addColumn<int>("whenHaveIt"); // so many of a thousand clients have all of it
    QTest::addColumn<qint64>("size");
    for (const int part : {0, 1, 50, 150, 300, 450, 600, 750, 900, 990})
        QTest::addRow("large, at %d of 1000", part) << part << qint64(4 * 1024 * 1024);
    for (const int part : {0, 500})
        QTest::addRow("smaller, at %d of 1000", part) << part << qint64(256 * 1024);
    QTest::addRow("a few bytes") << 500 << qint64(20);
}

void tst_SendCrash::theRecordIsRight()
{
    QFETCH(int, whenHaveIt);
    QFETCH(qint64, size);
    const bool full = qEnvironmentVariableIsSet("SIGNALBOX_FULL");
    const int count = full ? 800 : 120;
    if (full)
        size = std::min<qint64>(size, 1024 * 1024); // of so many, most are still waiting then
    const QTemporaryDir folder(folderTemplate());

    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(QCoreApplication::applicationFilePath(),
                  {u"tst_sendcrash"_s, u"--serve"_s, folder.path()});
    QVERIFY(program.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(program.canReadLine(), 30'000);
    const quint16 port = program.readLine().trimmed().split(' ').value(1).toUShort();
    QVERIFY(port != 0);
    std::vector<std::unique_ptr<Listener>> clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<Listener>(port, i >= SlowClients));
        if (i % 50 == 49)
            QTRY_VERIFY_WITH_TIMEOUT(clients.back()->isWelcome(), 30'000);
    }
    const auto all = [&clients](const auto &holds) { return std::ranges::all_of(clients, holds); };
    QTRY_VERIFY_WITH_TIMEOUT(all([](const auto &client) { return client->isWelcome(); }), 30'000);

    const qint64 whole = size + (size < 126 ? 2 : size < 65536 ? 4 : 10);
    const auto haveIt = [&] {
        return std::ranges::count_if(clients,
                                     [whole](const auto &c) { return c->received >= whole; });
    };
    program.write(QByteArray::number(size) + '\n');
    QElapsedTimer waiting;
    waiting.start();
    while (haveIt() * 1000 < qint64(whenHaveIt) * (count - SlowClients)) {
        QVERIFY2(waiting.elapsed() < 60'000, "it does not arrive");
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
    }
    QCOMPARE(::kill(pid_t(program.processId()), SIGKILL), 0);
    QVERIFY(program.waitForFinished());
    for (const auto &client : clients)
        client->takeRest();
    QTRY_VERIFY_WITH_TIMEOUT(all([](const auto &client) { return client->isOver(); }), 60'000);
    for (const auto &client : clients) {
        client->takeRest();
        QVERIFY(client->received <= whole); // at most once
    }

    QHash<ClientId, bool> has;
    for (const auto &client : clients)
        has.insert(client->id, client->received == whole);
    Configuration configuration;
    configuration.endpoints.first().port = 0;
    const QDir store(folder.path());
    Server again(configuration, ServerFolders{store, store});
    const qint64 got = std::ranges::count(has, true);
    if (again.unfinishedSends().isEmpty()) {
        // Before the record was written nothing goes out; after the last copy it is over.
        qInfo("killed when %lld of %d had it: no record", got, count);
        QVERIFY(got == 0 || got == count);
        return;
    }
    QCOMPARE(again.unfinishedSends().size(), 1);
    const SendRecord record = again.unfinishedSends().first();
    QCOMPARE(record.signal.payload, QByteArray(size, 'x'));
    QVERIFY(record.isExact);
    int unknown = 0;
    qsizetype listed = 0;
    for (const SentCopy &copy : record.copies) {
        QVERIFY(has.contains(copy.client));
        ++listed;
        if (copy.receipt == Receipt::Leaving)
            ++unknown;
        else
            QCOMPARE(copy.receipt == Receipt::Done, has.take(copy.client));
        has.remove(copy.client);
    }
    if (record.isComplete)
        QCOMPARE(listed, count);
    for (const bool hasIt : std::as_const(has))
        QVERIFY(!hasIt); // nobody who is not in the list
    QVERIFY(unknown <= 2); // one for each thread
    qInfo("killed when %lld of %d had it: the record says %u, and of %d it does not know", got,
          count, record.count(Receipt::Done), unknown);

    // and nothing of it is sent again
    again.start();
    QTRY_VERIFY(again.endpoints().first().state == EndpointState::Running);
    Listener later(again.endpoints().first().port, true);
    QTRY_VERIFY(later.isWelcome());
    QTest::qWait(50);
    QCOMPARE(later.received, 0);
    QCOMPARE(again.totals().messagesOut, 0U);
}

int runOrServe(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--serve") == 0)
        return serve(argc, argv, QString::fromLocal8Bit(argv[2]));
    const QCoreApplication application(argc, argv);
    tst_SendCrash test;
    return QTest::qExec(&test, argc, argv);
}
SIGNALBOX_TEST_WITH_MAIN(tst_SendCrash, runOrServe)

#include "tst_sendcrash.moc"
