#include "tests/support/testprogram.h"
#include "ui/model/clientdirectory.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

ClientInfo client(const QString &path, const QString &group = {})
{
    ClientInfo info;
    info.id = ClientId::create();
    info.endpoint = u"local"_s;
    info.path = path;
    info.group = group;
    return info;
}

ClientStats counters(const ClientId &id, quint64 messagesIn)
{
    ClientStats stats;
    stats.id = id;
    stats.messagesIn = messagesIn;
    return stats;
}

ClientLeft leaving(const ClientId &id)
{
    ClientLeft left;
    left.id = id;
    left.code = 1000;
    left.reason = u"bye"_s;
    left.by = ClosedBy::Client;
    return left;
}

FeedBatch joins(const QList<ClientInfo> &clients)
{
    FeedBatch batch;
    batch.joined = clients;
    return batch;
}

FeedBatch leaves(const QList<ClientId> &ids)
{
    FeedBatch batch;
    for (const ClientId &id : ids)
        batch.left.append(leaving(id));
    return batch;
}

} // namespace

class TestClientDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void keepsTheOrderInWhichClientsCame();
    void countsTargets_data();
    void countsTargets();
    void matchesInTheOrderInWhichClientsCame();
    void pathsAreShownAsTheFirstClientWroteThem();
    void namesOfPathsAndGroupsLeaveWithTheirLastClient();
    void emitsEachSignalOnceForABatch();
    void aClientThatCameAndLeftWithinABatch();
    void leavesOutWhatIsNew_data();
    void leavesOutWhatIsNew();
    void remembersTheLastThatLeft();
    void costOfTenThousandClients();
};

void TestClientDirectory::keepsTheOrderInWhichClientsCame()
{
    ClientDirectory directory;
    QList<ClientInfo> infos;
    for (int i = 0; i < 20; ++i)
        infos.append(client(u"/chat"_s));
    directory.apply(joins(infos));
    directory.apply(leaves({infos[0].id, infos[7].id, infos[19].id}));
    const ClientInfo late = client(u"/chat"_s);
    directory.apply(joins({late}));

    QList<ClientId> expected;
    for (int i = 0; i < 20; ++i) {
        if (i != 0 && i != 7 && i != 19)
            expected.append(infos[i].id);
    }
    expected.append(late.id);
    QCOMPARE(directory.connected(), expected);
    QCOMPARE(directory.count(), 18);
}

void TestClientDirectory::countsTargets_data()
{
    // On /chat: Ada (blue), Ben (red), Cy (none); on /Chat%20B: Di (blue); gone: Ed (/chat, blue).
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("group");
    QTest::addColumn<QList<int>>("clients"); // indexes: Ada 0 … Ed 4; 9 is nobody
    QTest::addColumn<int>("count");
    const QList<int> none;
    QTest::newRow("everything empty is everyone connected") << u""_s << u""_s << none << 4;
    QTest::newRow("a path") << u"/chat"_s << u""_s << none << 3;
    QTest::newRow("a path in capitals") << u"/CHAT"_s << u""_s << none << 3;
    QTest::newRow("a path with escapes") << u"/chat%20b"_s << u""_s << none << 1;
    QTest::newRow("a path nobody is on") << u"/x"_s << u""_s << none << 0;
    QTest::newRow("a group") << u""_s << u"blue"_s << none << 2;
    QTest::newRow("a group nobody is in") << u""_s << u"green"_s << none << 0;
    QTest::newRow("a group of a path") << u"/chat"_s << u"blue"_s << none << 1;
    QTest::newRow("a group that is not on the path") << u"/chat b"_s << u"red"_s << none << 0;
    QTest::newRow("chosen clients") << u""_s << u""_s << QList{0, 3} << 2;
    QTest::newRow("chosen clients, whatever the path says") << u"/x"_s << u"y"_s << QList{1} << 1;
    QTest::newRow("a chosen client that has left does not count")
        << u""_s << u""_s << QList{0, 4} << 1;
    QTest::newRow("a client chosen twice counts once") << u""_s << u""_s << QList{2, 2} << 1;
    QTest::newRow("a chosen client never seen") << u""_s << u""_s << QList{9} << 0;
}

