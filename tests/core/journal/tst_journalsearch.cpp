#include "core/journal/journalreader.h"
#include "core/journal/journalsearch.h"
#include "core/journal/journalstore.h"
#include "journalfiles.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_JournalSearch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void findsWhatTheFilterFinds_data();
    void findsWhatTheFilterFinds();
    void saysWhatSqlCan_data();
    void saysWhatSqlCan();
    void givesPageAfterPage();
    void scopeCounts();
    void canBeCancelled();
    void aNewSearchEndsTheOneBefore();
    void failsWithoutAFile();
    void largePayloadsComeInSmallPages();
    void asksOftenWhetherItIsWanted();
    void findsWhatIsInANewFile();

private:
    QList<LogEntry> filtered(const LogFilter &filter) const;
    static QList<LogEntry> allThat(JournalReader &reader, const LogFilter &filter);

    QTemporaryDir m_folder;
    QString m_file;
    QList<LogEntry> m_entries;
};

void tst_JournalSearch::initTestCase()
{
    m_file = m_folder.filePath(u"journal.db"_s);
    m_entries = randomEntries(3'000, 11);
    for (int i = 0; i < 3'000; i += 3) { // plausible ones between them
        LogEntry entry = message(quint64(i) + 1,
                                 R"({"message":"train )" + QByteArray::number(i) + R"( arrives"})");
        entry.type = PayloadType::Json;
        entry.path = i % 2 == 0 ? u"/line/3"_s : u"/Chat"_s;
        if (i % 5 == 0)
            entry.clientName.clear();
        if (i % 7 == 0) { // as an envelope brings it, as it is sent on, with escapes
            const QByteArray user = R"({"user":{"id":)" + QByteArray::number(i % 30)
                                    + R"(,"n\u0061me":"\u0041nn","a b":)"
                                    + (i % 2 == 0 ? "true" : "false") + "}}";
            entry.payload = i % 14 == 0 ? user : QByteArray("{\"message\": " + user + "}");
            entry.size = quint64(entry.payload.size());
        }
        m_entries[i] = entry;
    }
    JournalStore store;
    QVERIFY(store.open(m_file));
    QVERIFY(store.append(m_entries.constData(), m_entries.constData() + m_entries.size()));
}

QList<LogEntry> tst_JournalSearch::filtered(const LogFilter &filter) const
{
    QList<LogEntry> matching;
    for (const LogEntry &entry : m_entries) {
        if (filter.matches(entry))
            matching.append(entry);
    }
    return matching;
}

/// What a reader finds, page after page: it gives what it has when that takes long.
QList<LogEntry> tst_JournalSearch::allThat(JournalReader &reader, const LogFilter &filter)
{
    JournalReader::Search search{.filter = filter, .before = 100'000, .most = 10'000};
    QList<LogEntry> all;
    for (bool isAtEnd = false; !isAtEnd;) {
        const auto found = reader.find(
            search, [] { return false; }, [](double) {});
        if (!found) {
            qWarning("%s", qPrintable(found.error().detail));
            return all;
        }
        all = found.value().entries + all;
        isAtEnd = found.value().isAtEnd;
    }
    return all;
}

void tst_JournalSearch::findsWhatTheFilterFinds_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             "train",
                             "TRAIN",
                             "train 42",
                             "\"train 42\"",
                             "absent",
                             "ä",
                             "Ä",
                             "dir:in",
                             "dir:out",
                             "dir:inside",
                             "dir:failed",
                             "-dir:in",
                             "dir!=in",
                             "kind:join",
                             "kind:r*",
                             "kind!=gap",
                             "type:json",
                             "type:binary or type:text",
                             "path:/line/3",
                             "path:LINE",
                             "path=/chat",
                             "path!=/chat",
                             "path:/l*3",
                             "path:*",
                             "path~/l.ne/",
                             "-path:line",
                             "client:otter",
                             "client:b*r",
                             "client=bold-otter",
                             "client!=bold-otter",
                             "client:00000001-0002-0003-0405-060708090a0b",
                             "endpoint:local",
                             "endpoint:ÖÜ",
                             "timer:sum",
                             "detail:quotes",
                             "size>100",
                             "size<=0",
                             "size>1kb",
                             "count=38",
                             "count!=1",
                             "code>=1",
                             "cause:0",
                             "no<100",
                             "no>=2990 train",
                             "no:1.5",
                             "why:toall",
                             "rule:dropped",
                             "rule!=dropped",
                             "rule:failed train",
                             "/train \\d+5 /",
                             "/TRAIN/i -/9/",
                             "/tr.in [0-3]+/ or path~/CH(a|o)t/i",
                             "client~/^bold-ot+er$/",
                             "client~/OTTER/ or client~/SEAL/i",
                             "-detail~/quotes?/",
                             "json.message:train",
                             "json.message:*42*",
                             "json.message~/train \\d+5 /",
                             "-json.message:train",
                             "json.message=absent",
                             "json.user.name:ann",
                             "json.user.id=9",
                             "json.user.id>8 json.user.id<=20",
                             "json.user[\"a b\"]=true or json.user.none=1",
                             "json.user.id!=3",
                             "(train or dir:out) -path:chat",
                             "not (dir:in or dir:out)",
                             "time:2025-11-24",
                             "time:2025-11-24..2025-11-25",
                             "time>2025-11-24T16:00",
                             "time!=2025-11-24",
                             "-time<2025-11-24T16:00:01",
                             "train path:/line/3 -client:bot* size<1kb no>5",
                             "\"it's\"",
                             "\"\\\"and\\\"\""})
        QTest::newRow(*text ? text : "everything") << QString::fromUtf8(text);
    QTest::newRow("very many words") << QString(u"a "_s).repeated(2'000);
    QTest::newRow("any of very many") << QString(u"a or "_s).repeated(2'000) + u"b"_s;
    QTest::newRow("a very long word") << QString(1'000, u'x');
    QTest::newRow("a NUL") << QString(u'a' % QChar(0));
}
void tst_JournalSearch::findsWhatTheFilterFinds()
{
    QFETCH(QString, text);
    const LogFilter::Parsed parsed = LogFilter::parse(text);
    QCOMPARE(parsed.problem.code, FilterProblem::Code::None);
    JournalReader reader;
    QVERIFY(reader.open(m_file));
    const QList<LogEntry> found = allThat(reader, parsed.filter);
    QCOMPARE(found, filtered(parsed.filter));

    QList<LogEntry> each;
    QVERIFY(reader.forEach(parsed.filter, [&each](const LogEntry &entry, double) {
        each.append(entry);
        return true;
    }));
    QCOMPARE(each, found);
}

void tst_JournalSearch::saysWhatSqlCan_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sql"); // that must be in it
    QTest::addColumn<bool>("exact");
    QTest::newRow("nothing") << u""_s << u"1"_s << true;
    QTest::newRow("a word") << u"train"_s << u"has(payload,"_s << false;
    QTest::newRow("a path") << u"path:/chat"_s << u"has(path,"_s << true;
    QTest::newRow("a negated path") << u"-path:/chat"_s << u"(NOT has(path,"_s << true;
    QTest::newRow("a client") << u"client:x"_s << u"has(name,"_s << false;
    QTest::newRow("a direction") << u"dir:in"_s << u"LogKind.In"_s << true;
    QTest::newRow("a time") << u"time>2026-11-24"_s << u"at>="_s << true;
    QTest::newRow("an expression") << u"/tra?in/"_s << u"has(payload,"_s << false;
    QTest::newRow("an expression for a path") << u"path~/x/"_s << u"has(path,"_s << false;
    QTest::newRow("an expression that needs nothing") << u"/x*/"_s << u"1"_s << false;
    QTest::newRow("that and a size") << u"/x*/ size>3"_s << u"size>3"_s << false;
    QTest::newRow("that or a size") << u"/x*/ or size>3"_s << u"1"_s << false;
}
void tst_JournalSearch::saysWhatSqlCan()
{
    QFETCH(QString, text);
    QFETCH(QString, sql);
    const SqlCondition condition = LogFilter::parse(text).filter.sql();
    QVERIFY2(QString::fromUtf8(condition.sql()).contains(sql), condition.sql().constData());
    QTEST(condition.isExact(), "exact");
}

void tst_JournalSearch::givesPageAfterPage()
{
    JournalSearch search;
    search.setFileName(m_file);
    QSignalSpy found(&search, &JournalSearch::found);
    const LogFilter filter = LogFilter::parse(u"train -path:chat"_s).filter;
    QList<LogEntry> all;
    quint64 before = std::numeric_limits<quint64>::max();
    for (bool isAtEnd = false; !isAtEnd;) {
        found.clear();
        search.find(filter, before, 70);
        QVERIFY(search.isSearching());
        QVERIFY(found.wait());
        QVERIFY(!search.isSearching());
        const auto page = found.first().at(0).value<QList<LogEntry>>();
        QVERIFY(page.size() <= 70);
        before = found.first().at(1).toULongLong();
        isAtEnd = found.first().at(2).toBool();
        all = page + all;
    }
    QCOMPARE(all, filtered(filter));
}

void tst_JournalSearch::scopeCounts()
{
    LogFilter filter = LogFilter::parse(u"size>3"_s).filter;
    for (const LogScope &scope :
         {LogScope{true, false, false, {}}, LogScope{false, true, true, {}},
          LogScope{true, true, true, u"/chat"_s}, LogScope{false, false, false, {}}}) {
        filter.setScope(scope);
        JournalReader reader;
        QVERIFY(reader.open(m_file));
        QCOMPARE(allThat(reader, filter), filtered(filter));
    }
}

void tst_JournalSearch::canBeCancelled()
{
    JournalReader reader;
    QVERIFY(reader.open(m_file));
    JournalReader::Search search{.before = 2'000, .most = 10};
    const auto found = reader.find(
        search, [] { return true; }, [](double) {});
    QVERIFY(found);
    QVERIFY(found.value().isCancelled);
    QVERIFY(!found.value().isAtEnd);
    QVERIFY(found.value().entries.isEmpty());
    QCOMPARE(search.before, 2'000U);
}

void tst_JournalSearch::aNewSearchEndsTheOneBefore()
{
    JournalSearch search;
    search.setFileName(m_file);
    QSignalSpy found(&search, &JournalSearch::found);
    search.find({}, 3'000, 10'000);
    search.find({}, 10, 2);
    QVERIFY(found.wait());
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().at(0).value<QList<LogEntry>>().size(), 2);
    QCOMPARE(found.first().at(1).toULongLong(), 8U);
}

void tst_JournalSearch::largePayloadsComeInSmallPages()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"journal.db"_s);
    constexpr int Rows = 12;
    QList<LogEntry> large;
    for (int i = 1; i <= Rows; ++i)
        large.append(message(quint64(i), QByteArray(8 * 1024 * 1024, char('a' + i))));
    JournalStore store;
    QVERIFY(store.open(file));
    QVERIFY(store.append(large.constData(), large.constData() + Rows));
    JournalReader reader;
    QVERIFY(reader.open(file));
    JournalReader::Search search{.before = 100, .most = 300};
    const auto found = reader.find(
        search, [] { return false; }, [](double) {});
    QVERIFY(found);
    QVERIFY(!found.value().isAtEnd);
    QVERIFY(found.value().entries.size() <= 4);
    QCOMPARE(found.value().entries.constLast(), large.constLast());
    QCOMPARE(search.before, found.value().entries.constFirst().sequence);
    QCOMPARE(allThat(reader, {}).size(), Rows);
}

