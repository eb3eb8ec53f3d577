#include "core/journal/journalstore.h"
#include "journalfiles.h"
#include "tests/core/filecontent.h"
#include "tests/support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_JournalStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"kept/journal.db"_s);
    }

    void everythingComesBack();
    void onlyTheOwnerMayReadIt();
    void goesOnWhereItEnded();
    void damagedFilesAreSetAside_data();
    void damagedFilesAreSetAside();
    void takesWithItWhatWasAppended();
    void aWholeFileIsFoundWhole();
    void leavesOtherFilesAlone_data();
    void leavesOtherFilesAlone();
    void refusesASecondWriter();
    void dropsWhatIsTooOld();
    void dropsWhatIsTooMuch();
    void dropsNoMoreThanIsTooMuch();
    void oneRowStaysWhateverItsSize();
    void removesAll();
    void removesTheFiles();

private:
    void fill(int count, quint32 seed = 1);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    const std::atomic<bool> m_running{false};
};

void tst_JournalStore::fill(int count, quint32 seed)
{
    JournalStore store;
    QVERIFY(store.open(m_file));
    const QList<LogEntry> entries = randomEntries(count, seed, store.lastSequence() + 1);
    QVERIFY(store.append(entries.constData(), entries.constData() + entries.size()));
}

void tst_JournalStore::everythingComesBack()
{
    const QList<LogEntry> entries = randomEntries(2'000, 7);
    {
        JournalStore store;
        QVERIFY(store.open(m_file));
        QCOMPARE(store.lastSequence(), 0U);
        QVERIFY(store.append(entries.constData(), entries.constData() + entries.size()));
        QCOMPARE(store.lastSequence(), 2'000U);
        QVERIFY(store.sync());
    }
    QCOMPARE(entriesIn(m_file), entries);
    QCOMPARE(verdictOn(m_file), u"ok"_s);
}

void tst_JournalStore::onlyTheOwnerMayReadIt()
{
    fill(10);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(m_file) & others));
    JournalStore store;
    QFile::setPermissions(m_file, QFile::permissions(m_file) | QFile::ReadOther);
    QVERIFY(store.open(m_file));
    QVERIFY(!(QFile::permissions(m_file) & others));
    const LogEntry entry = message(11);
    QVERIFY(store.append(&entry, &entry + 1));
    QVERIFY(!(QFile::permissions(m_file + u"-wal"_s) & others));
}

void tst_JournalStore::goesOnWhereItEnded()
{
    QCOMPARE(JournalStore::lastSequenceIn(m_file), 0U);
    fill(10);
    QCOMPARE(JournalStore::lastSequenceIn(m_file), 10U);
    fill(5);
    QCOMPARE(entriesIn(m_file).size(), 15);
    JournalStore store;
    QVERIFY(store.open(m_file));
    QCOMPARE(store.lastSequence(), 15U);
    QVERIFY(store.setAside().isEmpty());
}

void tst_JournalStore::damagedFilesAreSetAside_data()
{
    QTest::addColumn<int>("damage");
    for (int i = 0; i < 10; ++i)
        QTest::addRow("cut after %d tenths", i) << i;
    for (int i = 0; i < 8; ++i)
        QTest::addRow("page %d overwritten", i) << 10 + i;
    for (int i = 0; i < 8; ++i)
        QTest::addRow("bits flipped, %d", i) << 20 + i;
    QTest::newRow("random bytes") << 30;
    QTest::newRow("text") << 31;
    QTest::newRow("one byte") << 32;
    QTest::newRow("zeros") << 33;
}

