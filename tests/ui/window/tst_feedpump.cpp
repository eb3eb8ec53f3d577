#include "core/server/server.h"
#include "ui/clients/clientdirectory.h"
#include "ui/feedpump.h"
#include "ui/widgets/timeslice.h"
#include "windowfixture.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::chrono::milliseconds)

class tst_FeedPump : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

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
        const QTemporaryDir folder;
        const QDir files(folder.path());
        Configuration configuration = WindowFixture::onFreePort();
        for (const QString &limit : {u"messagesPerSecond"_s, u"bytesPerSecond"_s})
            configuration.limits[limit] = 0;
        Server server(configuration, ServerFolders{files, files});
        QSignalSpy started(&server, &Server::started);
        server.start();
        QVERIFY(!started.isEmpty() || started.wait());
        server.setFeedWanted(true);
        Peer peer(QUrl(server.endpoints().first().url));
        QVERIFY(peer.waitForOpen());
        for (quint64 i = 0; i < Messages; ++i)
            peer.send(u"{\"message\":1,\"direct\":true}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(server.totals().messagesOut, Messages, 60'000);

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
};

QTEST_MAIN(tst_FeedPump)
#include "tst_feedpump.moc"
