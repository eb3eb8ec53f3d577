#include "../window/windowfixture.h"
#include "core/server/server.h"
#include "tests/support/testprogram.h"
#include "ui/model/clientdirectory.h"
#include "ui/model/feedpump.h"
#include "ui/widgets/timeslice.h"
#include "ui/widgets/turn.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QThread>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::chrono::milliseconds)

class tst_FeedPump : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Peer> m_peer;

    /// A server whose feed has so many messages, each of which came back to its sender.
    bool bring(quint64 messages)
    {
        const QDir files(m_folder.path());
        Configuration configuration = WindowFixture::onFreePort();
        for (const QString &limit : {u"messagesPerSecond"_s, u"bytesPerSecond"_s})
            configuration.limits[limit] = 0;
        m_server = std::make_unique<Server>(configuration, ServerFolders{files, files});
        QSignalSpy started(m_server.get(), &Server::started);
        m_server->start();
        if (started.isEmpty() && !started.wait())
            return false;
        m_server->setFeedWanted(true);
        m_peer = std::make_unique<Peer>(QUrl(m_server->endpoints().first().url));
        if (!m_peer->waitForOpen())
            return false;
        for (quint64 i = 0; i < messages; ++i)
            m_peer->send(u"{\"message\":1,\"direct\":true}"_s);
        return QTest::qWaitFor([&] { return m_server->totals().messagesOut == messages; }, 60'000);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup()
    {
        m_peer.reset();
        m_server.reset();
    }

    void whatNobodyCanReadIsLookedAtLessOften_data()
    {
        QTest::addColumn<qsizetype>("entries");
        QTest::addColumn<std::chrono::milliseconds>("interval");
        QTest::addColumn<std::chrono::milliseconds>("next");
        QTest::newRow("nothing") << qsizetype(0) << 40ms << 40ms;
        QTest::newRow("100 a second can be followed") << qsizetype(4) << 40ms << 40ms;
        QTest::newRow("125 a second cannot") << qsizetype(5) << 40ms << 100ms;
        QTest::newRow("a flood") << qsizetype(100'000) << 40ms << 100ms;
        QTest::newRow("still more than 100 a second") << qsizetype(11) << 100ms << 100ms;
        QTest::newRow("100 a second again") << qsizetype(10) << 100ms << 40ms;
        QTest::newRow("the flood has ended") << qsizetype(0) << 100ms << 40ms;
    }

    void whatNobodyCanReadIsLookedAtLessOften()
    {
        QFETCH(const qsizetype, entries);
        QFETCH(const std::chrono::milliseconds, interval);
        QTEST(FeedPump::intervalAfter(entries, interval), "next");
    }

    /// However much one look brings, and however long it takes whoever gets it.
    void aFloodLetsOtherEventsIn()
    {
        constexpr quint64 Messages = 10'000;
        QVERIFY(bring(Messages));
        Server &server = *m_server;

        ClientDirectory directory;
        FeedPump pump(server, directory);
        quint64 messages = 0;
        quint64 last = 0;
        int handedOver = 0;
        int others = 0; // events in the same thread
        int together = 0; // handed over without one of them between
        QList<bool> moreComing;
        connect(&pump, &FeedPump::logged, this, [&](const LogEntries &entries, bool isMoreComing) {
            moreComing.append(isMoreComing);
            for (const LogEntry &entry : entries) {
                if (entry.sequence <= last)
                    QFAIL("out of order");
                last = entry.sequence;
                messages += entry.kind == LogKind::In || entry.kind == LogKind::Out;
            }
            together += others < handedOver;
            ++handedOver;
            QMetaObject::invokeMethod(
                this, [&others] { ++others; }, Qt::QueuedConnection);
            QThread::msleep(quint64(TimeSlice::Usual.count()) + 1);
        });
        pump.start();
        QTRY_COMPARE(messages, 2 * Messages);
        QCOMPARE(directory.count(), 1);
        QVERIFY(handedOver > 4);
        QCOMPARE(together, 0);
        QVERIFY(moreComing.first());
        QVERIFY(!moreComing.last());
    }

    /// What waits on the server's side is bounded: it is not kept waiting by many that take turns.
    void othersDoNotKeepTheFeedWaiting()
    {
        constexpr int Others = 20;
        constexpr unsigned long Work = 20; // milliseconds
        QVERIFY(bring(1));
        ClientDirectory directory;
        FeedPump pump(*m_server, directory);
        std::vector<std::unique_ptr<Turn>> turns;
        int done = 0;
        for (int i = 0; i < Others; ++i) {
            turns.push_back(std::make_unique<Turn>());
            connect(turns.back().get(), &Turn::came, this, [&done, turn = turns.back().get()] {
                QThread::msleep(Work);
                ++done;
                turn->ask();
            });
            turns.back()->ask();
        }
        int before = -1;
        connect(&pump, &FeedPump::logged, this, [&] {
            if (before < 0)
                before = done;
        });
        pump.start();
        QTRY_VERIFY(before >= 0);
        QVERIFY2(before < Others, qPrintable(QString::number(before)));
    }
};

SIGNALBOX_TEST(tst_FeedPump)
#include "tst_feedpump.moc"
