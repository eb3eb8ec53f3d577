#include "clientmodelfixture.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Fixture = ClientModelFixture;

/// So long a name that expressions which backtrack need long for it.
ClientInfo longNamed(int number)
{
    ClientInfo info = madeClient(number);
    info.name = QString(60, u'a') + QString::number(number);
    return info;
}

const QString Backtracks = u"-name~\"^(a+)+$\""_s; ///< lets them through, after long

} // namespace

/// Which clients are shown.
class TestClientModelFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void filterHidesAndShows();
    void filterFollowsCounters();
    void filterThatNeedsLongIsAppliedInSlices_data();
    void filterThatNeedsLongIsAppliedInSlices();
    void filterThatNeedsLongIsAskedInTurn();
};

void TestClientModelFilter::filterHidesAndShows()
{
    Fixture f;
    f.apply(batchOf({madeClient(1), madeClient(2), madeClient(3), madeClient(12, u"/line"_s)}),
            0ms);
    const QPersistentModelIndex kept = f.model.indexOf(madeClient(2).id);
    f.model.setFilter(ClientFilter::parse(u"\"Client 2\" or 12"_s).filter);
    QCOMPARE(f.shown(), u"/chat: Client 2 | /line: Client 12"_s);
    QCOMPARE(f.model.shownCount(), 2);
    QCOMPARE(f.model.connectedCount(), 4);
    QCOMPARE(f.model.pathAt(f.model.index(0, 0))->connected, 3);
    QCOMPARE(f.model.pathAt(f.model.index(0, 0))->sums.connected, 1);
    QVERIFY(kept.isValid());
    QCOMPARE(f.model.clientAt(kept)->id(), madeClient(2).id);

    f.model.setFilter(ClientFilter::parse(u"nobody"_s).filter);
    QCOMPARE(f.shown(), QString());
    f.apply(batchOf({madeClient(4)}), 250ms);
    QCOMPARE(f.shown(), QString());
    f.model.setFilter({});
    QCOMPARE(f.shown(), u"/chat: Client 1, Client 2, Client 3, Client 4 | /line: Client 12"_s);
}

void TestClientModelFilter::filterFollowsCounters()
{
    Fixture f;
    f.apply(batchOf({madeClient(1), madeClient(2)}), 0ms);
    f.model.setFilter(ClientFilter::parse(u"queue>0"_s).filter);
    QCOMPARE(f.shown(), QString());
    ClientStats stats = madeStats(madeClient(2).id, 0);
    stats.queuedBytes = 10;
    f.apply(batchOf({}, {}, {stats}), 250ms);
    QCOMPARE(f.shown(), u"/chat: Client 2"_s);
    stats.queuedBytes = 0;
    f.apply(batchOf({}, {}, {stats}), 500ms);
    QCOMPARE(f.shown(), QString());
}

void TestClientModelFilter::filterThatNeedsLongIsAppliedInSlices_data()
{
    QTest::addColumn<QString>("filter");
    QTest::newRow("by what stays as it is") << Backtracks % u" name~[05]$"_s;
    QTest::newRow("by a counter") << Backtracks % u" (name~[05]$ or in>8)"_s;
}

void TestClientModelFilter::filterThatNeedsLongIsAppliedInSlices()
{
    QFETCH(QString, filter);
    Fixture f;
    QList<ClientInfo> infos;
    for (int i = 1; i <= 2000; ++i)
        infos.append(longNamed(i));
    f.apply(batchOf(infos), 0ms);
    f.model.setFilter(ClientFilter::parse(u"name:10"_s).filter);
    QTRY_VERIFY(!f.model.isFiltering());

    QSignalSpy applied(&f.model, &ClientModel::filterApplied);
    f.model.setFilter(ClientFilter::parse(filter).filter);
    QVERIFY(f.model.isFiltering());
    QVERIFY(f.isShown(1010) && f.isShown(1011) && !f.isShown(2000));
    QList<ClientStats> stats;
    for (const ClientInfo &info : infos)
        stats.append(madeStats(info.id, 9));
    f.apply(batchOf({longNamed(5000)}, {madeLeft(infos[1009].id)}, stats), 1s);
    f.apply(batchOf({longNamed(10'000)}), 40s);
    QVERIFY(f.model.isFiltering());
    QVERIFY(!f.isShown(1010) && f.isShown(1011) && f.isShown(10'000) && !f.isShown(5000));
    QVERIFY(applied.isEmpty());

    QTRY_VERIFY_WITH_TIMEOUT(!f.model.isFiltering(), 60'000);
    QCOMPARE(applied.size(), 1);
    for (int look = 0; look < 40; ++look)
        f.apply({}, 41s);
    QVERIFY(!f.isShown(1010) && f.isShown(1015) && f.isShown(10'000) && f.isShown(5000));
    QCOMPARE(f.isShown(1011), filter.contains(u"in>8"));
    QCOMPARE(f.model.shownCount(), filter.contains(u"in>8") ? 2001 : 401);
}

/// Though every client's counters change at every look.
void TestClientModelFilter::filterThatNeedsLongIsAskedInTurn()
{
    Fixture f;
    QList<ClientInfo> infos;
    for (int i = 0; i < 1000; ++i)
        infos.append(longNamed(i));
    f.apply(batchOf(infos), 0ms);
    f.model.setFilter(ClientFilter::parse(Backtracks % u" in>0"_s).filter);
    QTRY_VERIFY_WITH_TIMEOUT(!f.model.isFiltering(), 60'000);
    QCOMPARE(f.model.shownCount(), 0);
    for (int look = 1; look <= 20; ++look) {
        QList<ClientStats> stats;
        for (const ClientInfo &info : infos)
            stats.append(madeStats(info.id, quint64(look)));
        f.apply(batchOf({}, {}, stats), look * 200ms);
    }
    QCOMPARE(f.model.shownCount(), 1000);
}

SIGNALBOX_TEST(TestClientModelFilter)
#include "tst_clientmodelfilter.moc"
