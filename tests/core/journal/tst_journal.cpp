#include "core/journal/journal.h"
#include "core/log/feed.h"
#include "journalfiles.h"
#include "tests/support/testprogram.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

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
    void givesWayToOthers_data();
    void givesWayToOthers();
    void changesTheFile();
    void saysThatADamagedFileWasSetAside();
    void findsDamageThatDoesNotKeepItFromWriting();
    void tellsTheFeedsGap();
    void countsWhatItCannotSave();
    void aFileThatIsGoneIsMadeAnew_data();
    void aFileThatIsGoneIsMadeAnew();
    void nothingIsLostBetweenTwoFiles();
    void whatAnEndpointDoesIsLeftOut();
    void keepsLargePayloadsWhole();
    void cutsWhatTheFileHasNoRoomFor();
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

void tst_Journal::givesWayToOthers_data()
{
    QTest::addColumn<int>("nicer"); // than the test was started
    QTest::newRow("of a program like others") << 0;
    QTest::newRow("of a program that gives way itself") << 7;
}
void tst_Journal::givesWayToOthers()
{
#ifdef Q_OS_LINUX
    QFETCH(int, nicer);
    const int before = ::getpriority(PRIO_PROCESS, 0);
    const auto restore = qScopeGuard([before] { ::setpriority(PRIO_PROCESS, 0, before); });
    ::setpriority(PRIO_PROCESS, 0, before + nicer);
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
    const int later = std::min(19, ::getpriority(PRIO_PROCESS, 0) + 5);
    QVERIFY(niceness.contains("journal"));
    QCOMPARE(niceness["journal"], later);
    QVERIFY(!niceness.contains("journal sync") || niceness["journal sync"] == later);
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

void tst_Journal::aFileThatIsGoneIsMadeAnew_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("removed, with what belongs to it") << u"the file was removed"_s;
    QTest::newRow("removed alone") << u"the file was removed"_s;
    QTest::newRow("emptied") << u"the file was emptied"_s;
}
void tst_Journal::aFileThatIsGoneIsMadeAnew()
{
    const QString row = QString::fromLatin1(QTest::currentDataTag());
    start();
    QSignalSpy statuses(m_journal.get(), &Journal::statusChanged);
    add(17, "of the first file");
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    QTRY_VERIFY(QFileInfo(m_file).size() > 0); // once a second it goes there from beside it
    add(1, "of the first file");
    QTRY_COMPARE(entriesIn(m_file).size(), 18);
    if (row == u"emptied"_s)
        QVERIFY(QFile::resize(m_file, 0));
    else
        QVERIFY(QFile::remove(m_file));
    if (row.contains(u"belongs"_s)) {
        for (const QString &suffix : {u"-wal"_s, u"-shm"_s})
            QVERIFY(QFile::remove(m_file + suffix));
    }
    const auto hasFailed = [&statuses] {
        return std::any_of(statuses.begin(), statuses.end(), [](const QList<QVariant> &status) {
            return status.first().value<JournalStatus>().state == State::Failed;
        });
    };
    QTRY_VERIFY(hasFailed());
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    add(5, "of the second file");
    m_journal.reset();

    QCOMPARE(verdictOn(m_file), u"ok"_s);
    QMap<QByteArray, int> saved;
    LogEntry failed;
    LogEntry resumed;
    for (const LogEntry &entry : entriesIn(m_file)) {
        ++saved[entry.payload];
        if (entry.why == Why::JournalFailed)
            failed = entry;
        if (entry.why == Why::JournalResumed)
            resumed = entry;
    }
    QCOMPARE(saved.value("of the second file"), 5);
    // what was written in the last moment is in the new one
    QFETCH(QString, what);
    QCOMPARE(failed.detail, QString(what + u"; rows that were in it: "_s
                                    + QString::number(18 - saved.value("of the first file"))));
    QCOMPARE(resumed.kind, LogKind::Note);
    QCOMPARE(resumed.count, 0U); // none is missing between the two
}