void TestClientDirectory::countsTargets()
{
    QFETCH(QString, path);
    QFETCH(QString, group);
    QFETCH(QList<int>, clients);
    QFETCH(int, count);
    const QList<ClientInfo> infos{client(u"/chat"_s, u"blue"_s), client(u"/chat"_s, u"red"_s),
                                  client(u"/chat"_s), client(u"/Chat B"_s, u"blue"_s),
                                  client(u"/chat"_s, u"blue"_s)};
    ClientDirectory directory;
    directory.apply(joins(infos));
    directory.apply(leaves({infos[4].id}));

    Target target{.path = path, .group = group, .clients = {}};
    for (const int index : std::as_const(clients))
        target.clients.append(index < infos.size() ? infos[index].id : ClientId::create());
    QCOMPARE(directory.count(target), count);
    QCOMPARE(directory.matching(target).size(), count);
}

void TestClientDirectory::matchesInTheOrderInWhichClientsCame()
{
    ClientDirectory directory;
    QList<ClientInfo> infos;
    QList<ClientId> even;
    for (int i = 0; i < 50; ++i) {
        infos.append(client(i % 2 ? u"/odd"_s : u"/even"_s, i < 40 ? u"early"_s : u"late"_s));
        if (i % 2 == 0)
            even.append(infos.last().id);
    }
    directory.apply(joins(infos));
    QCOMPARE(directory.matching({.path = u"/even"_s, .group = {}, .clients = {}}), even);
    QCOMPARE(directory.matching({.path = u"/even"_s, .group = u"early"_s, .clients = {}}),
             even.first(20));
    QCOMPARE(directory.matching({.path = {}, .group = {}, .clients = {infos[3].id, infos[1].id}}),
             (QList{infos[1].id, infos[3].id}));
}

void TestClientDirectory::pathsAreShownAsTheFirstClientWroteThem()
{
    ClientDirectory directory;
    const ClientInfo first = client(u"/Chat"_s);
    directory.apply(joins({first, client(u"/chat"_s), client(u"/b"_s), client(u"/a"_s)}));
    QCOMPARE(directory.paths(), (QStringList{u"/Chat"_s, u"/a"_s, u"/b"_s}));
    directory.apply(leaves({first.id}));
    QCOMPARE(directory.paths(), (QStringList{u"/Chat"_s, u"/a"_s, u"/b"_s}));
}

void TestClientDirectory::namesOfPathsAndGroupsLeaveWithTheirLastClient()
{
    ClientDirectory directory;
    const ClientInfo ada = client(u"/chat"_s, u"blue"_s);
    const ClientInfo ben = client(u"/chat"_s, u"red"_s);
    directory.apply(joins({ada, ben}));
    QCOMPARE(directory.groups(), (QStringList{u"blue"_s, u"red"_s}));
    directory.apply(leaves({ada.id}));
    QCOMPARE(directory.groups(), QStringList{u"red"_s});
    QCOMPARE(directory.paths(), QStringList{u"/chat"_s});
    directory.apply(leaves({ben.id}));
    QVERIFY(directory.groups().isEmpty());
    QVERIFY(directory.paths().isEmpty());
}

void TestClientDirectory::emitsEachSignalOnceForABatch()
{
    ClientDirectory directory;
    const QList<ClientInfo> infos{client(u"/a"_s), client(u"/b"_s), client(u"/c"_s)};
    directory.apply(joins({infos[0], infos[1]}));

    QSignalSpy joined(&directory, &ClientDirectory::joined);
    QSignalSpy left(&directory, &ClientDirectory::left);
    QSignalSpy updated(&directory, &ClientDirectory::updated);
    QSignalSpy changed(&directory, &ClientDirectory::changed);
    FeedBatch batch = leaves({infos[0].id});
    batch.joined = {infos[2]};
    batch.stats = {counters(infos[1].id, 3), counters(infos[2].id, 4)};
    directory.apply(batch);
    QCOMPARE(joined.size(), 1);
    QCOMPARE(joined[0][0].value<QList<ClientId>>(), QList{infos[2].id});
    QCOMPARE(left.size(), 1);
    QCOMPARE(left[0][0].value<QList<ClientId>>(), QList{infos[0].id});
    QCOMPARE(updated.size(), 1);
    QCOMPARE(updated[0][0].value<QList<ClientId>>(), (QList{infos[1].id, infos[2].id}));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(directory.find(infos[2].id)->stats.messagesIn, 4U);

    directory.apply({});
    QCOMPARE(changed.size(), 1);
}