/// The damage is found, nothing is thrown away, and the journal goes on. A few flipped bits that
/// happen to lie in a payload leave a file that is right.
void tst_JournalStore::damagedFilesAreSetAside()
{
    QFETCH(int, damage);
    fill(3'000);
    QByteArray bytes = contentOf(m_file);
    QVERIFY(bytes.size() > 300'000);
    QRandomGenerator random{quint32(damage)};
    if (damage < 10)
        bytes.truncate(bytes.size() * damage / 10);
    else if (damage < 20)
        bytes.replace(8192 * (damage - 10), 8192, QByteArray(8192, char(damage)));
    else if (damage < 30)
        for (int i = 0; i < 200; ++i)
            bytes[random.bounded(int(bytes.size()))] ^= char(1 << random.bounded(8));
    else
        bytes = QByteArrayList{"\x01\x02\x03"_ba.repeated(50'000), "it was all here"_ba, "S"_ba,
                               QByteArray(65'536, '\0')}[damage - 30];
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(bytes);
    file.close();

    JournalStore store;
    const Status opened = store.open(m_file);
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
    if (!JournalStore::isWhole(m_file, m_running))
        QVERIFY(store.beginAnew());
    if (!store.setAside().isEmpty()) {
        const QByteArray kept = contentOf(store.setAside());
        if (damage < 20 || damage >= 30) // flipped bits may be what the store mends when it opens
            QCOMPARE(kept, bytes);
        QVERIFY(kept.size() >= bytes.size());
        QVERIFY(store.setAside().contains(u".broken-"_s));
        QCOMPARE(store.lastSequence(), 0U);
    } else {
        // what is too short to be a file of SQLite is a new one
        QVERIFY(damage == 0 || damage == 32 || (damage >= 20 && damage < 30));
    }
    const LogEntry entry = message(store.lastSequence() + 1);
    QVERIFY(store.append(&entry, &entry + 1));
    store.close();
    QCOMPARE(entriesIn(m_file).last(), entry);
    QCOMPARE(verdictOn(m_file), u"ok"_s);
}

/// What was appended before the damage was found is in the new file.
void tst_JournalStore::takesWithItWhatWasAppended()
{
    fill(30'000);
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(file.size() / 2); // the last pages, which are written to, are whole
    file.write(QByteArray(8192, 'x'));
    file.close();
    JournalStore store;
    QVERIFY(store.open(m_file));
    QVERIFY(store.setAside().isEmpty());
    QList<LogEntry> appended;
    for (quint64 i = 1; i <= 100; ++i)
        appended.append(message(30'000 + i));
    QVERIFY(store.append(appended.constData(), appended.constData() + appended.size()));
    QVERIFY(!JournalStore::isWhole(m_file, m_running));
    QVERIFY(store.beginAnew());
    QVERIFY(QFile::exists(store.setAside()));
    QCOMPARE(store.lastSequence(), 30'100U);
    const LogEntry next = message(30'101);
    QVERIFY(store.append(&next, &next + 1));
    store.close();
    QCOMPARE(entriesIn(m_file), appended + QList{next});
}

void tst_JournalStore::aWholeFileIsFoundWhole()
{
    fill(30'000);
    QVERIFY(JournalStore::isWhole(m_file, m_running));
    const std::atomic<bool> stopping{true};
    QVERIFY(JournalStore::isWhole(m_file, stopping)); // was not looked at
    QVERIFY(JournalStore::isWhole(m_file + u".absent"_s, m_running));
}

void tst_JournalStore::leavesOtherFilesAlone_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<int>("code");
    QTest::newRow("another program's")
        << "CREATE TABLE notes(text)"_ba << int(Error::Code::CannotWrite);
    QTest::newRow("a later version's")
        << "CREATE TABLE entry(x); PRAGMA application_id=1397178968; PRAGMA user_version=2"_ba
        << int(Error::Code::NotSupported);
}
void tst_JournalStore::leavesOtherFilesAlone()
{
    QFETCH(QByteArray, sql);
    {
        const auto database = SqlDatabase::open(m_file, SqlDatabase::Mode::Write);
        QVERIFY(database);
        QVERIFY(database.value().run(sql.constData()));
    }
    const QByteArray before = contentOf(m_file);
    JournalStore store;
    const Status opened = store.open(m_file);
    QVERIFY(!opened);
    QTEST(int(opened.error().code), "code");
    QVERIFY(!store.isOpen());
    QCOMPARE(contentOf(m_file), before);
}

void tst_JournalStore::refusesASecondWriter()
{
    JournalStore first;
    QVERIFY(first.open(m_file));
    JournalStore second;
    const Status opened = second.open(m_file);
    QVERIFY(!opened);
    QVERIFY(opened.error().detail.contains(u"another Signalbox"_s));
    first.close();
    QVERIFY(second.open(m_file));
}

void tst_JournalStore::dropsWhatIsTooOld()
{
    fill(10'000);
    JournalStore store;
    QVERIFY(store.open(m_file));
    const WallTime since = randomEntries(10'000, 1)[9'000].at;
    int steps = 0;
    for (;;) {
        const Result<bool> more = store.retain({.since = since, .maxBytes = 0});
        QVERIFY(more);
        if (!more.value())
            break;
        ++steps;
    }
    QCOMPARE(steps, 3); // 9,000 rows in steps of 4,000
    const QList<LogEntry> left = entriesIn(m_file);
    QCOMPARE(left.size(), 1'000);
    QCOMPARE(left.first().sequence, 9'001U);
}

void tst_JournalStore::dropsWhatIsTooMuch()
{
    constexpr qint64 MaxBytes = 1024 * 1024;
    fill(20'000);
    JournalStore store;
    QVERIFY(store.open(m_file));
    QVERIFY(store.usedBytes().value() > 2 * MaxBytes);
    while (store.retain({.since = {}, .maxBytes = MaxBytes}).value()) {
    }
    QVERIFY(store.usedBytes().value() <= MaxBytes);
    QVERIFY(store.usedBytes().value() > MaxBytes / 2); // no more than needed
    QVERIFY(store.sync());
    store.close();
    QVERIFY(QFileInfo(m_file).size() <= MaxBytes);
    const QList<LogEntry> left = entriesIn(m_file);
    QCOMPARE(left.last().sequence, 20'000U);
    QCOMPARE(left.last().sequence - left.first().sequence + 1, quint64(left.size()));
}

void tst_JournalStore::dropsNoMoreThanIsTooMuch()
{
    constexpr qint64 MaxBytes = 4 * 1024 * 1024;
    JournalStore store;
    QVERIFY(store.open(m_file));
    QList<LogEntry> entries;
    for (int i = 1; i <= 6; ++i) // a few large ones, then many small ones
        entries.append(message(quint64(i), QByteArray(1024 * 1024, 'x')));
    for (int i = 7; i <= 2'000; ++i)
        entries.append(message(quint64(i)));
    QVERIFY(store.append(entries.constData(), entries.constData() + entries.size()));
    while (store.retain({.since = {}, .maxBytes = MaxBytes}).value()) {
    }
    QVERIFY(store.usedBytes().value() <= MaxBytes);
    const quint64 first = entriesIn(m_file).first().sequence;
    QVERIFY2(first > 3 && first <= 5, qPrintable(QString::number(first)));
    QCOMPARE(store.rows().value(), qint64(2'000 - first + 1));
}

void tst_JournalStore::oneRowStaysWhateverItsSize()
{
    JournalStore store;
    QVERIFY(store.open(m_file));
    const LogEntry entry = message(1, QByteArray(3 * 1024 * 1024, 'x'));
    QVERIFY(store.append(&entry, &entry + 1));
    QVERIFY(!store.retain({.since = {}, .maxBytes = 1024 * 1024}).value());
    QCOMPARE(entriesIn(m_file), QList{entry});
}

void tst_JournalStore::removesAll()
{
    fill(20'000);
    JournalStore store;
    QVERIFY(store.open(m_file));
    QVERIFY(QFileInfo(m_file).size() > 2 * 1024 * 1024);
    LogEntry entry = message(20'001, "kept in the log beside the file");
    QVERIFY(store.append(&entry, &entry + 1));
    QVERIFY(store.removeAll());
    QVERIFY(entriesIn(m_file).isEmpty());
    QVERIFY(QFileInfo(m_file).size() < 100'000);
    QVERIFY(!contentOf(m_file + u"-wal"_s).contains(entry.payload));
    entry = message(store.lastSequence() + 1);
    QCOMPARE(entry.sequence, 20'002U);
    QVERIFY(store.append(&entry, &entry + 1));
    store.close();
    QCOMPARE(entriesIn(m_file), QList{entry});
    QCOMPARE(verdictOn(m_file), u"ok"_s);
}

void tst_JournalStore::removesTheFiles()
{
    fill(100);
    const QString aside = m_file + u".broken-20261128-101112"_s;
    QVERIFY(QFile::copy(m_file, aside));
    const QString other = m_folder->filePath(u"kept/journal.dbx"_s);
    QVERIFY(QFile::copy(m_file, other));
    {
        JournalStore store;
        QVERIFY(store.open(m_file));
        QVERIFY(!JournalStore::removeFiles(m_file)); // somebody writes it
        QVERIFY(QFile::exists(aside));
    }
    QVERIFY(JournalStore::removeFiles(m_file));
    QVERIFY(!QFile::exists(m_file));
    QVERIFY(!QFile::exists(aside));
    QVERIFY(QFile::exists(other));
    QVERIFY(JournalStore::removeFiles(m_file)); // there is nothing
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_JournalStore)
#include "tst_journalstore.moc"
