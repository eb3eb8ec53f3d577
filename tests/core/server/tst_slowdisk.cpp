#include "core/server/sendrecords.h"
#include "core/server/server.h"
#include "core/server/serverstate.h"
#include "tests/core/server/peer.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>
#include <cstdarg>
#include <cstring>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

using Act = void (*)(Server &, const ClientId &);

std::atomic<bool> standsStill{false};
std::atomic<bool> isWaitedFor{false};

/// Lets the disk go on, at the latest at the end of its scope: whoever writes is waited for then.
class Disk
{
    Q_DISABLE_COPY_MOVE(Disk)
public:
    Disk() { standsStill = true; }
    ~Disk() { goOn(); }
    void goOn() { standsStill = isWaitedFor = false; }
};

} // namespace

/// Instead of the C library's: a disk that stands still where records of sends are written.
extern "C" int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = mode_t((flags & O_CREAT) != 0 ? va_arg(arguments, int) : 0);
    va_end(arguments);
    if (standsStill && (flags & O_CREAT) != 0 && std::strstr(path, "/sending/") != nullptr) {
        isWaitedFor = true;
        while (standsStill)
            QThread::msleep(1);
    }
    return int(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

/// What is sent by hand when the disk takes its time.
class tst_SlowDisk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void sendsWaitForTheirRecords()
    {
        SendRecords records{QDir(m_folder->path())};
        Disk disk;
        QSignalSpy maySend(&records, &SendRecords::maySend);
        begin(records, 1);
        begin(records, 2);
        records.write(3); // never begun
        QTRY_VERIFY(isWaitedFor);
        QTest::qWait(300);
        QCOMPARE(maySend.size(), 0);
        disk.goOn();
        QTRY_COMPARE(maySend.size(), 3);
        QCOMPARE(maySend.at(0), (QVariantList{quint64(1), true}));
        QCOMPARE(maySend.at(1), (QVariantList{quint64(2), true}));
        QCOMPARE(maySend.at(2), (QVariantList{quint64(3), false}));
    }

    void butNotForever()
    {
        SendRecords records{QDir(m_folder->path())};
        Disk disk;
        QSignalSpy maySend(&records, &SendRecords::maySend);
        QElapsedTimer waiting;
        waiting.start();
        begin(records, 1);
        QTRY_COMPARE(maySend.size(), 1);
        QVERIFY(waiting.elapsed() >= SendRecords::MaxWait.count());
        QCOMPARE(maySend.first(), (QVariantList{quint64(1), false}));
        begin(records, 2);
        disk.goOn();
        QTRY_COMPARE(maySend.size(), 2); // and the first one not again
        QCOMPARE(maySend.last(), (QVariantList{quint64(2), true}));
        records.end(1);
        records.end(2);
        records.wait();
        QVERIFY(QDir(m_folder->filePath(u"sending"_s)).isEmpty(QDir::Files));
    }

    void norAtTheEnd()
    {
        SendRecords records{QDir(m_folder->path())};
        Disk disk;
        QSignalSpy maySend(&records, &SendRecords::maySend);
        begin(records, 1);
        begin(records, 2);
        records.stopWaiting();
        QCOMPARE(maySend.size(), 2);
        QCOMPARE(maySend.last(), (QVariantList{quint64(2), false}));
        disk.goOn();
        records.wait();
        QCoreApplication::processEvents();
        QCOMPARE(maySend.size(), 2);
    }

    void nothingGoesOutBeforeItIsWrittenDown()
    {
        const auto server = start();
        server->setFeedWanted(true);
        Disk disk;
        Peer peer(url(*server));
        QVERIFY(peer.waitForOpen());
        QTRY_COMPARE(server->totals().clients, 1U);
        QSignalSpy progressed(server.get(), &Server::sendProgressed);
        const quint64 request = server->send({"hello", {}});
        QTRY_COMPARE(progressed.size(), 1);
        QCOMPARE(progressed.last().first().value<SendResult>(),
                 (SendResult{.request = request, .isBeingRecorded = true}));
        QTest::qWait(300);
        QCOMPARE(progressed.size(), 1); // said once
        QCOMPARE(peer.received.size(), 0);
        (void)server->takeFeed();
        const WallTime before = wallTimeNow();
        disk.goOn();
        QTRY_COMPARE(peer.received, QStringList{u"hello"_s});
        QTRY_COMPARE(progressed.last().first().value<SendResult>(),
                     (SendResult{.request = request, .recipients = 1, .done = 1}));
        const LogEntries entries = server->takeFeed().entries;
        QCOMPARE(entries.size(), 1);
        QVERIFY(entries.first().at >= before); // the log says when it went out
    }

    void whatClosesActsAtOnceAndAfterwards_data()
    {
        QTest::addColumn<Act>("act");
        const auto row = [](const char *name, Act act) { QTest::newRow(name) << act; };
        row("a client is closed", [](Server &server, const ClientId &id) {
            server.closeClients({id}, 4000, u"kicked"_s);
        });
        row("its endpoint stops", [](Server &server, const ClientId &) {
            server.stopEndpoint(server.endpoints().first().name);
        });
        row("its endpoint starts anew", [](Server &server, const ClientId &) {
            server.restartEndpoint(server.endpoints().first().name);
        });
        row("its endpoint is gone", [](Server &server, const ClientId &) {
            Configuration configuration = server.configuration();
            configuration.endpoints.first().name = u"another"_s;
            server.apply(configuration);
        });
        row("the server stops", [](Server &server, const ClientId &) { server.stop(); });
    }
    void whatClosesActsAtOnceAndAfterwards()
    {
        QFETCH(Act, act);
        const auto server = start();
        server->setFeedWanted(true);
        Disk disk;
        Peer peer(url(*server));
        QVERIFY(peer.waitForOpen());
        QTRY_COMPARE(server->totals().clients, 1U);
        const FeedBatch batch = server->takeFeed();
        QCOMPARE(batch.joined.size(), 1);
        server->send({"good", {}});
        server->send({"bye", {}});
        act(*server, batch.joined.first().id);
        QTRY_VERIFY(peer.isClosed());
        QCOMPARE(peer.received, (QStringList{u"good"_s, u"bye"_s}));
        QVERIFY(standsStill);
    }

private:
    static void begin(SendRecords &records, quint64 request)
    {
        QVERIFY(records.begin(request, {"hello", {}}, 1, 1));
        records.write(request);
    }
    std::unique_ptr<Server> start()
    {
        Configuration configuration;
        configuration.endpoints.first().port = 0;
        const QDir store(m_folder->path());
        auto server = std::make_unique<Server>(configuration, ServerFolders{store, store});
        QSignalSpy started(server.get(), &Server::started);
        server->start();
        if (!started.wait(30'000))
            qFatal("the server does not start");
        return server;
    }
    static QUrl url(const Server &server)
    {
        return QUrl(u"ws://127.0.0.1:%1/"_s.arg(server.endpoints().first().port));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(tst_SlowDisk)
#include "tst_slowdisk.moc"
