#include "core/server/server.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

QByteArray maskedFrame(int opcode, const QByteArray &payload)
{
    QByteArray frame;
    frame += char(0x80 | opcode);
    if (payload.size() < 126) {
        frame += char(0x80 | payload.size());
    } else if (payload.size() < 65536) {
        frame += char(0x80 | 126);
        frame += char(payload.size() >> 8);
        frame += char(payload.size());
    } else {
        frame += char(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8)
            frame += char(quint64(payload.size()) >> shift);
    }
    return frame + QByteArray(4, '\0') + payload; // a mask of zeros
}

/// A client that decides what leaves in one write, and when it reads.
class RawPeer final
{
public:
    RawPeer(quint16 port, const QByteArray &path)
    {
        m_socket.connectToHost(u"127.0.0.1"_s, port);
        m_socket.write("GET " + path
                       + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                         "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }
    bool waitForOpen()
    {
        return QTest::qWaitFor([this] {
            const QByteArray head = m_socket.peek(4096);
            const qsizetype end = head.indexOf("\r\n\r\n");
            if (end < 0)
                return false;
            m_socket.read(end + 4);
            return true;
        });
    }
    /// Keeps the system from taking more for it than this.
    void readAtMost(qint64 size) { m_socket.setReadBufferSize(size); }
    void write(const QByteArray &bytes) { m_socket.write(bytes); }
    void sendTexts(const QByteArrayList &texts)
    {
        QByteArray bytes;
        for (const QByteArray &text : texts)
            bytes += maskedFrame(1, text);
        m_socket.write(bytes);
    }
    /// The texts that have come; a close frame as "close" and its code.
    QByteArrayList received()
    {
        m_input += m_socket.readAll();
        for (;;) {
            const auto at = [this](qsizetype i) { return quint8(m_input[i]); };
            if (m_input.size() < 2)
                break;
            quint64 size = at(1);
            const int more = size == 126 ? 2 : size == 127 ? 8 : 0;
            if (m_input.size() < 2 + more)
                break;
            if (more > 0)
                size = 0;
            for (int i = 0; i < more; ++i)
                size = size << 8 | at(2 + i);
            if (quint64(m_input.size()) < 2 + more + size)
                break;
            const QByteArray payload = m_input.mid(2 + more, qsizetype(size));
            if ((at(0) & 15) == 1)
                m_received << payload;
            else if ((at(0) & 15) == 8)
                m_received << "close "
                                  + QByteArray::number(quint8(payload[0]) << 8
                                                       | quint8(payload[1]));
            m_input.remove(0, 2 + more + qsizetype(size));
        }
        return m_received;
    }

private:
    QTcpSocket m_socket;
    QByteArray m_input;
    QByteArrayList m_received;
};

QByteArray direct(const QByteArray &text)
{
    return "{\"message\":\"" + text + "\",\"direct\":true}";
}

QByteArray toAll(const QByteArray &text)
{
    return "{\"message\":\"" + text + "\"}";
}

} // namespace

/// What leaves together leaves in the right order, and whole.
class tst_Deliveries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_server.reset(); }

    void keepsTheOrderOfOneRead_data();
    void keepsTheOrderOfOneRead();
    void keepsTheOrderOfSignalAndClose();
    void losesNothingOfASlowReader();
    void countsEachSignalOfOneTurn();

private:
    quint16 port() const { return quint16(QUrl(m_server->endpoint(u"local"_s)->url).port()); }

    QTemporaryDir m_folder;
    std::unique_ptr<Server> m_server;
};

void tst_Deliveries::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    Configuration configuration;
    configuration.journal.enabled = false; // the numbers of rows go on from the last run
    configuration.threads = 1;
    configuration.endpoints.first().port = 0;
    configuration.endpoints.first().errors = true;
    const QDir folder(m_folder.path());
    m_server = std::make_unique<Server>(configuration, ServerFolders{folder, folder});
    m_server->setFeedWanted(true);
    QSignalSpy started(m_server.get(), &Server::started);
    m_server->start();
    QVERIFY(started.wait());
}

