#include "core/journal/journal.h"
#include "core/log/feed.h"
#include "core/routes/scriptworker.h"
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
#include <malloc.h>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

namespace {

using Act = void (*)(Server &, const ClientId &);

constexpr int Long = 20'000; // ms; a new process on a busy machine

constexpr qsizetype MiB = 1024 * 1024;
constexpr std::string_view MessageOfLog = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

std::atomic<bool> standsStill{false};
std::atomic<int> waiting{0}; ///< threads that write
std::atomic<int> statesWritten{0}; ///< since the disk stood still

/// Lets the disk go on, at the latest at the end of its scope: whoever writes is waited for then.
class Disk
{
    Q_DISABLE_COPY_MOVE(Disk)
public:
    Disk()
    {
        statesWritten = 0;
        standsStill = true;
    }
    ~Disk() { goOn(); }
    void goOn() { standsStill = false; }
};

void waitForDisk()
{
    ++waiting;
    while (standsStill)
        QThread::msleep(1);
    --waiting;
}

bool isState(std::string_view name)
{
    return name.ends_with("/script-state.json");
}

bool countsMemory()
{
#ifdef __SANITIZE_ADDRESS__
    return false;
#else
    return true;
#endif
}

/// Of what this thread has taken, what is in use.
size_t usedBytes()
{
    const struct mallinfo2 info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
}

/// `result`: of the system call that gave a file its name.
int named(long result, const char *name)
{
    if (result == 0 && isState(name))
        ++statesWritten;
    return int(result);
}

} // namespace

/// Instead of the C library's: a disk that stands still where records of sends are written.
extern "C" int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const bool hasMode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    const auto mode = mode_t(hasMode ? va_arg(arguments, int) : 0);
    va_end(arguments);
    if ((flags & O_CREAT) != 0 && std::strstr(path, "/sending/") != nullptr)
        waitForDisk();
    return int(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

/// And where the scripts' state gets its name, be there one before or not.
extern "C" int rename(const char *from, const char *to)
{
    if (isState(to))
        waitForDisk();
    return named(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), to);
}
extern "C" int linkat(int fromFolder, const char *from, int toFolder, const char *to, int flags)
{
    if (isState(to))
        waitForDisk();
    return named(::syscall(SYS_linkat, fromFolder, from, toFolder, to, flags), to);
}

/// And where messages of the log are written.
extern "C" ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset)
{
    const std::string_view page(static_cast<const char *>(bytes), count);
    if (standsStill && page.find(MessageOfLog) != std::string_view::npos)
        waitForDisk();
    return ::syscall(SYS_pwrite64, file, bytes, count, offset);
}

/// What is sent by hand, and what timers send, when the disk takes its time. The script process is
/// this very program.
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
        QTRY_COMPARE_WITH_TIMEOUT(waiting, 1, Long);
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

    void timersKeepTimeWhileAStateIsWritten()
    {
        Configuration configuration = scripted();
        TimerConfig beat;
        beat.name = u"beat"_s;
        beat.interval = 20ms;
        beat.action = ClockSignal{.value = "\"beat\"", .path = u"/clock"_s};
        configuration.timers = {beat};
        const auto server = start(configuration);
        Peer clock(url(*server, u"clock"_s));
        Peer peer(url(*server, u"n"_s));
        QVERIFY(clock.waitForOpen() && peer.waitForOpen());
        QTRY_VERIFY(!clock.received.isEmpty());
        Disk disk;
        peer.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(peer.received, QStringList{u"1"_s}, Long);
        QTRY_COMPARE_WITH_TIMEOUT(waiting, 1, Long);
        const qsizetype before = clock.received.size();
        QTRY_VERIFY_WITH_TIMEOUT(clock.received.size() >= before + 10, Long);
        peer.send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(peer.received, (QStringList{u"1"_s, u"2"_s}), Long);
        QVERIFY(standsStill);
        disk.goOn();
        QTRY_COMPARE_WITH_TIMEOUT(savedState(), "{\"n\":2}\n"_ba, Long);
    }

    void aStateDoesNotQueueForTheDisk()
    {
        auto server = start(scripted());
        Disk disk;
        for (int n = 1; n <= 20; ++n)
            server->setScriptState("{\"n\":" + QByteArray::number(n) + '}');
        QTRY_COMPARE_WITH_TIMEOUT(server->scriptState(), "{\"n\":20}"_ba, Long);
        QTRY_COMPARE_WITH_TIMEOUT(waiting, 1, Long); // never two of one file at a time
        disk.goOn();
        server.reset();
        QCOMPARE(savedState(), "{\"n\":20}\n"_ba);
        QCOMPARE(statesWritten, 2); // the one under way, and the newest
    }

    void aLogThatStandsStillCostsWhatMayWaitForIt()
    {
        if (!countsMemory())
            QSKIP("the memory of a program under a sanitizer says nothing");
        Feed feed;
        feed.setJournaled(true);
        const size_t before = usedBytes();
        fill(feed, 200);
        Journal journal(feed);
        Disk disk;
        journal.setSettings({.fileName = m_folder->filePath(u"journal.db"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(waiting, 1, Long);
        fill(feed, 400);
        const auto grown = qsizetype(usedBytes() - before);
        qInfo() << "a log that stands still: memory +" << grown / MiB << "MiB";
        QVERIFY(grown > Feed::MaxBytes / 2); // it is what this measures
        QVERIFY(grown < Feed::MaxBytes + 32 * MiB);
    }

private:
    static void fill(Feed &feed, int messages)
    {
        LogEntry entry;
        entry.size = MiB;
        for (int i = 0; i < messages; ++i) {
            entry.payload = QByteArray(MiB, MessageOfLog.front());
            feed.add(entry);
        }
    }
    QByteArray savedState() const
    {
        QFile file(m_folder->filePath(u"script-state.json"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static Configuration scripted()
    {
        Configuration configuration;
        configuration.signalRoutes = {
            {.path = u"/n"_s,
             .script = {.source = u"state.n = (state.n || 0) + 1; reply(state.n)"_s}}};
        return configuration;
    }
    static void begin(SendRecords &records, quint64 request)
    {
        QVERIFY(records.begin(request, {"hello", {}}, 1, 1));
        records.write(request);
    }
    std::unique_ptr<Server> start(Configuration configuration = {})
    {
        configuration.endpoints.first().port = 0;
        const QDir store(m_folder->path());
        auto server = std::make_unique<Server>(configuration, ServerFolders{store, store});
        QSignalSpy started(server.get(), &Server::started);
        server->start();
        if (!started.wait(30'000))
            qFatal("the server does not start");
        return server;
    }
    static QUrl url(const Server &server, const QString &path = {})
    {
        return QUrl(u"ws://127.0.0.1:%1/%2"_s.arg(server.endpoints().first().port).arg(path));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

int main(int argc, char **argv)
{
    if (isScriptWorker(argc, argv))
        return runScriptWorker(argc, argv);
    QCoreApplication application(argc, argv);
    tst_SlowDisk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_slowdisk.moc"