void TestClientDirectory::aClientThatCameAndLeftWithinABatch()
{
    ClientDirectory directory;
    const ClientInfo info = client(u"/chat"_s, u"blue"_s);
    QSignalSpy joined(&directory, &ClientDirectory::joined);
    QSignalSpy left(&directory, &ClientDirectory::left);
    FeedBatch batch = leaves({info.id});
    batch.joined = {info};
    batch.stats = {counters(info.id, 1)};
    directory.apply(batch);
    QCOMPARE(joined.size(), 1);
    QCOMPARE(left.size(), 1);
    QCOMPARE(directory.count(), 0);
    QVERIFY(directory.paths().isEmpty());
    QVERIFY(directory.find(info.id)->left);
    QCOMPARE(directory.find(info.id)->left->reason, u"bye"_s);
    QCOMPARE(directory.find(info.id)->stats.messagesIn, 1U);
}

void TestClientDirectory::leavesOutWhatIsNew_data()
{
    QTest::addColumn<int>("what");
    QTest::newRow("counters of a client never seen") << 0;
    QTest::newRow("the leaving of a client never seen") << 1;
    QTest::newRow("the leaving of a client that has left") << 2;
    QTest::newRow("the coming of a client that is there") << 3;
    QTest::newRow("counters that are as they were") << 4;
    QTest::newRow("a client without an id") << 5;
}

void TestClientDirectory::leavesOutWhatIsNew()
{
    QFETCH(int, what);
    const ClientInfo there = client(u"/chat"_s);
    const ClientInfo gone = client(u"/chat"_s);
    ClientDirectory directory;
    directory.apply(joins({there, gone}));
    directory.apply(leaves({gone.id}));

    QSignalSpy changed(&directory, &ClientDirectory::changed);
    FeedBatch batch;
    switch (what) {
    case 0:
        batch.stats = {counters(ClientId::create(), 1)};
        break;
    case 1:
        batch = leaves({ClientId::create()});
        break;
    case 2:
        batch = leaves({gone.id});
        break;
    case 3:
        batch = joins({there, gone});
        break;
    case 4:
        batch.stats = {counters(there.id, 0)};
        break;
    case 5:
        batch.joined = {ClientInfo{}};
        break;
    }
    directory.apply(batch);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(directory.count(), 1);
}

void TestClientDirectory::remembersTheLastThatLeft()
{
    ClientDirectory directory;
    QList<ClientInfo> infos;
    QList<ClientId> ids;
    for (int i = 0; i < ClientDirectory::MaxGone + 2; ++i) {
        infos.append(client(u"/chat"_s));
        ids.append(infos.last().id);
    }
    directory.apply(joins(infos));
    directory.apply(leaves(ids));
    QCOMPARE(directory.count(), 0);
    QVERIFY(!directory.find(ids[0]));
    QVERIFY(!directory.find(ids[1]));
    QVERIFY(directory.find(ids[2]));
    QVERIFY(directory.find(ids.last()));
}

void TestClientDirectory::costOfTenThousandClients()
{
    ClientDirectory directory;
    QList<ClientInfo> infos;
    for (int i = 0; i < 10'000; ++i)
        infos.append(client(u"/line/%1"_s.arg(i % 40), u"g%1"_s.arg(i % 7)));
    QElapsedTimer timer;
    timer.start();
    directory.apply(joins(infos));
    const qint64 joining = timer.restart();

    // A second of a busy day: 40 looks, each with 5 joins, 5 leaves and the counters of 2,000.
    int at = 0;
    for (int look = 0; look < 40; ++look) {
        FeedBatch batch;
        for (int i = 0; i < 5; ++i) {
            const ClientInfo fresh = client(u"/line/1"_s);
            batch.joined.append(fresh);
            batch.left.append(leaving(infos[at].id));
            infos[at] = fresh;
            at = (at + 1'999) % 10'000;
        }
        for (int i = 0; i < 2'000; ++i)
            batch.stats.append(counters(infos[(look * 2'000 + i) % 10'000].id, quint64(look) + 1));
        directory.apply(batch);
    }
    const qint64 churning = timer.elapsed();
    qInfo("10,000 joins: %lld ms; one second of churn and counters: %lld ms", joining, churning);
    QCOMPARE(directory.count(), 10'000);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(TestClientDirectory)
#include "tst_clientdirectory.moc"