void tst_Deliveries::keepsTheOrderOfOneRead_data()
{
    QTest::addColumn<QByteArrayList>("sent"); // by "me" on /a, in one write
    QTest::addColumn<QByteArrayList>("mine"); // what "me" gets
    QTest::addColumn<QByteArrayList>("theirs"); // what "other" on /b gets
    QByteArrayList many;
    QByteArrayList numbers;
    for (int i = 0; i < 200; ++i) {
        numbers << QByteArray::number(i);
        many << toAll(numbers.last());
    }
    QTest::newRow("many for all") << many << numbers << numbers;
    QTest::newRow("for all, for one, for a path")
        << QByteArrayList{toAll("1"), direct("2"),
                          toAll("3"), "{\"message\":\"4\",\"path\":\"/b\"}",
                          toAll("5"), toAll("6")}
        << QByteArrayList{"1", "2", "3", "5", "6"} << QByteArrayList{"1", "3", "4", "5", "6"};
    QTest::newRow("an error comes behind what went before it")
        << QByteArrayList{direct("1"), "{}", direct("2"), toAll("3")}
        << QByteArrayList{"1", "{\"error\":", "2", "3"} << QByteArrayList{"3"};
    QTest::newRow("large and small")
        << QByteArrayList{toAll("1"), toAll(QByteArray(200'000, 'x')), toAll("2"), direct("3"),
                          toAll(QByteArray(200'000, 'y'))}
        << QByteArrayList{"1", QByteArray(200'000, 'x'), "2", "3", QByteArray(200'000, 'y')}
        << QByteArrayList{"1", QByteArray(200'000, 'x'), "2", QByteArray(200'000, 'y')};
}

void tst_Deliveries::keepsTheOrderOfOneRead()
{
    QFETCH(QByteArrayList, sent);
    QFETCH(QByteArrayList, mine);
    QFETCH(QByteArrayList, theirs);
    RawPeer me(port(), "/a");
    RawPeer other(port(), "/b");
    QVERIFY(me.waitForOpen() && other.waitForOpen());
    me.sendTexts(sent);
    const auto compare = [](RawPeer &peer, const QByteArrayList &expected) {
        QTRY_COMPARE(peer.received().size(), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i)
            QVERIFY2(
                peer.received().at(i).startsWith(expected.at(i)),
                peer.received().at(i).first(std::min<qsizetype>(80, peer.received().at(i).size())));
    };
    compare(me, mine);
    compare(other, theirs);
    m_server->send({"end", {}}); // and nothing more
    mine << "end";
    theirs << "end";
    compare(me, mine);
    compare(other, theirs);
}

void tst_Deliveries::keepsTheOrderOfSignalAndClose()
{
    RawPeer me(port(), "/a");
    QVERIFY(me.waitForOpen());
    me.write(maskedFrame(1, direct("1")) + maskedFrame(1, toAll("2")) + maskedFrame(8, "\x03\xe8"));
    QTRY_COMPARE(me.received(), (QByteArrayList{"1", "2", "close 1000"}));

    RawPeer other(port(), "/b");
    QVERIFY(other.waitForOpen());
    QList<ClientId> ids;
    const auto look = [&] {
        for (const ClientInfo &info : m_server->takeFeed().joined)
            if (info.path == "/b"_L1)
                ids << info.id;
        return ids.size() == 1;
    };
    QTRY_VERIFY(look());
    m_server->send({"1", {}});
    m_server->send({"2", {.path = u"/b"_s}});
    m_server->closeClients(ids, 4000, u"bye"_s);
    m_server->send({"3", {}});
    QTRY_COMPARE(other.received(), (QByteArrayList{"1", "2", "close 4000"}));
}

void tst_Deliveries::losesNothingOfASlowReader()
{
    RawPeer me(port(), "/a");
    RawPeer slow(port(), "/b");
    QVERIFY(me.waitForOpen() && slow.waitForOpen());
    slow.readAtMost(1024);
    QByteArrayList texts;
    QByteArrayList expected;
    for (int i = 0; i < 60; ++i) { // 3 MB: less than may wait, more than the system takes
        expected << QByteArray::number(i) + QByteArray(50'000, 'x');
        texts << toAll(expected.last());
    }
    me.sendTexts(texts);
    QTRY_COMPARE(me.received().size(), expected.size());
    QVERIFY(slow.received().size() < expected.size());
    slow.readAtMost(0);
    QTRY_COMPARE(slow.received().size(), expected.size());
    QCOMPARE(slow.received(), expected);
    QCOMPARE(m_server->totals().clients, 2U);
    QTRY_COMPARE(m_server->totals().queuedBytes, 0U);
    QCOMPARE(m_server->totals().messagesOut, 120U);
}

void tst_Deliveries::countsEachSignalOfOneTurn()
{
    RawPeer me(port(), "/a");
    RawPeer other(port(), "/b");
    QVERIFY(me.waitForOpen() && other.waitForOpen());
    me.sendTexts(
        {toAll("1"), direct("22"), toAll("333"), "{\"message\":\"x\",\"path\":\"/none\"}"});
    QTRY_COMPARE(me.received().size(), 4); // the last is told as an error
    QTRY_COMPARE(m_server->totals().messagesOut, 5U);
    QCOMPARE(m_server->totals().bytesOut, 2U + 2U + 6U);
    QList<quint32> counts;
    QList<quint64> causes;
    quint64 sequence = 0;
    for (const LogEntry &entry : m_server->takeFeed().entries) {
        QCOMPARE(entry.sequence, ++sequence);
        if (entry.kind == LogKind::In
            || (entry.kind == LogKind::Out && entry.why != Why::ErrorReply))
            counts << entry.count;
        if (entry.kind == LogKind::Out)
            causes << entry.sequence - entry.cause;
    }
    QCOMPARE(counts, (QList<quint32>{2, 2, 1, 1, 2, 2, 0}));
    QCOMPARE(causes, (QList<quint64>{1, 1, 1, 1}));
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Deliveries)

#include "tst_deliveries.moc"
