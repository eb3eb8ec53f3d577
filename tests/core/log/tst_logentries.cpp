#include "core/log/logentries.h"
#include "tests/support/testprogram.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Signalbox;

namespace {

QList<LogEntry> entriesFrom(quint64 first, qsizetype count)
{
    QList<LogEntry> list;
    for (qsizetype i = 0; i < count; ++i) {
        list.emplace_back();
        list.last().sequence = first + quint64(i);
        list.last().path = QString::number(first + quint64(i));
    }
    return list;
}

bool areFrom(const LogEntries &entries, quint64 first, qsizetype count)
{
    if (entries.size() != count || entries.end() - entries.begin() != count)
        return false;
    qsizetype i = 0;
    for (const LogEntry &entry : entries) {
        if (entry.sequence != first + quint64(i) || entry.path != QString::number(entry.sequence)
            || &entry != &entries[i])
            return false;
        ++i;
    }
    return i == count;
}

} // namespace

class tst_LogEntries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void beginsEmpty()
    {
        LogEntries entries;
        QVERIFY(entries.isEmpty());
        QCOMPARE(entries.begin(), entries.end());
        entries.append(QList<LogEntry>());
        entries.append(LogEntries());
        entries.removeFirst(0);
        QVERIFY(areFrom(entries, 1, 0));
    }

    void bigListsAreSharedAndLetGoWhole()
    {
        const QList<LogEntry> big = entriesFrom(1, 1'000);
        LogEntries entries = big;
        entries.append(entriesFrom(1'001, 900));
        QVERIFY(areFrom(entries, 1, 1'900));
        QCOMPARE(&entries[0], big.constData());
        entries.removeFirst(999);
        QVERIFY(!big.isDetached());
        entries.removeFirst(1);
        QVERIFY(big.isDetached());
        QVERIFY(areFrom(entries, 1'001, 900));
    }

    void sharedListsAreNotWrittenTo()
    {
        const QList<LogEntry> first = entriesFrom(1, 10);
        const LogEntries before = first;
        LogEntries entries = before;
        entries.append(entriesFrom(11, 10)); // put together with the first
        QVERIFY(areFrom(entries, 1, 20));
        QVERIFY(areFrom(before, 1, 10));
        QCOMPARE(first.size(), 10);
    }

    void shortListsArePutTogether()
    {
        QList<LogEntry> roomy = entriesFrom(1, 3);
        roomy.reserve(100'000);
        LogEntries entries = std::move(roomy);
        for (int i = 1; i < 1'000; ++i)
            entries.append(entriesFrom(1 + quint64(i) * 3, 3));
        QVERIFY(areFrom(entries, 1, 3'000));
        int together = 1; // lists that follow one another in memory
        for (qsizetype i = 1; i < entries.size(); ++i)
            together += &entries[i] != &entries[i - 1] + 1;
        QVERIFY2(together <= 4, qPrintable(QString::number(together)));
    }

    void longPayloadsAreNotKeptForTheNextOnes()
    {
        LogEntries entries;
        for (int i = 0; i < 60; ++i) {
            LogEntry entry;
            entry.payload = QByteArray(64 * 1024, 'x');
            entries.append(QList<LogEntry>{entry});
        }
        QByteArray removed = entries.first().payload;
        entries.removeFirst(40);
        QVERIFY(removed.isDetached());
    }

    void whatWasRemovedIsNotAppended()
    {
        LogEntries entries = entriesFrom(1, 1'500);
        entries.append(entriesFrom(1'501, 1'500));
        entries.removeFirst(700);
        LogEntries other = entriesFrom(699, 2);
        other.append(entries);
        QVERIFY(areFrom(other, 699, 2 + 2'300));
        QVERIFY(areFrom(entries, 701, 2'300));
    }

    void listsAreTakenWhole()
    {
        const QList<LogEntry> big = entriesFrom(1, 1'500);
        LogEntries entries = big;
        entries.append(entriesFrom(1'501, 1'500));
        entries.append(entriesFrom(3'001, 5));
        entries.removeFirst(700);
        QVERIFY(areFrom(entries.takeFirst(100), 701, 800));
        QVERIFY(!entries.isEmpty());
        QVERIFY(big.isDetached());
        QVERIFY(areFrom(entries, 1'501, 1'505));
        const LogEntry *second = &entries[0];
        const LogEntries rest = entries.takeFirst(1'501);
        QVERIFY(areFrom(rest, 1'501, 1'505));
        QCOMPARE(&rest[0], second); // moved, not copied
        QVERIFY(areFrom(entries, 1, 0));
        QVERIFY(areFrom(entries.takeFirst(1), 1, 0));
        entries.append(entriesFrom(1, 3));
        QVERIFY(areFrom(entries, 1, 3));
    }

    void anyOrderOfReading()
    {
        QRandomGenerator random(3);
        LogEntries entries;
        quint64 first = 1;
        quint64 next = 1;
        for (int step = 0; step < 400; ++step) {
            const auto count = qsizetype(random.bounded(step % 7 == 0 ? 2'000 : 60));
            entries.append(entriesFrom(next, count));
            next += quint64(count);
            const qsizetype leaving = random.bounded(int(entries.size() / 3 + 1));
            entries.removeFirst(leaving);
            first += quint64(leaving);
            QCOMPARE(entries.size(), qsizetype(next - first));
            for (int i = 0; i < 20 && !entries.isEmpty(); ++i) {
                const qsizetype at = random.bounded(int(entries.size()));
                QCOMPARE(entries.at(at).sequence, first + quint64(at));
            }
            const quint64 wanted = first + quint64(entries.size() / 2);
            const auto found = std::partition_point(
                entries.begin(), entries.end(),
                [wanted](const LogEntry &entry) { return entry.sequence < wanted; });
            QCOMPARE(found - entries.begin(), entries.size() / 2);
        }
        QVERIFY(areFrom(entries, first, qsizetype(next - first)));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_LogEntries)
#include "tst_logentries.moc"
