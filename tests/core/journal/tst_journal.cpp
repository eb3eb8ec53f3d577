#include "core/journal/journal.h"
#include "core/server/feed.h"
#include "journalfiles.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;
using State = JournalStatus::State;

namespace {

constexpr auto Patience = 20s; // it tries again every five seconds

} // namespace

class tst_Journal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"journal.db"_s);
        m_feed = std::make_unique<Feed>();
    }
    void cleanup() { m_journal.reset(); }

    void keepsWhatTheFeedGives();
    void numbersGoOnInTheNextRun();
    void nothingIsKeptWhileOff();
    void givesWayToOthers();
    void changesTheFile();
    void saysThatADamagedFileWasSetAside();
    void findsDamageThatDoesNotKeepItFromWriting();
    void tellsTheFeedsGap();
    void countsWhatItCannotSave();
    void aRemovedFileIsMadeAnew();
    void survivesAFullDisk();
    void keepsToItsSize();

private:
    void start(qint64 maxBytes = 0);
    void add(int count, const QByteArray &payload = "hello");
    quint64 savedOrCounted() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<Journal> m_journal;
};

void tst_Journal::start(qint64 maxBytes)
{
    m_journal = std::make_unique<Journal>(*m_feed);
    m_journal->setSettings({.fileName = m_file, .days = 0, .maxBytes = maxBytes});
}

void tst_Journal::add(int count, const QByteArray &payload)
{
    for (int i = 0; i < count; ++i)
        m_feed->add(message(0, payload));
}

/// Entries in the file, and those that its gaps tell of.
quint64 tst_Journal::savedOrCounted() const
{
    quint64 entries = 0;
    const QList<LogEntry> saved = entriesIn(m_file);
    for (const LogEntry &entry : saved)
        entries += entry.kind == LogKind::Gap ? entry.count : 1;
    return entries;
}

void tst_Journal::keepsWhatTheFeedGives()
{
    start();
    QCOMPARE(m_journal->status().state, State::Opening);
    QList<LogEntry> entries = randomEntries(10'000, 3);
    for (LogEntry &entry : entries)
        entry.sequence = m_feed->add(entry);
    m_journal.reset(); // writes what is left
    QCOMPARE(entriesIn(m_file), entries);
    QCOMPARE(verdictOn(m_file), u"ok"_s);
}

void tst_Journal::numbersGoOnInTheNextRun()
{
    start();
    add(3);
    m_journal.reset();
    m_feed = std::make_unique<Feed>();
    start();
    QCOMPARE(m_feed->add(message(0)), 4U);
    m_journal.reset();
    QCOMPARE(entriesIn(m_file).size(), 4);
}

void tst_Journal::nothingIsKeptWhileOff()
{
    m_journal = std::make_unique<Journal>(*m_feed);
    QCOMPARE(m_journal->status().state, State::Off);
    QVERIFY(!m_feed->isWanted());
    m_journal->setSettings({.fileName = m_file});
    QVERIFY(m_feed->isWanted());
    add(2);
    m_journal->setSettings({});
    QVERIFY(!m_feed->isWanted());
    QTRY_COMPARE(m_journal->status().state, State::Off);
    m_journal.reset();
    QVERIFY(entriesIn(m_file).size() <= 2);
}

void tst_Journal::givesWayToOthers()
{
#ifdef Q_OS_LINUX
    start();
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    QMap<QByteArray, int> niceness;
    for (const QString &thread :
         QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(u"/proc/self/task/%1/stat"_s.arg(thread));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        const QByteArray name = text.mid(text.indexOf('(') + 1).split(')').first();
        niceness[name] = text.mid(text.lastIndexOf(')')).split(' ').value(17).toInt();
    }
    const int mine = ::getpriority(PRIO_PROCESS, 0);
    QVERIFY(niceness.contains("journal"));
    QVERIFY(niceness["journal"] > mine);
    QVERIFY(!niceness.contains("journal sync") || niceness["journal sync"] > mine);
#else
    QSKIP("elsewhere it is told by QThread's priority");
#endif
}

void tst_Journal::changesTheFile()
{
    start();
    add(3);
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    QTRY_COMPARE(entriesIn(m_file).size(), 3);
    const QString other = m_folder->filePath(u"other.db"_s);
    m_journal->setSettings({.fileName = other});
    QCOMPARE(m_journal->status().state, State::Opening);
    QTRY_COMPARE(m_journal->status().state, State::Writing); // what comes before may be in either
    add(2);
    m_journal.reset();
    QCOMPARE(entriesIn(m_file).size(), 3);
    const QList<LogEntry> later = entriesIn(other);
    QCOMPARE(later.size(), 2);
    QCOMPARE(later.first().sequence, 4U);
}

void tst_Journal::saysThatADamagedFileWasSetAside()
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(100'000, 'x'));
    file.close();
    start();
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    m_journal.reset();
    const QList<LogEntry> entries = entriesIn(m_file);
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries.first().why, Why::JournalBroken);
    QVERIFY(QFile::exists(entries.first().detail));
}

