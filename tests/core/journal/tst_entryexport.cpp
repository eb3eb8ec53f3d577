#include "core/journal/entrycsv.h"
#include "core/journal/entryexport.h"
#include "core/journal/entryjson.h"
#include "core/journal/journalstore.h"
#include "journalfiles.h"
#include "tests/core/filecontent.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_EntryExport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"log.jsonl"_s);
    }

    void whatIsReadIsWhatWasWritten();
    void exportsWhatTheFilterFinds();
    void cellsAreNoFormulas_data();
    void cellsAreNoFormulas();
    void csvHasALineForEach();
    void whatWasThereStaysWhenCancelled();
    void whatWasThereStaysWhenItFails();
    void badLinesArePassedOver();
    void aFileThatIsNoneIsRefused();
    void readsTheLastOnes();

private:
    quint64 exported(const ExportOrder &order);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

quint64 tst_EntryExport::exported(const ExportOrder &order)
{
    EntryExport task;
    QSignalSpy finished(&task, &EntryExport::finished);
    task.start(order);
    return finished.wait() ? finished.first().first().toULongLong() : 0;
}

void tst_EntryExport::whatIsReadIsWhatWasWritten()
{
    const QList<LogEntry> entries = randomEntries(10'000, 5);
    QCOMPARE(exported({.fileName = m_file, .entries = entries}), 10'000U);
    const Result<EntryReading> reading = readEntries(m_file, {100'000});
    QVERIFY(reading);
    QCOMPARE(reading.value().badLines, 0U);
    QCOMPARE(reading.value().entries.size(), entries.size());
    for (qsizetype i = 0; i < entries.size(); ++i)
        QVERIFY2(reading.value().entries[i] == entries[i], entryToJson(entries[i]).constData());
    const QString again = m_folder->filePath(u"again.jsonl"_s);
    exported({.fileName = again, .entries = reading.value().entries});
    QCOMPARE(contentOf(again), contentOf(m_file));
    QVERIFY(!(QFile::permissions(m_file) & (QFile::ReadGroup | QFile::ReadOther)));
}

void tst_EntryExport::exportsWhatTheFilterFinds()
{
    const QString journal = m_folder->filePath(u"journal.db"_s);
    const QList<LogEntry> entries = randomEntries(2'000, 6);
    {
        JournalStore store;
        QVERIFY(store.open(journal));
        QVERIFY(store.append(entries.constData(), entries.constData() + entries.size()));
    }
    const LogFilter filter = LogFilter::parse(u"path:chat size>10"_s).filter;
    QList<LogEntry> wanted;
    for (const LogEntry &entry : entries) {
        if (filter.matches(entry))
            wanted.append(entry);
    }
    exported({.fileName = m_file, .journal = journal, .filter = filter});
    const Result<EntryReading> reading = readEntries(m_file, {100'000});
    QVERIFY(reading);
    QVERIFY(!wanted.isEmpty());
    QCOMPARE(reading.value().entries, wanted);
}

void tst_EntryExport::cellsAreNoFormulas_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("cell");
    QTest::newRow("plain") << "plain"_ba
                           << "plain"_ba;
    QTest::newRow("nothing") << ""_ba
                             << ""_ba;
    QTest::newRow("=") << "=1+2"_ba
                       << "'=1+2"_ba;
    QTest::newRow("+") << "+1"_ba
                       << "'+1"_ba;
    QTest::newRow("-") << "-1"_ba
                       << "'-1"_ba;
    QTest::newRow("@") << "@SUM(A1)"_ba
                       << "'@SUM(A1)"_ba;
    QTest::newRow("tab") << "\t=1"_ba
                         << "\"'\t=1\""_ba;
    QTest::newRow("line end") << "\r=1"_ba
                              << "\"'\r=1\""_ba;
    QTest::newRow("after spaces") << "  =1"_ba
                                  << "'  =1"_ba;
    QTest::newRow("inside") << "a=1"_ba
                            << "a=1"_ba;
    QTest::newRow("quotes and commas") << R"({"a":1,"b":2})"_ba
                                       << R"("{""a"":1,""b"":2}")"_ba;
    QTest::newRow("semicolon") << "a;=1"_ba
                               << "\"a;=1\""_ba;
    QTest::newRow("lines") << "a\n=1"_ba
                           << "\"a\n=1\""_ba;
}
void tst_EntryExport::cellsAreNoFormulas()
{
    QFETCH(QByteArray, text);
    QTEST(csvCell(text), "cell");
}

void tst_EntryExport::csvHasALineForEach()
{
    LogEntry entry = message(3, "=cmd");
    entry.path = u"/a,b"_s;
    exported({.fileName = m_file, .format = ExportOrder::Format::Csv, .entries = {entry}});
    QCOMPARE(contentOf(m_file),
             "\xEF\xBB\xBF"_ba + csvTitles()
                 + "3,2025-11-24T16:00:00.000003Z,in,in,ToAll,,local,\"/a,b\",bold-otter,"
                   "00000001-0002-0003-0405-060708090a0b,,text,4,,0,,,'=cmd\r\n");
    QCOMPARE(csvTitles().count(','), entryToCsv(message(1)).count(','));
}

void tst_EntryExport::whatWasThereStaysWhenCancelled()
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("precious");
    file.close();
    EntryExport task;
    QSignalSpy cancelled(&task, &EntryExport::cancelled);
    task.start({.fileName = m_file, .entries = randomEntries(10'000, 5)});
    QVERIFY(task.isRunning());
    task.cancel();
    QVERIFY(cancelled.wait());
    QVERIFY(!task.isRunning());
    QCOMPARE(contentOf(m_file), "precious"_ba);
}

void tst_EntryExport::whatWasThereStaysWhenItFails()
{
    EntryExport task;
    QSignalSpy failed(&task, &EntryExport::failed);
    task.start({.fileName = m_folder->filePath(u"no/such/folder/log.csv"_s),
                .entries = randomEntries(10, 5)});
    QVERIFY(failed.wait());
    task.start({.fileName = m_file, .journal = m_folder->filePath(u"absent.db"_s)});
    QVERIFY(failed.wait());
    QVERIFY(!QFile::exists(m_file));
}

void tst_EntryExport::badLinesArePassedOver()
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(entryToJson(message(1)) + "\n\n{\"no\":2,\"at\":\"never\"}\nnot JSON\n"
               + entryToJson(message(3)));
    file.close();
    const Result<EntryReading> reading = readEntries(m_file, {100});
    QVERIFY(reading);
    QCOMPARE(reading.value().entries, (QList{message(1), message(3)}));
    QCOMPARE(reading.value().badLines, 2U);
    QCOMPARE(reading.value().firstBadLine, 3U);
    QVERIFY(reading.value().firstProblem.detail.contains(u"at"_s));
}

void tst_EntryExport::aFileThatIsNoneIsRefused()
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("root:x:0:0\n");
    file.close();
    const Result<EntryReading> reading = readEntries(m_file, {100});
    QVERIFY(!reading);
    QCOMPARE(reading.error().code, Error::Code::BadDocument);
    QCOMPARE(readEntries(m_file + u".absent"_s, {100}).error().code, Error::Code::CannotRead);
}

void tst_EntryExport::readsTheLastOnes()
{
    exported({.fileName = m_file, .entries = randomEntries(100, 5)});
    const Result<EntryReading> reading = readEntries(m_file, {30});
    QVERIFY(reading);
    QCOMPARE(reading.value().entries.size(), 30);
    QCOMPARE(reading.value().entries.last().sequence, 100U);
    QCOMPARE(reading.value().left, 70U);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_EntryExport)
#include "tst_entryexport.moc"
