#include "clientmodelfixture.h"
#include "tests/support/testprogram.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTextDocument>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Fixture = ClientModelFixture;

QString plain(const QVariant &toolTip)
{
    QTextDocument document;
    document.setHtml(toolTip.toString());
    return document.toPlainText();
}

} // namespace

class TestClientModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void showsPathsAndTheirClients();
    void showsWhoWasThereBefore();
    void insertsOnceForABatch();
    void changesOnlyWhatChanged();
    void clientsThatLeftStayForAWhile();
    void atMostSoManyThatLeftStay();
    void comeAndGoneBetweenTwoLooks();
    void aPathGoesWithItsLastClient();
    void roundTripsAreKept();
    void ratesAreTakenOverTenSeconds();
    void states();
    void hostileTextIsPlainAndVisible_data();
    void hostileTextIsPlainAndVisible();
    void randomLife();
    void tenThousandClientsWithChurn();
};

void TestClientModel::showsPathsAndTheirClients()
{
    Fixture f;
    f.apply(batchOf({madeClient(1), madeClient(2, u"/line/3"_s), madeClient(3, u"/CHAT"_s)}), 0ms);
    QCOMPARE(f.shown(), u"/chat: Client 1, Client 3 | /line/3: Client 2"_s);
    QCOMPARE(f.model.connectedCount(), 3);
    QCOMPARE(f.model.shownCount(), 3);
    QCOMPARE(f.model.pathAt(f.model.index(0, 0))->connected, 2);
    QVERIFY(!f.model.clientAt(f.model.index(0, 0)));
    QCOMPARE(f.model.clientAt(f.model.indexOf(madeClient(2).id))->record.info.path, u"/line/3"_s);
}

void TestClientModel::showsWhoWasThereBefore()
{
    ClientDirectory directory;
    directory.apply(batchOf({madeClient(1)}));
    ClientModel model(directory);
    QCOMPARE(model.rowCount(), 0);
    model.refresh(madeTime(0ms));
    QCOMPARE(model.rowCount(model.index(0, 0)), 1);
}

void TestClientModel::insertsOnceForABatch()
{
    Fixture f;
    f.apply(batchOf({madeClient(1)}), 0ms);
    QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
    f.directory.apply(batchOf(madeClients(2, 50)));
    f.directory.apply(batchOf(madeClients(52, 50)));
    QCOMPARE(inserted.size(), 0);
    f.model.refresh(madeTime(250ms));
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted[0][1].toInt(), 1);
    QCOMPARE(inserted[0][2].toInt(), 100);
}

void TestClientModel::changesOnlyWhatChanged()
{
    Fixture f;
    const QList<ClientInfo> infos = madeClients(0, 10);
    f.apply(batchOf(infos), 0ms);
    QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
    f.apply(
        batchOf({}, {},
                {madeStats(infos[2].id, 1), madeStats(infos[3].id, 1), madeStats(infos[7].id, 1)}),
        250ms);
    QList<std::pair<int, int>> ranges;
    for (const QList<QVariant> &arguments : std::as_const(changed)) {
        const auto first = arguments[0].toModelIndex();
        const auto last = arguments[1].toModelIndex();
        QCOMPARE(last.column(), ClientModel::ColumnCount - 1);
        if (first.parent().isValid())
            ranges.append({first.row(), last.row()});
    }
    QCOMPARE(ranges, (QList<std::pair<int, int>>{{2, 3}, {7, 7}}));
    QCOMPARE(f.text(infos[2], ClientModel::MessagesInColumn), u"1"_s);

    changed.clear();
    f.apply({}, 500ms);
    QCOMPARE(changed.size(), 0);
}