void tst_Journal::findsDamageThatDoesNotKeepItFromWriting()
{
    start();
    add(30'000);
    m_journal.reset();
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(file.size() / 2);
    file.write(QByteArray(8192, 'x'));
    file.close();
    m_feed = std::make_unique<Feed>();
    start();
    add(10, "after the damage");
    const auto isReplaced = [this] {
        return !QDir(m_folder->path()).entryList({u"journal.db.broken-*"_s}).isEmpty();
    };
    QTRY_VERIFY(isReplaced());
    add(10, "after the repair");
    m_journal.reset();
    const QList<LogEntry> entries = entriesIn(m_file);
    QCOMPARE(entries.size(), 21);
    QCOMPARE(std::count_if(entries.begin(), entries.end(),
                           [](const LogEntry &entry) { return entry.why == Why::JournalBroken; }),
             1);
    QCOMPARE(verdictOn(m_file), u"ok"_s);
}

void tst_Journal::tellsTheFeedsGap()
{
    m_feed->setJournaled(true); // nobody takes yet
    const int many = int(Feed::MaxEntries) + 1;
    for (int i = 0; i < many; ++i)
        m_feed->add(LogEntry{});
    start();
    m_journal.reset();
    const QList<LogEntry> entries = entriesIn(m_file);
    QCOMPARE(entries.first().kind, LogKind::Gap);
    QCOMPARE(savedOrCounted(), quint64(many));
}

void tst_Journal::countsWhatItCannotSave()
{
    QVERIFY(QDir().mkpath(m_file)); // a folder is in the way
    start();
    QTRY_COMPARE(m_journal->status().state, State::Failed);
    QVERIFY(!m_journal->status().error.detail.isEmpty());
    add(1'000);
    // one more tells that it failed
    QTRY_COMPARE(m_journal->status().unsaved, 1'001U);
    QVERIFY(QDir().rmdir(m_file));
    QTRY_COMPARE_WITH_TIMEOUT(m_journal->status().state, State::Writing,
                              std::chrono::milliseconds(Patience).count());
    QCOMPARE(m_journal->status().unsaved, 0U);
    add(10);
    m_journal.reset();
    const QList<LogEntry> entries = entriesIn(m_file);
    QCOMPARE(entries.size(), 12);
    QCOMPARE(entries[0].kind, LogKind::Gap);
    QCOMPARE(entries[0].why, Why::NotSaved);
    QCOMPARE(entries[0].count, 1'001U);
    QCOMPARE(entries[0].sequence, 1'001U);
    QCOMPARE(entries[1].why, Why::JournalResumed);
    QCOMPARE(entries[1].count, 1'001U);
}

void tst_Journal::aRemovedFileIsMadeAnew()
{
    start();
    add(1);
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(m_file + suffix);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_file), 10'000);
    add(1);
    m_journal.reset();
    const QList<LogEntry> entries = entriesIn(m_file);
    QVERIFY(std::any_of(entries.begin(), entries.end(),
                        [](const LogEntry &entry) { return entry.payload == "hello"; }));
}

/// Wants the right to mount a small file system.
void tst_Journal::survivesAFullDisk()
{
#ifdef Q_OS_LINUX
    const QString disk = m_folder->filePath(u"disk"_s);
    QVERIFY(QDir().mkpath(disk));
    if (::geteuid() != 0
        || QProcess::execute(u"mount"_s,
                             {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=2m"_s, u"none"_s, disk})
               != 0)
        QSKIP("no right to mount a file system");
    const auto unmount = qScopeGuard([disk] { QProcess::execute(u"umount"_s, {u"-l"_s, disk}); });
    m_file = disk + u"/journal.db"_s;
    start();
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    quint64 added = 0;
    for (int round = 0; round < 200 && m_journal->status().state != State::Failed; ++round) {
        add(500, QByteArray(100, 'x'));
        added += 500;
        QTest::qWait(20); // for the report, not for the writing
    }
    QTRY_COMPARE(m_journal->status().state, State::Failed);
    QCOMPARE(m_journal->status().error.code, Error::Code::NoSpace);
    add(100);
    added += 100;
    QCOMPARE(QProcess::execute(u"mount"_s, {u"-o"_s, u"remount,size=64m"_s, disk}), 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_journal->status().state, State::Writing,
                              std::chrono::milliseconds(Patience).count());
    add(100);
    added += 100;
    m_journal.reset();
    // the rows that tell of the failure and of its end are entries too
    QCOMPARE(savedOrCounted(), added + 2);
    QCOMPARE(verdictOn(m_file), u"ok"_s);
#else
    QSKIP("Linux only");
#endif
}

void tst_Journal::keepsToItsSize()
{
    constexpr qint64 MaxBytes = 1024 * 1024;
    start(MaxBytes);
    for (int round = 0; round < 20; ++round)
        add(1'000, QByteArray(200, 'x'));
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    QTRY_VERIFY(!entriesIn(m_file).isEmpty() && entriesIn(m_file).last().sequence == 20'000);
    QTRY_VERIFY(m_journal->status().bytes > 0 && m_journal->status().bytes <= MaxBytes);
    QVERIFY(entriesIn(m_file).size() < 10'000);
}

QTEST_GUILESS_MAIN(tst_Journal)
#include "tst_journal.moc"
