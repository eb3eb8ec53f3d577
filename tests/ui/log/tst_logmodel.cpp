#include "logentries.h"
#include "tests/support/testprogram.h"
#include "ui/log/filtertext.h"
#include "ui/log/logmodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

using Numbers = QList<quint64>;

} // namespace

class TestLogModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void memoryIsGivenBack()
    {
        LogModel model;
        model.setCapacity(1'000, LogModel::DefaultBytes);
        QList<LogEntry> first = incomingBatch(1, 1'000);
        const QByteArray payload = first[999].payload = QByteArray(100, 'x');
        model.append(std::exchange(first, {}));
        QVERIFY(!payload.isDetached());
        model.append(incomingBatch(1'001, 999));
        QVERIFY(!payload.isDetached());
        model.append(incomingBatch(2'000, 1));
        QTRY_VERIFY(payload.isDetached());
        const QByteArray skipped(100, 'y');
        QList<LogEntry> more = incomingBatch(2'001, 2'000);
        more[0].payload = skipped;
        LogEntries big = std::exchange(more, {});
        big.append(incomingBatch(4'001, 2'000));
        model.append(std::exchange(big, {}));
        QTRY_VERIFY(skipped.isDetached());
        QCOMPARE(model.total(), 1'000);
    }

    void append_data()
    {
        QTest::addColumn<QList<int>>("batches"); // sizes, in entries; the model holds 3
        QTest::addColumn<Numbers>("shown");
        QTest::addColumn<int>("removals");
        QTest::addColumn<quint64>("left");
        using Sizes = QList<int>;
        QTest::newRow("nothing") << Sizes{0} << Numbers{} << 0 << quint64(0);
        QTest::newRow("less than fits") << Sizes{2} << Numbers{1, 2} << 0 << quint64(0);
        QTest::newRow("just what fits") << Sizes{1, 2} << Numbers{1, 2, 3} << 0 << quint64(0);
        QTest::newRow("overflow drops the oldest")
            << Sizes{2, 2} << Numbers{2, 3, 4} << 1 << quint64(1);
        QTest::newRow("batch as large as the capacity")
            << Sizes{1, 3} << Numbers{2, 3, 4} << 1 << quint64(1);
        QTest::newRow("batch larger than the capacity")
            << Sizes{1, 9} << Numbers{8, 9, 10} << 1 << quint64(7);
        QTest::newRow("first batch larger than the capacity")
            << Sizes{9} << Numbers{7, 8, 9} << 0 << quint64(6);
        QTest::newRow("one after another")
            << Sizes{1, 1, 1, 1, 1} << Numbers{3, 4, 5} << 2 << quint64(2);
    }
    void append()
    {
        QFETCH(QList<int>, batches);
        LogModel model;
        model.setCapacity(3, LogModel::DefaultBytes);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        quint64 next = 1;
        int notEmpty = 0;
        for (const int size : batches) {
            model.append(incomingBatch(next, size));
            next += quint64(size);
            notEmpty += size > 0;
        }
        QTEST(sequences(model), "shown");
        QCOMPARE(inserted.size(), notEmpty); // one per batch
        QTEST(int(removed.size()), "removals");
        QTEST(model.leftMemory(), "left");
    }

    void bytesAreBounded_data()
    {
        QTest::addColumn<QList<int>>("payloads"); // bytes; the model holds 100
        QTest::addColumn<bool>("atOnce");
        QTest::addColumn<Numbers>("shown");
        using Sizes = QList<int>;
        for (const bool atOnce : {false, true}) {
            const char *how = atOnce ? "at once" : "one by one";
            QTest::addRow("just fits, %s", how) << Sizes{50, 50} << atOnce << Numbers{1, 2};
            QTest::addRow("one byte too many, %s", how)
                << Sizes{50, 50, 1} << atOnce << Numbers{2, 3};
            QTest::addRow("several leave for a big one, %s", how)
                << Sizes{10, 10, 10, 90} << atOnce << Numbers{3, 4};
            QTest::addRow("the newest stays even if too big, %s", how)
                << Sizes{10, 500} << atOnce << Numbers{2};
            QTest::addRow("it goes when another comes, %s", how)
                << Sizes{500, 10} << atOnce << Numbers{2};
            QTest::addRow("rows without bytes, %s", how)
                << Sizes{0, 100, 0} << atOnce << Numbers{1, 2, 3};
        }
    }
    void bytesAreBounded()
    {
        QFETCH(QList<int>, payloads);
        QFETCH(bool, atOnce);
        LogModel model;
        model.setCapacity(1'000, 100);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QList<LogEntry> batch;
        qint64 kept = 0;
        for (const int size : payloads)
            batch << incoming(quint64(batch.size()) + 1, QByteArray(size, 'x'));
        if (atOnce) {
            model.append(batch);
        } else {
            for (const LogEntry &entry : batch)
                model.append({entry});
        }
        QTEST(sequences(model), "shown");
        for (int row = 0; row < model.rowCount(); ++row)
            kept += model.entryAt(row).bytes();
        QCOMPARE(model.bytes(), kept);
    }

    void textsAreBounded()
    {
        LogModel model;
        model.setCapacity(1'000, 100);
        LogEntry entry = incoming(1, {});
        entry.detail = QString(30, u'x'); // 60 bytes
        model.append({entry});
        entry.sequence = 2;
        model.append({entry});
        QCOMPARE(sequences(model), QList<quint64>{2});
        QCOMPARE(model.bytes(), 60);
    }

    void capacityCanShrink()
    {
        LogModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(incomingBatch(1, 10));
        model.setCapacity(4, LogModel::DefaultBytes);
        QCOMPARE(sequences(model), (Numbers{7, 8, 9, 10}));
        model.setCapacity(100, 1); // less than one row has
        QCOMPARE(sequences(model), (Numbers{10}));
        QCOMPARE(model.leftMemory(), quint64(9));
    }

    void filterKeepsUp()
    {
        LogModel model;
        model.setCapacity(6, LogModel::DefaultBytes);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto mixed = [](quint64 first, int count) {
            QList<LogEntry> batch;
            for (quint64 i = first; i < first + quint64(count); ++i)
                batch << incoming(i, i % 2 == 0 ? "even" : "odd");
            return batch;
        };
        model.append(mixed(1, 4));
        model.setFilter(parseFilter(u"even"_s).filter);
        QCOMPARE(sequences(model), (Numbers{2, 4}));
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        model.append(mixed(5, 2));
        QCOMPARE(sequences(model), (Numbers{2, 4, 6}));
        model.append(mixed(7, 1)); // row 1 leaves, which was not shown
        QCOMPARE(sequences(model), (Numbers{2, 4, 6}));
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(removed.size(), 0);
        model.append(mixed(8, 1));
        QCOMPARE(sequences(model), (Numbers{4, 6, 8}));
        QCOMPARE(removed.size(), 1);
        model.setFilter({});
        QCOMPARE(sequences(model), (Numbers{3, 4, 5, 6, 7, 8}));
        QCOMPARE(model.total(), 6);
    }

    void slowFilterDoesNotStall()
    {
        LogModel model;
        model.setCapacity(40'000, LogModel::DefaultBytes);
        QList<LogEntry> batch;
        for (quint64 i = 1; i <= 30'000; ++i)
            batch << incoming(i, QByteArray(30, 'a') + (i % 3 == 0 ? "" : "!"));
        model.append(batch);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QElapsedTimer timer;
        timer.start();
        model.setFilter(parseFilter(u"/^(a|a|aa)+$/"_s).filter); // backtracks up to its limit
        qInfo("the filter was set in %lld ms", timer.elapsed());
        QCOMPARE(reset.size(), 0); // not through yet, and the old rows are still there
        QCOMPARE(model.rowCount(), 30'000);
        model.append({incoming(30'001, "aaa")}); // while it is searching
        QCOMPARE(model.rowCount(), 30'001);
        model.setFilter(parseFilter(u"aaa -!"_s).filter); // a faster one overtakes it
        QTRY_COMPARE(reset.size(), 1);
        QCOMPARE(model.rowCount(), 10'001);
        QTest::qWait(50);
        QCOMPARE(reset.size(), 1);
    }

    void searchSurvivesRowsThatLeave()
    {
        LogModel model;
        model.setCapacity(30'000, LogModel::DefaultBytes);
        const QByteArray slow = QByteArray(30, 'a') + '!';
        QList<LogEntry> batch;
        for (quint64 i = 1; i <= 30'000; ++i)
            batch << incoming(i, i % 2 == 0 ? QByteArray("aa") : slow);
        model.append(batch);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setFilter(parseFilter(u"/^(a|a|aa)+$/"_s).filter);
        QCOMPARE(reset.size(), 0);
        model.append(incomingBatch(30'001, 29'000)); // none of them matches
        QTRY_COMPARE_WITH_TIMEOUT(reset.size(), 1, 30'000);
        QCOMPARE(model.rowCount(), 500);
        QCOMPARE(model.entryAt(0).sequence, quint64(29'002));
        QCOMPARE(model.entryAt(499).sequence, quint64(30'000));
    }

    void clearCanBeUndone()
    {
        LogModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(incomingBatch(1, 3));
        QVERIFY(!model.canUndoClear());
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.total(), 3);
        QVERIFY(model.canUndoClear());
        model.append(incomingBatch(4, 1));
        QCOMPARE(sequences(model), (Numbers{4}));
        model.setFilter(parseFilter(u"hi"_s).filter);
        QCOMPARE(sequences(model), (Numbers{4}));
        model.undoClear();
        QCOMPARE(sequences(model), (Numbers{1, 2, 3, 4}));
        QVERIFY(!model.canUndoClear());
    }

    void rowsAreFoundBySequence()
    {
        LogModel model;
        QCOMPARE(model.rowOfSequence(1), -1);
        model.append(incomingBatch(10, 5));
        model.setFilter(parseFilter(u"no!=12"_s).filter);
        QCOMPARE(model.rowOfSequence(10), 0);
        QCOMPARE(model.rowOfSequence(13), 2);
        QCOMPARE(model.rowOfSequence(12), -1); // hidden
        QCOMPARE(model.rowFromSequence(12), 2);
        QCOMPARE(model.rowFromSequence(99), 4);
    }

    void causedRowsAreIndented()
    {
        LogModel model;
        QList<LogEntry> batch = incomingBatch(1, 5);
        batch[1].cause = 1;
        batch[2].cause = 1;
        batch[4].cause = 1; // another message came between
        model.append(batch);
        QList<bool> indented;
        for (int row = 0; row < 5; ++row)
            indented << model.isCausedByRowAbove(row);
        QCOMPARE(indented, (QList<bool>{false, true, true, false, false}));
    }

    void stripesStayWithTheirRows()
    {
        LogModel model;
        model.setCapacity(4, LogModel::DefaultBytes);
        model.append(incomingBatch(1, 4));
        const bool stripe = model.isStriped(model.rowOfSequence(4));
        model.append(incomingBatch(5, 1));
        QCOMPARE(model.isStriped(model.rowOfSequence(4)), stripe);
        QCOMPARE(model.isStriped(model.rowOfSequence(5)), !stripe);
    }

    void ofAFloodSamplesAreShown()
    {
        LogModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int second = 0; second < 3; ++second)
            model.append(flood(quint64(second) * 10'000 + 1, 10'000, std::chrono::seconds(second)));
        model.append(flood(30'001, 1, std::chrono::seconds(9)));
        QCOMPARE(model.total(), 30'001);
        QVERIFY(model.shownEntries() < 3 * RowSampler::MostRows);
        QList<int> summaries;
        int shown = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (!model.isSummary(row)) {
                ++shown;
                continue;
            }
            summaries << row;
            QCOMPARE(model.entryAt(row).count, 10'000U); // counted exactly
            QCOMPARE(model.entryAt(row).waiting, quint32(std::exchange(shown, 0)));
        }
        QCOMPARE(summaries.size(), 3);
        QCOMPARE(summaries.last(), model.rowCount() - 2);
        const QString text =
            model.index(summaries.last(), LogModel::MessageColumn).data().toString();
        QVERIFY2(text.contains(u"10,000 rows in this second, "_s), qPrintable(text));
        QCOMPARE(model.index(summaries.last(), LogModel::NumberColumn).data().toString(),
                 QString());
        QCOMPARE(model.rowOfSequence(30'000), -1); // not shown, though its summary is
        QCOMPARE(model.rowOfSequence(30'001), model.rowCount() - 1);
        QCOMPARE(model.missed(), quint64(0));
        QCOMPARE(model.entriesInMemory().size(), 30'001); // for an export
    }

    void aFloodThatIsOverIsShownWhole()
    {
        LogModel model;
        model.setSampling(false);
        model.append(flood(1, 5'000, std::chrono::seconds(1)));
        QCOMPARE(model.rowCount(), 5'000);
        QCOMPARE(model.shownEntries(), 5'000);
    }

    void samplesThatLeaveMemoryStayInThePast_data()
    {
        QTest::addColumn<int>("between"); // rows that come before those that push the flood out
        QTest::newRow("with what tells of their second") << 1;
        QTest::newRow("with what will tell of it once it is over") << 0;
    }
    void samplesThatLeaveMemoryStayInThePast()
    {
        QFETCH(int, between);
        LogModel model;
        model.setCapacity(6'000, LogModel::DefaultBytes);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(flood(1'001, 5'000, std::chrono::seconds(1)));
        model.beginPast();
        model.prependPast(flood(1, 1'000, std::chrono::seconds(0)), 1);
        QCOMPARE(model.pastRows(), 1'000);
        model.append(flood(6'001, between, std::chrono::seconds(9)));
        model.append(flood(6'001 + quint64(between), 6'000 - between, std::chrono::seconds(10)));
        QCOMPARE(model.total(), 6'000);
        const int summary = model.pastRows() - 1;
        QVERIFY(summary > 1'000);
        QVERIFY(model.isSummary(summary));
        QVERIFY(!model.isSummary(summary - 1));
        QCOMPARE(model.entryAt(summary).count, 5'000U);
        QCOMPARE(model.entryAt(summary).waiting, quint32(summary - 1'000));
        QCOMPARE(model.shownEntries(), model.rowCount() - model.pastRows());
        QCOMPARE(model.rowOfSequence(500), 499);
        QCOMPARE(model.rowOfSequence(6'000), -1); // not shown, though its summary is
        QCOMPARE(model.rowOfSequence(6'001), model.pastRows());
        model.setPaused(true); // whoever brought the past has to bring all of it now
        QTRY_COMPARE(model.rowCount(), 6'000);
        QCOMPARE(model.pastRows(), 0);
    }

    void theLastSecondOfAFloodIsToldOf()
    {
        LogModel model;
        model.append(flood(1, 5'000, std::chrono::seconds(1)));
        QTRY_VERIFY(model.isSummary(model.rowCount() - 1));
        QCOMPARE(model.entryAt(model.rowCount() - 1).count, 5'000U);
    }

    void summariesLeaveWithTheirRows()
    {
        LogModel model;
        model.setCapacity(8'000, LogModel::DefaultBytes);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int second = 0; second < 5; ++second)
            model.append(flood(quint64(second) * 5'000 + 1, 5'000, std::chrono::seconds(second)));
        QCOMPARE(model.total(), 8'000);
        model.append(flood(25'001, 7'999, std::chrono::seconds(9)));
        QCOMPARE(model.rowCount() - model.shownEntries(), 1); // below the last row of second 4
        QVERIFY(!model.isSummary(0) || model.entryAt(0).sequence == 25'000);
    }

    void gapsAreCounted()
    {
        LogModel model;
        LogEntry gap;
        gap.sequence = 1;
        gap.kind = LogKind::Gap;
        gap.count = 1'204;
        model.append({gap});
        QCOMPARE(model.missed(), quint64(1'204));
    }

    void hostileTextIsShownVisibly_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("markup") << QByteArray("<img src=x onerror=alert(1)><b>b</b>");
        QTest::newRow("bidirectional override") << QByteArray("a\xe2\x80\xae"
                                                              "b");
        QTest::newRow("terminal escape") << QByteArray("\x1b[31mred\x1b[0m");
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\xfd");
        QTest::newRow("a long line") << QByteArray(65'536, 'W');
        QTest::newRow("many line feeds") << QByteArray(65'536, '\n');
        QTest::newRow("many combining accents")
            << QByteArray("e") + QByteArray("\xcc\x81").repeated(9'000);
        QTest::newRow("many emoji") << QByteArray("\xf0\x9f\x91\xa9\xe2\x80\x8d").repeated(5'000);
    }
    void hostileTextIsShownVisibly()
    {
        QFETCH(QByteArray, payload);
        LogModel model;
        LogEntry entry = incoming(1, payload);
        entry.clientName = QString::fromUtf8(payload);
        entry.path = QString::fromUtf8(payload);
        entry.detail = QString::fromUtf8(payload);
        model.append({entry});
        QElapsedTimer timer;
        timer.start();
        for (int column = 0; column < LogModel::ColumnCount; ++column) {
            const QString text = model.index(0, column).data().toString();
            QVERIFY(text.size() <= LogModel::MaxShownCharacters + 10);
            for (const QChar c : text) {
                QVERIFY(c.category() != QChar::Other_Control);
                QVERIFY(c.unicode() != 0x202E);
            }
            QVERIFY(model.index(0, column).data(Qt::AccessibleTextRole).toString().size() < 3'000);
        }
        qInfo("formatted in %lld ms", timer.elapsed());
    }

    void data()
    {
        LogModel model;
        LogEntry entry = incoming(1'204);
        entry.size = 1'900;
        model.append({entry});
        const auto text = [&](int column) { return model.index(0, column).data().toString(); };
        QCOMPARE(text(LogModel::DirectionColumn), u"from a client"_s);
        QCOMPARE(text(LogModel::KindColumn), u"in"_s);
        QCOMPARE(text(LogModel::PathColumn), u"/chat"_s);
        QCOMPARE(text(LogModel::ClientColumn), u"bold-otter"_s);
        QCOMPARE(text(LogModel::TypeColumn), u"json"_s);
        QCOMPARE(text(LogModel::MessageColumn), u"{\"message\":\"hi\"}"_s);
        QCOMPARE(text(LogModel::WhyColumn), u"re-broadcast to 38 clients"_s);
        QCOMPARE(model.index(0, LogModel::SizeColumn).data(LogModel::SortRole).toULongLong(),
                 1'900);
        QCOMPARE(model.index(0, 0).data(LogModel::EntryRole).value<LogEntry>(), entry);
        QVERIFY(model.index(0, LogModel::MessageColumn)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith(u"from a client, in, "_s));
        QVERIFY(!model.index(1, 0).data().isValid());
        for (int column = 0; column < LogModel::ColumnCount; ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::AccessibleTextRole)
                         .toString()
                         .isEmpty());
    }
};

SIGNALBOX_TEST(TestLogModel)
#include "tst_logmodel.moc"
