#include "core/server/feed.h"

#include <QTest>

using namespace Signalbox;

class tst_Feed : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsNothingThatNobodyWants()
    {
        Feed feed;
        QCOMPARE(feed.add({}), 0U);
        feed.join({});
        QVERIFY(feed.take().isEmpty());
    }
    void numbersEntriesWithoutGaps()
    {
        Feed feed;
        feed.setWanted(true);
        QCOMPARE(feed.add({}), 1U);
        QCOMPARE(feed.add({}), 2U);
        QCOMPARE(feed.take().entries.size(), 2);
        QCOMPARE(feed.add({}), 3U);
        QCOMPARE(feed.take().entries.first().sequence, 3U);
        QVERIFY(feed.take().isEmpty());
    }
    void saysHowManyItLetGo()
    {
        Feed feed;
        feed.setWanted(true);
        const qsizetype added = Feed::MaxEntries + 10;
        for (qsizetype i = 0; i < added; ++i)
            feed.add({});
        const FeedBatch batch = feed.take();
        QVERIFY(batch.entries.size() <= Feed::MaxEntries);
        QCOMPARE(batch.entries.first().kind, LogKind::Gap);
        QCOMPARE(qsizetype(batch.entries.first().count) + batch.entries.size() - 1, added);
        QCOMPARE(batch.entries.last().sequence, quint64(added));
    }
    void boundsTheBytesToo()
    {
        Feed feed;
        feed.setWanted(true);
        LogEntry entry;
        entry.payload = QByteArray(MaxLoggedPayload, 'x');
        for (int i = 0; i < 5000; ++i)
            feed.add(entry);
        qsizetype bytes = 0;
        const FeedBatch batch = feed.take();
        for (const LogEntry &kept : batch.entries)
            bytes += kept.payload.size();
        QVERIFY(bytes <= Feed::MaxBytes);
        QCOMPARE(batch.entries.first().kind, LogKind::Gap);
    }
    void givesOnlyTheNewestCounters()
    {
        Feed feed;
        feed.setWanted(true);
        const ClientId a = ClientId::create();
        const ClientId b = ClientId::create();
        feed.update({{.id = a, .messagesIn = 1}, {.id = b, .messagesIn = 5}});
        feed.update({{.id = a, .messagesIn = 2}});
        const FeedBatch batch = feed.take();
        QCOMPARE(batch.stats.size(), 2);
        QCOMPARE(batch.stats.first().messagesIn, 2U);
    }
};

QTEST_GUILESS_MAIN(tst_Feed)
#include "tst_feed.moc"
