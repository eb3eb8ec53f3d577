#include "core/server/sendrecords.h"
#include "core/values/utc.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <span>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

Signal hello()
{
    return {"{\"message\":\"h\xC3\xA9llo\n\"}", {.path = u"/chat"_s}};
}

QStringList filesIn(const QTemporaryDir &folder)
{
    return QDir(folder.filePath(u"sending"_s)).entryList(QDir::Files);
}

/// Begins a record as a run of the program does that ends then: nothing of it is tidied up.
class KilledRun
{
public:
    explicit KilledRun(const QTemporaryDir &folder)
        : m_records(new SendRecords(QDir(folder.path())))
    {
        static auto *killed = new QList<SendRecords *>; // so that nothing counts as leaked
        killed->append(m_records);
    }
    std::shared_ptr<Receipts> begin(const Signal &signal, quint32 lists = 1)
    {
        const auto receipts = m_records->begin(++m_request, signal, 3, lists);
        m_records->write(m_request);
        m_records->wait();
        return receipts;
    }
    SendRecords &records() { return *m_records; }

private:
    SendRecords *m_records; ///< never deleted
    quint64 m_request = 0;
};

} // namespace

class tst_SendRecords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void documents_data()
    {
        QTest::addColumn<Signal>("signal");
        QTest::newRow("to all") << Signal{"x", {}};
        QTest::newRow("to a path") << hello();
        QTest::newRow("to a group") << Signal{"x", {.group = u"blue \"1\""_s}};
        QTest::newRow("to clients")
            << Signal{"x", {.clients = {ClientId::create(), ClientId::create()}}};
        QTest::newRow("nothing") << Signal{"", {}};
        QTest::newRow("line feeds and NUL") << Signal{QByteArray("\n\n\0\r\n", 5), {}};
        QTest::newRow("1 MiB") << Signal{QByteArray(1 << 20, 'a'), {}};
    }
    void documents()
    {
        QFETCH(Signal, signal);
        const SendRecord record{.signal = signal,
                                .at = QDateTime(QDate(2026, 11, 23), QTime(10, 42, 7, 123), Utc),
                                .clients = 812,
                                .memory = u"signalbox1"_s,
                                .lists = 4};
        const QByteArray document = sendDocument(record);
        const auto parsed = parseSend(document);
        QVERIFY(parsed);
        QCOMPARE(*parsed, record);
        for (const qsizetype size : {document.size() - 1, document.size() / 2, qsizetype(1)})
            if (size > 0)
                QVERIFY(!parseSend(document.first(size)));
        QVERIFY(!parseSend(document + 'x'));
    }

    void theOneThatIsDoneLeavesNothing()
    {
        const QTemporaryDir folder;
        SendRecords records{QDir(folder.path())};
        const auto receipts = records.begin(7, hello(), 2, 1);
        const QString memory = u"signalbox"_s; // its name is in the document
        QVERIFY(receipts);
        QSignalSpy maySend(&records, &SendRecords::maySend);
        records.write(7);
        records.wait();
        QVERIFY(maySend.isEmpty()); // not out of write(), nor from another thread
        QTRY_COMPARE(maySend.size(), 1);
        QCOMPARE(maySend.first(), (QVariantList{quint64(7), true}));
        QCOMPARE(filesIn(folder).size(), 1);
        QFile file(folder.filePath(u"sending/"_s + filesIn(folder).first()));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto record = parseSend(file.readAll());
        QVERIFY(record && record->memory.startsWith(memory));
        records.end(7);
        records.wait();
        QCOMPARE(filesIn(folder), QStringList());
        QVERIFY(!LastingMemory::find(record->memory));
        QVERIFY(SendRecords(QDir(folder.path())).unfinished().isEmpty());
    }

    void whatWasOnItsWayIsTold()
    {
        const QTemporaryDir folder;
        QList<SentCopy> copies;
        {
            KilledRun run(folder);
            const auto receipts = run.begin(hello());
            for (const Receipt receipt : {Receipt::Done, Receipt::Left, Receipt::Dropped,
                                          Receipt::Waiting, Receipt::Leaving, Receipt::None}) {
                copies.append({ClientId::create(), u"client %1"_s.arg(int(receipt)), receipt});
                receipts->set(receipts->enter(copies.last().client, copies.last().name), receipt);
            }
            receipts->addList();
        }
        for (int start = 0; start < 2; ++start) { // until somebody has seen it
            SendRecords records{QDir(folder.path())};
            QCOMPARE(records.unfinished().size(), 1);
            const SendRecord &record = records.unfinished().first();
            QCOMPARE(record.signal, hello());
            QCOMPARE(record.copies, copies);
            QVERIFY(record.isComplete);
            QVERIFY(record.isExact);
            QVERIFY(!LastingMemory::find(record.memory)); // no longer needed
            if (start == 1)
                records.forgetUnfinished();
        }
        QCOMPARE(filesIn(folder), QStringList());
        QVERIFY(SendRecords(QDir(folder.path())).unfinished().isEmpty());
    }

    void whatHadReachedEverybodyIsNot()
    {
        const QTemporaryDir folder;
        {
            KilledRun run(folder);
            const auto receipts = run.begin(hello());
            for (const Receipt receipt : {Receipt::Done, Receipt::Left, Receipt::Dropped})
                receipts->set(receipts->enter(ClientId::create(), u"a"_s), receipt);
            receipts->addList();
        }
        QVERIFY(SendRecords(QDir(folder.path())).unfinished().isEmpty());
        QCOMPARE(filesIn(folder), QStringList());
    }

    void aPartOfTheServerThatHadNotBegunIsMissed()
    {
        const QTemporaryDir folder;
        {
            KilledRun run(folder);
            const auto receipts = run.begin(hello(), 2);
            receipts->set(receipts->enter(ClientId::create(), u"a"_s), Receipt::Done);
            receipts->addList();
        }
        const SendRecords records{QDir(folder.path())};
        QCOMPARE(records.unfinished().size(), 1);
        QVERIFY(!records.unfinished().first().isComplete);
        QCOMPARE(records.unfinished().first().count(Receipt::Done), 1U);
    }

    void afterAPowerCutItIsWhatWasSavedLast()
    {
        const QTemporaryDir folder;
        {
            KilledRun run(folder);
            const auto receipts = run.begin(hello());
            receipts->set(receipts->enter(ClientId::create(), u"a"_s), Receipt::Done);
            const quint32 later = receipts->enter(ClientId::create(), u"b"_s);
            receipts->addList();
            run.records().saveReceipts();
            run.records().saveReceipts(); // nothing has changed
            run.records().wait();
            receipts->set(later, Receipt::Done);
            receipts->remove(); // as a computer that stops does
        }
        const SendRecords records{QDir(folder.path())};
        QCOMPARE(records.unfinished().size(), 1);
        const SendRecord &record = records.unfinished().first();
        QVERIFY(!record.isExact);
        QCOMPARE(record.count(Receipt::Done), 1U);
        QCOMPARE(record.count(Receipt::None), 1U);
    }

    void halfARecordIsNone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half a line") << QByteArray("{\"version\":1,\"by");
        QTest::newRow("half a payload") << QByteArray("{\"version\":1,\"bytes\":5}\nabc");
        QTest::newRow("another version") << QByteArray("{\"version\":2,\"bytes\":0}\n");
        QTest::newRow("noise") << QByteArray("\x01\x02\n\xFF", 4);
    }
    void halfARecordIsNone()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(u"sending"_s));
        QFile file(folder.filePath(u"sending/1.send"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QVERIFY(SendRecords(QDir(folder.path())).unfinished().isEmpty());
        QVERIFY(!file.exists());
    }

    void receiptsThatAreNoneSayNothing()
    {
        const QByteArray zeros(200, '\0');
        QVERIFY(Receipts::copiesIn(std::as_bytes(std::span(zeros))).isEmpty());
        QVERIFY(Receipts::copiesIn({}).isEmpty());
        QCOMPARE(Receipts::listsIn(std::as_bytes(std::span(zeros))), 0U);
    }

    void itIsSentWhereNothingCanBeWritten()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        SendRecords records{QDir(file.fileName())}; // a file is no folder
        QVERIFY(records.begin(1, hello(), 1, 1));
        QSignalSpy maySend(&records, &SendRecords::maySend);
        records.write(1);
        QTRY_COMPARE(maySend.size(), 1);
        QCOMPARE(maySend.first(), (QVariantList{quint64(1), false}));
        records.end(1);
    }

    void tooManyAtOnceHaveNoRecord()
    {
        const QTemporaryDir folder;
        SendRecords records{QDir(folder.path())};
        QSignalSpy maySend(&records, &SendRecords::maySend);
        constexpr qsizetype Count = SendRecords::MaxOpen + 2;
        for (qsizetype i = 0; i < Count; ++i) {
            const auto request = quint64(i + 1);
            QCOMPARE(bool(records.begin(request, hello(), 0, 1)), i < SendRecords::MaxOpen);
            records.write(request);
        }
        QTRY_COMPARE(maySend.size(), Count);
        for (qsizetype i = 0; i < Count; ++i) // those without a record do not overtake
            QCOMPARE(maySend.at(i), (QVariantList{quint64(i + 1), i < SendRecords::MaxOpen}));
        records.wait();
        QCOMPARE(filesIn(folder).size(), SendRecords::MaxOpen);
        records.end(1);
        QVERIFY(records.begin(999, hello(), 0, 1));
    }

    void whatEndsAtOnceLeavesNothing()
    {
        const QTemporaryDir folder;
        SendRecords records{QDir(folder.path())};
        for (quint64 request = 1; request <= 200; ++request) {
            QVERIFY(records.begin(request, hello(), 0, 1));
            records.write(request);
            records.end(request);
        }
        records.wait();
        QCOMPARE(filesIn(folder), QStringList());
    }

    void thereIsRoomForSomeWhoComeMeanwhile()
    {
        const QTemporaryDir folder;
        SendRecords records{QDir(folder.path())};
        const auto receipts = records.begin(1, hello(), 8, 1);
        const QString name(60, u'\u00e9'); // more than there is room for, and cut on a character
        quint32 entered = 0;
        while (receipts->enter(ClientId::create(), name) != Receipts::NoPlace)
            QVERIFY(++entered < 1000);
        QVERIFY(entered >= 9);
        QCOMPARE(quint32(receipts->copies().size()), entered);
        QCOMPARE(receipts->copies().first().name, name.first(23));
        receipts->set(Receipts::NoPlace, Receipt::Done);
        QCOMPARE(receipts->count(Receipt::None), entered);
        QCOMPARE(receipts->count(Receipt::Done), 0U);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_SendRecords)
#include "tst_sendrecords.moc"