/// Also where SQLite alone looks through many rows.
void tst_JournalSearch::asksOftenWhetherItIsWanted()
{
    JournalReader reader;
    QVERIFY(reader.open(m_file));
    int asked = 0;
    JournalReader::Search search{
        .filter = LogFilter::parse(u"absent"_s).filter, .before = 100'000, .most = 10};
    const auto found = reader.find(
        search, [&asked] { return ++asked > 2; }, [](double) {});
    QVERIFY(found);
    QVERIFY(found.value().isCancelled);
    QVERIFY(!found.value().isAtEnd);
    QCOMPARE(allThat(reader, {}).size(), m_entries.size()); // and it can be used again
}

void tst_JournalSearch::findsWhatIsInANewFile()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"journal.db"_s);
    const auto begin = [&file](const QByteArray &payload) {
        JournalStore store;
        const LogEntry entry = message(1, payload);
        return store.open(file) && store.append(&entry, &entry + 1);
    };
    QVERIFY(begin("of the first"));
    JournalSearch search;
    search.setFileName(file);
    QSignalSpy found(&search, &JournalSearch::found);
    search.find({}, 100, 10);
    QVERIFY(found.wait());
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(file + suffix);
    QVERIFY(begin("of the second"));
    found.clear();
    search.find({}, 100, 10);
    QVERIFY(found.wait());
    const auto entries = found.first().at(0).value<QList<LogEntry>>();
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries.first().payload, "of the second"_ba);
}

void tst_JournalSearch::failsWithoutAFile()
{
    JournalSearch search;
    search.setFileName(m_folder.filePath(u"absent.db"_s));
    QSignalSpy failed(&search, &JournalSearch::failed);
    search.find({}, 10, 10);
    QVERIFY(failed.wait());
    QVERIFY(!search.isSearching());
    search.setFileName(m_file);
    QSignalSpy found(&search, &JournalSearch::found);
    search.find({}, 10, 10);
    QVERIFY(found.wait());
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_JournalSearch)
#include "tst_journalsearch.moc"