/// What was written after the file had gone, and before that was seen, is in the new one.
void tst_Journal::nothingIsLostBetweenTwoFiles()
{
    start();
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    int resumed = 0;
    bool hadFailed = false;
    connect(m_journal.get(), &Journal::statusChanged, this, [&](const JournalStatus &status) {
        resumed += hadFailed && status.state == State::Writing;
        hadFailed = status.state == State::Failed;
    });
    quint64 added = 0;
    for (int round = 0; round < 5; ++round) {
        const quint64 before = added;
        while (added < before + 3'000) { // it goes in the middle of them
            if (added == before + 1'500)
                QVERIFY(QFile::remove(m_file));
            add(1, QByteArray::number(++added));
        }
        // not while the new one is being opened: what cannot be opened is tried again later
        QTRY_COMPARE_WITH_TIMEOUT(resumed, round + 1, 20'000);
    }
    m_journal.reset();
    // of the last file all that came after the one before it had gone
    QMap<QByteArray, int> saved;
    for (const LogEntry &entry : entriesIn(m_file))
        ++saved[entry.payload];
    for (quint64 number = added - 1'499; number <= added; ++number)
        QCOMPARE(saved.value(QByteArray::number(number)), 1);
}

void tst_Journal::whatAnEndpointDoesIsLeftOut()
{
    m_journal = std::make_unique<Journal>(*m_feed);
    m_journal->setSettings({.fileName = m_file, .leaveOut = {u"class"_s}});
    const auto from = [this](const QString &endpoint, const QByteArray &payload) {
        LogEntry entry = message(0, payload);
        entry.endpoint = endpoint;
        return m_feed->add(entry);
    };
    from(u"local"_s, "of the others");
    from(u"class"_s, "of the class");
    from({}, "of the window");
    from(u"class"_s, "of the class");
    QTRY_COMPARE(m_journal->status().state, State::Writing);
    QTRY_COMPARE(entriesIn(m_file).size(), 2);
    m_journal->setSettings({.fileName = m_file}); // what came before stays left out
    QList<quint64> later;
    const auto isOneMoreSaved = [&] { // from when on is for the journal's thread to say
        later += from(u"class"_s, "of a class that is kept");
        return entriesIn(m_file).size() > 2;
    };
    QTRY_VERIFY(isOneMoreSaved());
    for (int i = 0; i < 10; ++i)
        later += from(u"class"_s, "of a class that is kept");
    m_journal.reset();
    const QList<LogEntry> saved = entriesIn(m_file);
    QCOMPARE(saved.at(0).payload, "of the others"_ba);
    QCOMPARE(saved.at(1).payload, "of the window"_ba);
    QList<quint64> kept;
    for (const LogEntry &entry : saved.sliced(2))
        kept += entry.sequence;
    QVERIFY(kept.size() > 10);
    QCOMPARE(kept, later.last(kept.size())); // from then on all, and nothing else
}

void tst_Journal::keepsLargePayloadsWhole()
{
    start(512 * 1024 * 1024);
    const QByteArray large(1024 * 1024, 'x');
    add(20, large);
    m_journal.reset();
    const QList<LogEntry> entries = entriesIn(m_file);
    QCOMPARE(entries.size(), 20);
    for (const LogEntry &entry : entries) {
        QCOMPARE(entry.payload, large);
        QVERIFY(!entry.isCut());
        QVERIFY(entry.sha256.isEmpty());
    }
}

/// A row may take an eighth of the file, so that it does not push all others out.
void tst_Journal::cutsWhatTheFileHasNoRoomFor()
{
    start(1024 * 1024);
    const QByteArray large(1024 * 1024, 'x');
    add(1, large);
    add(1, large.first(100));
    m_journal.reset();
    const QList<LogEntry> entries = entriesIn(m_file);
    QCOMPARE(entries.size(), 2);
    QVERIFY(entries[0].isCut());
    QCOMPARE(entries[0].payload, large.first(128 * 1024));
    QCOMPARE(entries[0].size, quint64(large.size()));
    QCOMPARE(entries[0].sha256, QCryptographicHash::hash(large, QCryptographicHash::Sha256));
    QVERIFY(!entries[1].isCut());
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

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Journal)
#include "tst_journal.moc"
