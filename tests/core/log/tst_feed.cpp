#include "core/log/feed.h"
#include "core/server/dispatch.h"
#include "tests/support/testprogram.h"

#include <QCryptographicHash>

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
    void givesEntriesToTheJournalToo()
    {
        Feed feed;
        feed.setJournaled(true);
        QVERIFY(feed.isWanted());
        feed.add({});
        feed.join({}); // the journal has no use for clients
        feed.setWanted(true); // too late for what was before
        feed.add({});
        const FeedBatch batch = feed.take();
        QCOMPARE(batch.entries.size(), 1);
        QCOMPARE(batch.joined.size(), 0);
        feed.add({});
        QList<quint64> sequences;
        const auto lists = feed.takeForJournal().lists;
        for (const QList<LogEntry> &entries : lists) {
            for (const LogEntry &entry : entries)
                sequences.append(entry.sequence);
        }
        QCOMPARE(sequences, (QList<quint64>{1, 2, 3}));
        QVERIFY(feed.takeForJournal().lists.isEmpty());
        QCOMPARE(feed.take().entries.size(), 1);
    }
    void oneReaderThatDoesNotTakeCostsTheOtherNothing()
    {
        Feed feed;
        feed.setWanted(true);
        feed.setJournaled(true);
        qsizetype taken = 0;
        const qsizetype added = Feed::MaxEntries + 10;
        for (qsizetype i = 0; i < added; ++i) {
            feed.add({});
            if (i % 1'000 == 0)
                taken += feed.take().entries.size();
        }
        taken += feed.take().entries.size();
        QCOMPARE(taken, added);
        const auto lists = feed.takeForJournal().lists;
        QCOMPARE(lists.first().first().kind, LogKind::Gap);
        qsizetype journaled = lists.first().first().count;
        for (qsizetype i = 1; i < lists.size(); ++i)
            journaled += lists[i].size();
        QCOMPARE(journaled, added);
    }
    void continuesAfterANumber()
    {
        Feed feed;
        feed.setWanted(true);
        feed.continueAfter(41);
        QCOMPARE(feed.add({}), 42U);
        feed.continueAfter(7); // never backwards
        QCOMPARE(feed.add({}), 43U);
    }
    void boundsTheTextsToo()
    {
        Feed feed;
        feed.setWanted(true);
        LogEntry entry; // as of a script's log()
        entry.detail = QString(4096, u'x');
        for (int i = 0; i < 50'000; ++i)
            feed.add(entry);
        qsizetype bytes = 0;
        const FeedBatch batch = feed.take();
        for (const LogEntry &kept : batch.entries)
            bytes += kept.detail.size() * 2;
        QVERIFY(bytes > Feed::MaxBytes / 2);
        QVERIFY(bytes <= Feed::MaxBytes);
        QCOMPARE(batch.entries.first().kind, LogKind::Gap);
    }
    void givesTheJournalItsEntriesPieceByPiece()
    {
        constexpr qsizetype Enough = 8 * 1024 * 1024;
        constexpr qsizetype Added = 300; // more than it keeps
        Feed feed;
        feed.setJournaled(true);
        LogEntry entry;
        entry.payload = QByteArray(1024 * 1024, 'x');
        for (qsizetype i = 0; i < Added; ++i)
            feed.add(entry);
        quint64 last = 0;
        int pieces = 0;
        for (bool isAll = false; !isAll; ++pieces) {
            const Feed::Taken taken = feed.takeForJournal(Enough);
            isAll = taken.isAll;
            qsizetype bytes = 0;
            for (const QList<LogEntry> &list : taken.lists) {
                for (const LogEntry &each : list) {
                    bytes += each.payload.size();
                    QCOMPARE(each.sequence, last + (each.kind == LogKind::Gap ? each.count : 1));
                    last = each.sequence;
                }
            }
            QVERIFY(bytes <= 2 * Enough);
            QVERIFY(isAll || bytes >= Enough);
        }
        QCOMPARE(last, quint64(Added));
        QVERIFY(pieces >= 8);
        QVERIFY(feed.takeForJournal(Enough).lists.isEmpty());
    }
    void boundsTheBytesToo()
    {
        Feed feed;
        feed.setWanted(true);
        LogEntry entry;
        entry.payload = QByteArray(64 * 1024, 'x');
        for (int i = 0; i < 5000; ++i)
            feed.add(entry);
        qsizetype bytes = 0;
        const FeedBatch batch = feed.take();
        for (const LogEntry &kept : batch.entries)
            bytes += kept.payload.size();
        QVERIFY(bytes <= Feed::MaxBytes);
        QCOMPARE(batch.entries.first().kind, LogKind::Gap);
    }
    void anEntryHasThePayloadWholeAndShared()
    {
        const QByteArray payload(1024 * 1024, 'x'); // as large as the usual limit
        LogEntry entry;
        setPayload(entry, payload);
        QCOMPARE(entry.payload.constData(), payload.constData());
        QCOMPARE(entry.size, quint64(payload.size()));
        QVERIFY(!entry.isCut());
        QVERIFY(entry.sha256.isEmpty());
    }
    void noRoomIsKeptThatIsNotCounted()
    {
        QByteArray payload(1'000, 'x');
        payload.reserve(1024 * 1024);
        LogEntry entry;
        setPayload(entry, payload);
        QCOMPARE(entry.payload, payload);
        QVERIFY(entry.payload.capacity() < 8 * 1024);
    }
    void whatIsLargerThanAnyLimitIsCut()
    {
        const QByteArray payload(LargestKeptPayload + 1, 'x');
        LogEntry entry;
        setPayload(entry, payload);
        QVERIFY(entry.isCut());
        QCOMPARE(entry.payload.size(), LargestKeptPayload);
        QCOMPARE(entry.sha256, QCryptographicHash::hash(payload, QCryptographicHash::Sha256));
        Feed feed;
        feed.setWanted(true);
        for (int i = 0; i < 4; ++i)
            feed.add(entry); // each alone fits
        QCOMPARE(feed.take().entries.last().payload.size(), LargestKeptPayload);
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

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Feed)
#include "tst_feed.moc"
