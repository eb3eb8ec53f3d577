#include "core/journal/journalreader.h"
#include "core/journal/journalstore.h"
#include "journalfiles.h"
#include "tests/core/filecontent.h"
#include "tests/support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// What a power cut leaves: everything that was synced, and of what came after it any part, in any
/// state. The files are copied while the journal is open, and their tail is spoilt.
class tst_JournalPowerCut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"journal.db"_s);
        m_entries = randomEntries(2 * Synced, 5);
    }

    void keepsWhatWasSynced_data();
    void keepsWhatWasSynced();
    void aTakeoverCutShortLosesNothing_data();
    void aTakeoverCutShortLosesNothing();

private:
    static constexpr int Synced = 1'000; // entries; as many come after them
    static constexpr int Batch = 50; // entries in a transaction

    void append(JournalStore &store, int from, int to) const;
    QString leaveBehind(const QByteArray &database, const QByteArray &log) const;
    void verify(const QString &fileName, int atLeast, int atMost) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    QList<LogEntry> m_entries;
};

void tst_JournalPowerCut::append(JournalStore &store, int from, int to) const
{
    for (int i = from; i < to; i += Batch)
        QVERIFY(store.append(m_entries.constData() + i, m_entries.constData() + i + Batch));
}

/// The files as they are found after the cut.
QString tst_JournalPowerCut::leaveBehind(const QByteArray &database, const QByteArray &log) const
{
    const QString name = m_folder->filePath(u"after/journal.db"_s);
    QDir().mkpath(QFileInfo(name).absolutePath());
    for (const auto &[suffix, content] : {std::pair{u""_s, database}, std::pair{u"-wal"_s, log}}) {
        QFile file(name + suffix);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qWarning("cannot write %s", qPrintable(file.fileName()));
    }
    return name;
}

/// The journal opens, has the first entries without a hole, and goes on.
void tst_JournalPowerCut::verify(const QString &fileName, int atLeast, int atMost) const
{
    JournalStore store;
    const Status opened = store.open(fileName);
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
    QCOMPARE(store.setAside(), QString());
    QVERIFY(JournalStore::isWhole(fileName, std::atomic<bool>{false}));
    const QList<LogEntry> left = entriesIn(fileName);
    QVERIFY2(left.size() >= atLeast && left.size() <= atMost,
             qPrintable(QString::number(left.size())));
    QCOMPARE(left, m_entries.first(left.size()));
    const LogEntry next = message(store.lastSequence() + 1);
    QVERIFY(store.append(&next, &next + 1));
    store.close();
    QCOMPARE(entriesIn(fileName).last(), next);
    QCOMPARE(verdictOn(fileName), u"ok"_s);
}

void tst_JournalPowerCut::keepsWhatWasSynced_data()
{
    QTest::addColumn<bool>("isRead"); // by somebody else, since before the sync
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<int>("tenths"); // of the tail that came to the disk
    for (const bool isRead : {false, true}) {
        for (const QByteArray how : {"cut", "zeros", "noise", "flipped"}) {
            for (int tenths = 0; tenths <= 10; tenths += how == "cut" ? 1 : 3)
                QTest::addRow("%s after %d tenths%s", how.constData(), tenths,
                              isRead ? ", while somebody reads" : "")
                    << isRead << how << tenths;
        }
    }
}
void tst_JournalPowerCut::keepsWhatWasSynced()
{
    QFETCH(bool, isRead);
    QFETCH(QByteArray, how);
    QFETCH(int, tenths);
    JournalStore store;
    QVERIFY(store.open(m_file));
    append(store, 0, Synced / 2);
    const Result<SqlDatabase> reader = SqlDatabase::open(m_file, SqlDatabase::Mode::Read);
    QVERIFY(reader);
    Result<SqlStatement> prepared = reader.value().prepare("SELECT id FROM entry");
    QVERIFY(prepared);
    SqlStatement reading = std::move(prepared).value();
    if (isRead)
        QVERIFY(reading.step().value());
    append(store, Synced / 2, Synced);
    QVERIFY(store.sync());
    // what is read keeps the log from beginning anew
    const qsizetype synced = isRead ? contentOf(m_file + u"-wal"_s).size() : 0;
    append(store, Synced, 2 * Synced);

    const QByteArray database = contentOf(m_file);
    QByteArray log = contentOf(m_file + u"-wal"_s);
    QVERIFY(log.size() > synced);
    const qsizetype kept = synced + (log.size() - synced) * tenths / 10;
    QRandomGenerator random(quint32(tenths + 1));
    if (how == "cut")
        log.truncate(kept);
    else if (how == "flipped" && kept < log.size())
        log[kept + random.bounded(int(log.size() - kept))] ^= 1;
    else
        for (qsizetype i = kept; i < log.size(); ++i)
            log[i] = how == "zeros" ? '\0' : char(random.bounded(256));
    verify(leaveBehind(database, log), Synced, tenths == 10 ? 2 * Synced : 2 * Synced - Batch);
}

void tst_JournalPowerCut::aTakeoverCutShortLosesNothing_data()
{
    QTest::addColumn<int>("tenths"); // of the pages that came into the database
    for (int tenths = 0; tenths <= 10; tenths += 2)
        QTest::addRow("%d tenths", tenths) << tenths;
}
/// The power fails while entries are taken over from the log into the database.
void tst_JournalPowerCut::aTakeoverCutShortLosesNothing()
{
    QFETCH(int, tenths);
    constexpr qsizetype Page = 8'192;
    JournalStore store;
    QVERIFY(store.open(m_file));
    append(store, 0, Synced);
    const QByteArray before = contentOf(m_file);
    const QByteArray log = contentOf(m_file + u"-wal"_s);
    QVERIFY(store.sync());
    QByteArray database = contentOf(m_file);
    QVERIFY(database.size() > before.size() + 10 * Page);
    QRandomGenerator random(quint32(tenths + 1));
    for (qsizetype at = 0; at + Page <= database.size(); at += Page) {
        if (random.bounded(10) >= tenths)
            database.replace(at, Page,
                             at < before.size() ? before.mid(at, Page) : QByteArray(Page, '\0'));
    }
    verify(leaveBehind(database, log), Synced, Synced);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_JournalPowerCut)
#include "tst_journalpowercut.moc"