void TestClientModel::clientsThatLeftStayForAWhile()
{
    Fixture f;
    f.apply(batchOf({madeClient(1), madeClient(2)}), 0ms);
    QSignalSpy removed(&f.model, &QAbstractItemModel::rowsRemoved);
    f.apply(
        batchOf({}, {madeLeft(madeClient(1).id, 1008, u"too many messages"_s, ClosedBy::Server)}),
        5s);
    QCOMPARE(f.shown(), u"/chat: Client 1, Client 2"_s);
    QCOMPARE(f.model.connectedCount(), 1);
    QCOMPARE(f.model.shownCount(), 1);
    QCOMPARE(f.model.pathAt(f.model.index(0, 0))->connected, 1);
    QCOMPARE(f.text(madeClient(1), ClientModel::StateColumn), u"left 1008"_s);
    const QString tip = plain(f.model.indexOf(madeClient(1).id)
                                  .siblingAtColumn(ClientModel::StateColumn)
                                  .data(Qt::ToolTipRole));
    QVERIFY2(tip.contains(u"too many messages"_s) && tip.contains(u"by the server"_s),
             qPrintable(tip));

    f.apply({}, 34'999ms);
    QCOMPARE(removed.size(), 0);
    f.apply({}, 35s);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(f.shown(), u"/chat: Client 2"_s);
}

void TestClientModel::atMostSoManyThatLeftStay()
{
    Fixture f;
    QList<ClientInfo> infos;
    QList<ClientLeft> left;
    for (int i = 0; i < ClientModel::MaxLeftShown + 20; ++i) {
        infos.append(madeClient(i));
        left.append(madeLeft(infos.last().id));
    }
    f.apply(batchOf(infos), 0ms);
    f.apply(batchOf({}, left), 250ms); // the directory lets twenty of them go at once
    QCOMPARE(f.model.connectedCount(), 0);
    QCOMPARE(f.model.rowCount(f.model.index(0, 0)), int(ClientModel::MaxLeftShown));
    f.apply({}, 31s);
    QCOMPARE(f.model.rowCount(), 0);
}

void TestClientModel::comeAndGoneBetweenTwoLooks()
{
    Fixture f;
    f.directory.apply(batchOf({madeClient(1)}));
    f.directory.apply(batchOf({}, {madeLeft(madeClient(1).id)}, {madeStats(madeClient(1).id, 3)}));
    f.model.refresh(madeTime(0ms));
    QCOMPARE(f.shown(), u"/chat: Client 1"_s);
    QCOMPARE(f.model.connectedCount(), 0);
    QCOMPARE(f.model.shownCount(), 0);
    QCOMPARE(f.text(madeClient(1), ClientModel::MessagesInColumn), u"3"_s);
    f.apply({}, 30s);
    QCOMPARE(f.model.rowCount(), 0);
}

void TestClientModel::aPathGoesWithItsLastClient()
{
    Fixture f;
    f.apply(batchOf({madeClient(1, u"/a"_s), madeClient(2, u"/b"_s), madeClient(3, u"/b"_s)}), 0ms);
    f.apply(batchOf({}, {madeLeft(madeClient(2).id), madeLeft(madeClient(3).id)}), 1s);
    QSignalSpy removed(&f.model, &QAbstractItemModel::rowsRemoved);
    f.apply({}, 31s);
    QCOMPARE(f.shown(), u"/a: Client 1"_s);
    QCOMPARE(removed.size(), 1); // the path, with what is below it
    f.apply(batchOf({madeClient(4, u"/B"_s)}), 32s);
    QCOMPARE(f.shown(), u"/a: Client 1 | /B: Client 4"_s);
}

void TestClientModel::roundTripsAreKept()
{
    Fixture f;
    const ClientInfo ada = madeClient(1);
    f.apply(batchOf({ada}), 0ms);
    const auto summary = [&] {
        return f.model.clientAt(f.model.indexOf(ada.id))->roundTrips.summary();
    };
    QVERIFY(!summary());
    for (int ping = 1; ping <= 25; ++ping) {
        ClientStats stats = madeStats(ada.id, 0);
        stats.roundTrip = std::chrono::milliseconds(ping);
        f.apply(batchOf({}, {}, {stats}), std::chrono::seconds(20 * ping));
        stats.messagesIn = 1; // told again, without another ping
        f.apply(batchOf({}, {}, {stats}), std::chrono::seconds(20 * ping + 1));
    }
    QCOMPARE(summary()->count, 20); // 6 to 25 ms
    QCOMPARE(summary()->shortest, 6ms);
    QCOMPARE(summary()->median, 15ms);
    QCOMPARE(summary()->p95, 24ms);
}

void TestClientModel::ratesAreTakenOverTenSeconds()
{
    Fixture f;
    const ClientInfo ada = madeClient(1);
    f.apply(batchOf({ada}), 0ms);
    quint64 total = 0;
    for (int second = 1; second <= 20; ++second) {
        total += 18;
        f.apply(batchOf({}, {}, {madeStats(ada.id, total)}), std::chrono::seconds(second));
    }
    QCOMPARE(f.text(ada, ClientModel::RateInColumn), u"18/s"_s);
    QCOMPARE(f.model.pathAt(f.model.index(0, 0))->sums.rateIn, 18.0);
    f.apply({}, 25s);
    QCOMPARE(f.text(ada, ClientModel::RateInColumn), u"9/s"_s);
    f.apply({}, 1h);
    QCOMPARE(f.text(ada, ClientModel::RateInColumn), u"0/s"_s);
    f.apply({}, 0ms); // the clock is set back
    f.apply(batchOf({}, {}, {madeStats(ada.id, total + 10)}), 1s);
    QCOMPARE(f.text(ada, ClientModel::RateInColumn), u"1/s"_s);
}

void TestClientModel::states()
{
    Fixture f;
    const ClientInfo ada = madeClient(1);
    f.apply(batchOf({ada}), 0ms);
    QCOMPARE(f.text(ada, ClientModel::StateColumn), u"ok"_s);
    f.apply({}, 60s);
    QCOMPARE(f.text(ada, ClientModel::StateColumn), u"idle"_s);
    ClientStats stats = madeStats(ada.id, 0, 1);
    f.apply(batchOf({}, {}, {stats}), 61s);
    QCOMPARE(f.text(ada, ClientModel::StateColumn), u"ok"_s);
    stats.queuedBytes = 5;
    stats.oldestQueued = 2s;
    f.apply(batchOf({}, {}, {stats}), 62s);
    QCOMPARE(f.text(ada, ClientModel::StateColumn), u"slow"_s);
    stats.queuedBytes = 0;
    stats.roundTrip = 980ms;
    f.apply(batchOf({}, {}, {stats}), 63s);
    QCOMPARE(f.text(ada, ClientModel::StateColumn), u"slow"_s);
    QCOMPARE(f.text(ada, ClientModel::RoundTripColumn), u"980 ms"_s);
    QCOMPARE(f.model.slowCount(), 1);
    stats.closing = true;
    f.apply(batchOf({}, {}, {stats}), 64s);
    QCOMPARE(f.text(ada, ClientModel::StateColumn), u"closing"_s);
    QCOMPARE(f.model.slowCount(), 0);
}

void TestClientModel::hostileTextIsPlainAndVisible_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("holds");
    QTest::newRow("markup") << u"<img src=x><b>Ada</b>"_s << u"<img src=x><b>Ada</b>"_s;
    QTest::newRow("an override of direction") << u"a\u202Egpj"_s << u"a⟨U+202E⟩gpj"_s;
    QTest::newRow("a zero-width space") << u"a\u200Bb"_s << u"a⟨U+200B⟩b"_s;
    QTest::newRow("control characters") << u"a\u0007\u001Bb"_s << u"a⟨U+0007⟩⟨U+001B⟩b"_s;
    QTest::newRow("a lone surrogate") << QString(u"a"_s + QChar(0xD800)) << u"a⟨U+D800⟩"_s;
    QTest::newRow("a mebibyte") << QString(1 << 20, u'x') << u"xxxxxxxx"_s;
}

