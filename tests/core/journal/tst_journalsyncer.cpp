#include "core/journal/journalstore.h"
#include "core/journal/journalsyncer.h"
#include "journalfiles.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestJournalSyncer : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void takesWhatWasAppendedToTheFile()
    {
        const QString file = m_folder.filePath(u"whole.db"_s);
        JournalStore store;
        begin(&store, file);
        const qint64 before = QFileInfo(file).size();
        append(&store, 1'000);
        JournalSyncer syncer;
        const QSignalSpy failed(&syncer, &JournalSyncer::failed);
        QVERIFY(syncer.begin(file));
        QTRY_VERIFY(QFileInfo(file).size() > before);
        syncer.end();
        QCOMPARE(failed.size(), 0);
    }

    void givesAnEmptiedFileNothingBack()
    {
        const QString file = m_folder.filePath(u"emptied.db"_s);
        JournalStore store;
        begin(&store, file);
        append(&store, 1'000);
        QVERIFY(QFile::resize(file, 0));
        JournalSyncer syncer;
        const QSignalSpy failed(&syncer, &JournalSyncer::failed);
        QVERIFY(syncer.begin(file));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(QFileInfo(file).size(), 0);
        store.abandon();
    }

private:
    static void begin(JournalStore *store, const QString &file)
    {
        QVERIFY(store->open(file));
        append(store, 1);
        QVERIFY(store->sync());
    }

    static void append(JournalStore *store, int count)
    {
        QList<LogEntry> entries;
        for (int i = 1; i <= count; ++i)
            entries.append(message(store->lastSequence() + quint64(i)));
        QVERIFY(store->append(entries.constData(), entries.constData() + entries.size()));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestJournalSyncer)

#include "tst_journalsyncer.moc"
