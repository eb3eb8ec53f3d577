#include "logentries.h"
#include "tests/support/testprogram.h"
#include "ui/log/filtertext.h"
#include "ui/log/logmodel.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>

#include <algorithm>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

using Numbers = QList<quint64>;

/// Rows that match slowFilter(), each after long.
QList<LogEntry> slowBatch(quint64 first, int count)
{
    QList<LogEntry> batch;
    for (int i = 0; i < count; ++i)
        batch << incoming(first + quint64(i), QByteArray(30, 'a') + '!');
    return batch;
}

LogFilter slowFilter()
{
    return parseFilter(u"/^(a|a|aa)+$/ or \"!\""_s).filter;
}

} // namespace

/// A log that is paused, and what comes after a pause.
class TestLogPause : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void pauseKeepsRowsAside()
    {
        LogModel model;
        model.setCapacity(6, LogModel::DefaultBytes);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(incomingBatch(1, 3));
        model.setPaused(true);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy counts(&model, &LogModel::countsChanged);
        model.append(incomingBatch(4, 2));
        QCOMPARE(sequences(model), (Numbers{1, 2, 3}));
        QCOMPARE(model.waiting(), 2);
        QCOMPARE(counts.size(), 1);
        model.setFilter(parseFilter(u"no!=2"_s).filter); // a filter works on what is shown
        QCOMPARE(sequences(model), (Numbers{1, 3}));
        QCOMPARE(model.waiting(), 2);
        model.append(incomingBatch(6, 2));
        QCOMPARE(sequences(model), (Numbers{3}));
        QCOMPARE(inserted.size(), 0);
        model.setPaused(false);
        QCOMPARE(sequences(model), (Numbers{3, 4, 5, 6, 7}));
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model.waiting(), 0);
    }

    void pauseOutlivesAllThatWasShown()
    {
        LogModel model;
        model.setCapacity(3, LogModel::DefaultBytes);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(incomingBatch(1, 2));
        model.setPaused(true);
        model.append(incomingBatch(3, 20));
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.waiting(), 3);
        model.setPaused(false);
        QCOMPARE(sequences(model), (Numbers{20, 21, 22}));
    }

    void aPauseShowsTheWholeFlood()
    {
        LogModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(flood(1, 5'000, std::chrono::seconds(1)));
        QVERIFY(model.rowCount() < 5'000);
        model.setPaused(true);
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 5'000, 60'000);
        model.append(flood(5'001, 6'000, std::chrono::seconds(2)));
        QCOMPARE(model.rowCount(), 5'000);
        QCOMPARE(model.waiting(), 6'000);
        model.setPaused(false);
        QVERIFY(model.rowCount() > 5'000 && model.rowCount() < 11'000);
        model.setFilter(parseFilter(u"hi"_s).filter); // shows all that match, too
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 11'000, 60'000);
        QCOMPARE(model.shownEntries(), 11'000);
    }

    void muchThatWaitedComesInSlices()
    {
        LogModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSampling(false);
        model.setFilter(slowFilter());
        model.append(slowBatch(1, 3));
        model.setPaused(true);
        model.append(slowBatch(4, 10'000));
        model.setPaused(false);
        QVERIFY(!model.isPaused());
        QCOMPARE(model.waiting(), 0);
        QVERIFY(model.rowCount() > 3 && model.rowCount() < 10'003);
        model.append(slowBatch(10'004, 500)); // behind those that are still to come
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 10'503, 60'000);
        const Numbers shown = sequences(model);
        QVERIFY(std::is_sorted(shown.begin(), shown.end()));
        QCOMPARE(shown.last(), quint64(10'503));
        model.append(slowBatch(10'504, 1)); // at once again
        QCOMPARE(model.rowCount(), 10'504);
    }

    void aPauseInTheMiddleHoldsTheRest()
    {
        LogModel model;
        model.setSampling(false);
        model.setFilter(slowFilter());
        model.setPaused(true);
        model.append(slowBatch(1, 10'000));
        model.setPaused(false);
        model.setPaused(true);
        const int shown = model.rowCount();
        QVERIFY(shown < 10'000);
        QTest::qWait(50);
        QCOMPARE(model.rowCount(), shown);
        QCOMPARE(model.waiting(), 10'000 - shown);
        model.setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 10'000, 60'000);
    }

    void clearingHidesWhatIsStillToCome()
    {
        LogModel model;
        model.setSampling(false);
        model.setFilter(slowFilter());
        model.setPaused(true);
        model.append(slowBatch(1, 10'000));
        model.setPaused(false);
        model.clear();
        QTRY_COMPARE(model.rowCount(), 0);
        QTest::qWait(50);
        QCOMPARE(model.rowCount(), 0);
        model.append(slowBatch(10'001, 2));
        QTRY_COMPARE(sequences(model), (Numbers{10'001, 10'002}));
        model.undoClear();
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 10'002, 60'000);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestLogPause)
#include "tst_logpause.moc"
