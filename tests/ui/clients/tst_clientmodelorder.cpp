#include "clientmodelfixture.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Fixture = ClientModelFixture;

} // namespace

/// In which order clients are shown, and when it is put right.
class TestClientModelOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void sorts_data();
    void sorts();
    void newClientsGoToTheirPlace();
    void orderIsPutRightAtMostEveryTwoSeconds();
    void orderStandsStillWhileHeld();
    void nobodyLeavesTheListWhileTheOrderIsHeld();
    void indexesFollowTheirClientsWhenSorted();
};

void TestClientModelOrder::sorts_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("ascending"); // names; in the order of coming they are 10, 9, 1
    QTest::newRow("by name, numbers as numbers") << int(ClientModel::NameColumn) << u"1 9 10"_s;
    QTest::newRow("by time") << int(ClientModel::SinceColumn) << u"10 9 1"_s;
    QTest::newRow("by address, numbers as numbers")
        << int(ClientModel::AddressColumn) << u"1 9 10"_s;
    QTest::newRow("by messages in") << int(ClientModel::MessagesInColumn) << u"9 1 10"_s;
    QTest::newRow("by messages out") << int(ClientModel::MessagesOutColumn) << u"1 10 9"_s;
    QTest::newRow("by bytes out") << int(ClientModel::BytesOutColumn) << u"1 10 9"_s;
    QTest::newRow("by round trip, unknown first")
        << int(ClientModel::RoundTripColumn) << u"9 1 10"_s;
    QTest::newRow("by queue, ties in the order of coming")
        << int(ClientModel::QueueColumn) << u"10 9 1"_s;
}

void TestClientModelOrder::sorts()
{
    QFETCH(int, column);
    QFETCH(QString, ascending);
    Fixture f;
    QList<ClientStats> stats{madeStats(madeClient(10).id, 30, 2), madeStats(madeClient(9).id, 1, 9),
                             madeStats(madeClient(1).id, 4, 1)};
    stats[0].roundTrip = 9ms;
    stats[2].roundTrip = 3ms;
    f.apply(batchOf({madeClient(10), madeClient(9), madeClient(1)}, {}, stats), 0ms);
    const auto names = [&f] {
        return f.shown().remove(u"/chat: "_s).remove(u"Client "_s).remove(u","_s);
    };
    f.model.sort(column);
    QCOMPARE(names(), ascending);
    f.model.sort(column, Qt::DescendingOrder);
    QStringList reversed = ascending.split(u' ');
    if (column != ClientModel::QueueColumn)
        std::reverse(reversed.begin(), reversed.end());
    QCOMPARE(names(), reversed.join(u' '));
}

void TestClientModelOrder::newClientsGoToTheirPlace()
{
    Fixture f;
    f.model.sort(ClientModel::NameColumn);
    f.apply(batchOf({madeClient(2), madeClient(6), madeClient(9)}), 0ms);
    QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
    f.apply(batchOf({madeClient(8), madeClient(1), madeClient(4), madeClient(3), madeClient(10)}),
            250ms);
    QCOMPARE(f.shown(), u"/chat: Client 1, Client 2, Client 3, Client 4, Client 6, Client 8, "
                        "Client 9, Client 10"_s);
    QCOMPARE(inserted.size(), 4); // 1; 3 and 4; 8; 10
}

void TestClientModelOrder::orderIsPutRightAtMostEveryTwoSeconds()
{
    Fixture f;
    f.apply(batchOf({madeClient(1), madeClient(2)}), 10s);
    f.model.sort(ClientModel::MessagesInColumn, Qt::DescendingOrder);
    f.apply(batchOf({}, {}, {madeStats(madeClient(2).id, 5)}), 11'900ms);
    QCOMPARE(f.shown(), u"/chat: Client 1, Client 2"_s);
    f.apply({}, 12s);
    QCOMPARE(f.shown(), u"/chat: Client 2, Client 1"_s);
}

void TestClientModelOrder::orderStandsStillWhileHeld()
{
    Fixture f;
    f.apply(batchOf({madeClient(1), madeClient(2)}), 10s);
    f.model.sort(ClientModel::MessagesInColumn, Qt::DescendingOrder);
    QSignalSpy stale(&f.model, &ClientModel::orderStaleChanged);
    f.model.setOrderHeld(true);
    f.apply(batchOf({}, {}, {madeStats(madeClient(2).id, 5)}), 13s);
    QCOMPARE(f.shown(), u"/chat: Client 1, Client 2"_s);
    QVERIFY(f.model.isOrderStale());
    f.apply({}, 60s);
    QCOMPARE(f.shown(), u"/chat: Client 1, Client 2"_s);
    f.model.setOrderHeld(false);
    QVERIFY(!f.model.isOrderStale());
    f.apply({}, 61s);
    QCOMPARE(f.shown(), u"/chat: Client 2, Client 1"_s);
    QCOMPARE(stale.size(), 2);
}

void TestClientModelOrder::nobodyLeavesTheListWhileTheOrderIsHeld()
{
    Fixture f;
    f.apply(batchOf({madeClient(1), madeClient(2), madeClient(3)}), 0ms);
    f.model.setFilter(ClientFilter::parse(u"in<5"_s).filter);
    f.model.setOrderHeld(true);
    f.apply(batchOf({}, {madeLeft(madeClient(1).id)}, {madeStats(madeClient(2).id, 9)}), 1s);
    f.apply({}, 60s);
    QCOMPARE(f.shown(), u"/chat: Client 1, Client 2, Client 3"_s);
    f.model.setOrderHeld(false);
    f.apply({}, 61s);
    QCOMPARE(f.shown(), u"/chat: Client 3"_s);
    QCOMPARE(f.model.shownCount(), 1);
}

void TestClientModelOrder::indexesFollowTheirClientsWhenSorted()
{
    Fixture f;
    QList<ClientInfo> infos;
    QList<ClientStats> stats;
    for (int i = 0; i < 40; ++i) {
        infos.append(madeClient(i, i % 2 ? u"/odd"_s : u"/even"_s));
        stats.append(madeStats(infos.last().id, quint64(i * 17 % 40)));
    }
    f.apply(batchOf(infos, {}, stats), 0ms);
    QList<QPersistentModelIndex> indexes;
    for (const ClientInfo &info : std::as_const(infos))
        indexes.append(f.model.indexOf(info.id).siblingAtColumn(3));
    const QPersistentModelIndex path = f.model.index(1, 0);
    f.model.sort(ClientModel::MessagesInColumn);
    for (qsizetype i = 0; i < infos.size(); ++i) {
        QCOMPARE(f.model.clientAt(indexes[i])->id(), infos[i].id);
        QCOMPARE(indexes[i].column(), 3);
        QCOMPARE(QModelIndex(indexes[i]).siblingAtColumn(0), f.model.indexOf(infos[i].id));
    }
    QCOMPARE(path.data().toString(), u"/odd"_s);
}

SIGNALBOX_TEST(TestClientModelOrder)
#include "tst_clientmodelorder.moc"