void TestClientModel::hostileTextIsPlainAndVisible()
{
    QFETCH(QString, text);
    QFETCH(QString, holds);
    Fixture f;
    ClientInfo info = madeClient(1, u'/' + text);
    info.name = text;
    info.group = text;
    info.userAgent = text;
    info.origin = text;
    f.apply(batchOf({info}), 0ms);
    f.apply(batchOf({}, {madeLeft(info.id, 4000, text)}), 1s);
    const QModelIndex name = f.model.indexOf(info.id);
    for (const QModelIndex &index :
         {name, name.siblingAtColumn(ClientModel::AgentColumn), name.parent()}) {
        const QString shown = index.data().toString();
        QVERIFY2(shown.contains(holds), qPrintable(shown.left(300)));
        QVERIFY(shown.size() <= 210);
        const QString tip = plain(index.data(Qt::ToolTipRole));
        QVERIFY2(tip.contains(holds), qPrintable(tip.left(300)));
        QVERIFY(tip.size() < 2000);
        QVERIFY(index.data(Qt::AccessibleTextRole).toString().size() < 2000);
    }
    QVERIFY(plain(name.siblingAtColumn(ClientModel::StateColumn).data(Qt::ToolTipRole))
                .contains(holds));
}

void TestClientModel::randomLife()
{
    Fixture f;
    QRandomGenerator random(7);
    QList<ClientId> there;
    const QStringList filters{u""_s, u"queue>0"_s, u"in>50"_s, u"path:/1"_s, u"\"Client 1\""_s};
    int next = 0;
    for (int look = 0; look < 400; ++look) {
        FeedBatch batch;
        for (int i = int(random.bounded(4)); i > 0; --i) {
            batch.joined.append(madeClient(next, u"/%1"_s.arg(random.bounded(6))));
            there.append(batch.joined.last().id);
            ++next;
        }
        for (int i = int(random.bounded(4)); i > 0 && !there.isEmpty(); --i)
            batch.left.append(madeLeft(there.takeAt(random.bounded(int(there.size())))));
        for (const ClientId &id : std::as_const(there)) {
            if (random.bounded(3) == 0) {
                batch.stats.append(madeStats(id, random.bounded(100)));
                batch.stats.last().queuedBytes = random.bounded(2);
            }
        }
        f.apply(batch, look * 700ms);
        if (random.bounded(10) == 0)
            f.model.setFilter(
                ClientFilter::parse(filters[random.bounded(int(filters.size()))]).filter);
        if (random.bounded(10) == 0)
            f.model.sort(random.bounded(int(ClientModel::ColumnCount)),
                         random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder);
        if (random.bounded(10) == 0)
            f.model.setOrderHeld(random.bounded(2) == 0);
        QCOMPARE(f.model.connectedCount(), f.directory.count());
    }
    f.model.setFilter({});
    QTRY_COMPARE(f.model.shownCount(), f.directory.count());
    QList<ClientId> shown;
    for (const ClientId &id : f.directory.connected()) {
        if (f.model.indexOf(id).isValid())
            shown.append(id);
    }
    QCOMPARE(shown, f.directory.connected());
}

void TestClientModel::tenThousandClientsWithChurn()
{
    ClientDirectory directory;
    ClientModel model(directory);
    QList<ClientInfo> infos;
    for (int i = 0; i < 10'000; ++i)
        infos.append(madeClient(i, u"/line/%1"_s.arg(i % 40)));
    QElapsedTimer timer;
    timer.start();
    directory.apply(batchOf(infos));
    model.refresh(madeTime(0ms));
    qInfo("10,000 clients shown: %lld ms", timer.restart());

    model.sort(ClientModel::MessagesInColumn, Qt::DescendingOrder);
    qInfo("sorted by a counter: %lld ms", timer.restart());

    // ten seconds: 100 joins and 100 leaves, 4,000 counters each second
    qint64 longest = 0;
    int next = 10'000;
    QElapsedTimer look;
    for (int i = 1; i <= 40; ++i) {
        QList<ClientInfo> joined;
        QList<ClientLeft> left;
        QList<ClientStats> stats;
        for (int j = 0; j < 25; ++j) {
            const qsizetype at = (next * 37) % infos.size();
            left.append(madeLeft(infos[at].id));
            infos[at] = madeClient(next, u"/line/%1"_s.arg(next % 40));
            joined.append(infos[at]);
            ++next;
        }
        for (int j = 0; j < 1000; ++j)
            stats.append(madeStats(infos[(i * 1000 + j) % infos.size()].id, quint64(i * j % 997)));
        look.start();
        directory.apply(batchOf(joined, left, stats));
        model.refresh(madeTime(i * 250ms));
        longest = std::max(longest, look.elapsed());
    }
    qInfo("ten seconds of churn: %lld ms in all, longest look %lld ms", timer.restart(), longest);
    model.setFilter(ClientFilter::parse(u"7"_s).filter);
    QTRY_VERIFY(!model.isFiltering());
    qInfo("filtered: %lld ms", timer.restart());
    model.setFilter({});
    QTRY_VERIFY(!model.isFiltering());
    qInfo("filter cleared: %lld ms", timer.restart());
    model.sort(ClientModel::NameColumn);
    qInfo("sorted by name: %lld ms", timer.restart());
    QCOMPARE(model.connectedCount(), 10'000);
    QCOMPARE(model.shownCount(), 10'000);
}

SIGNALBOX_TEST(TestClientModel)
#include "tst_clientmodel.moc"
