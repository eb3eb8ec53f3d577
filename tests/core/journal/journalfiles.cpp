#include "journalfiles.h"

#include "core/journal/entrycolumns.h"

#include <QMetaEnum>
#include <QRandomGenerator>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QByteArray randomBytes(QRandomGenerator &random, int size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

QString randomText(QRandomGenerator &random)
{
    static const QStringList Texts{u""_s,
                                   u"/chat"_s,
                                   u"bold-otter"_s,
                                   u"äöü “quotes” \"and\" \\ more"_s,
                                   u"two\nlines\r\n\tand a tab"_s,
                                   u"=1+2"_s,
                                   u"@sum"_s,
                                   u"-3,4;5"_s,
                                   u"\u202e right to left"_s,
                                   u"\U0001F441 beyond the first plane"_s,
                                   QString(300, u'x'),
                                   QString(QChar(1))};
    return Texts[random.bounded(int(Texts.size()))];
}

template<typename Enum>
Enum randomOf(QRandomGenerator &random)
{
    return Enum(random.bounded(QMetaEnum::fromType<Enum>().keyCount()));
}

quint64 randomNumber(QRandomGenerator &random)
{
    static constexpr quint64 Numbers[] = {0, 1, 38, 65'535, 4'294'967'295, 9'007'199'254'740'993};
    return Numbers[random.bounded(int(std::size(Numbers)))];
}

} // namespace

QList<LogEntry> randomEntries(int count, quint32 seed, quint64 first)
{
    QRandomGenerator random(seed);
    QList<LogEntry> entries;
    for (int i = 0; i < count; ++i) {
        LogEntry entry;
        entry.sequence = first + quint64(i);
        entry.cause = randomNumber(random);
        entry.at = WallTime(std::chrono::microseconds(1'764'000'000'000'000 + i * 997LL));
        entry.kind = randomOf<LogKind>(random);
        entry.why = randomOf<Why>(random);
        entry.type = randomOf<PayloadType>(random);
        entry.failed = random.bounded(2) == 1;
        entry.code = quint16(randomNumber(random));
        entry.count = quint32(randomNumber(random));
        entry.waiting = quint32(randomNumber(random));
        if (random.bounded(3) > 0)
            entry.client = ClientId::create();
        entry.clientName = randomText(random);
        entry.endpoint = randomText(random);
        entry.path = randomText(random);
        entry.timer = randomText(random);
        entry.detail = randomText(random);
        entry.payload = random.bounded(2) == 1 ? randomText(random).toUtf8()
                                               : randomBytes(random, random.bounded(200));
        if (random.bounded(500) == 0)
            entry.payload = randomBytes(random, 64 * 1024);
        entry.size = quint64(entry.payload.size());
        if (random.bounded(20) == 0) {
            entry.size += 1 + randomNumber(random);
            entry.sha256 = randomBytes(random, 32);
        }
        entries.append(entry);
    }
    return entries;
}

LogEntry message(quint64 sequence, const QByteArray &payload)
{
    LogEntry entry;
    entry.sequence = sequence;
    entry.at = WallTime(std::chrono::microseconds(1'764'000'000'000'000 + qint64(sequence)));
    entry.kind = LogKind::In;
    entry.why = Why::ToAll;
    entry.type = PayloadType::Text;
    entry.client = {QUuid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)};
    entry.clientName = u"bold-otter"_s;
    entry.endpoint = u"local"_s;
    entry.path = u"/chat"_s;
    entry.payload = payload;
    entry.size = quint64(payload.size());
    return entry;
}

QList<LogEntry> entriesIn(const QString &fileName)
{
    QList<LogEntry> entries;
    const Result<SqlDatabase> database = SqlDatabase::open(fileName, SqlDatabase::Mode::Read);
    if (!database) {
        qWarning("%s", qPrintable(database.error().detail));
        return entries;
    }
    EntryColumns columns;
    if (const Status loaded = columns.load(database.value()); !loaded) {
        qWarning("%s", qPrintable(loaded.error().detail));
        return entries;
    }
    Result<SqlStatement> prepared =
        database.value().prepare("SELECT " + EntryColumns::names() + " FROM entry ORDER BY id");
    if (!prepared) {
        qWarning("%s", qPrintable(prepared.error().detail));
        return entries;
    }
    SqlStatement rows = std::move(prepared).value();
    for (;;) {
        const Result<bool> row = rows.step();
        if (!row)
            qWarning("%s", qPrintable(row.error().detail));
        if (!row || !row.value())
            return entries;
        entries.append(columns.read(rows));
    }
}

QString verdictOn(const QString &fileName)
{
    const Result<SqlDatabase> database = SqlDatabase::open(fileName, SqlDatabase::Mode::Read);
    if (!database)
        return database.error().detail;
    Result<SqlStatement> prepared = database.value().prepare("PRAGMA integrity_check");
    if (!prepared)
        return prepared.error().detail;
    SqlStatement check = std::move(prepared).value();
    const Result<bool> row = check.step();
    return row ? check.text(0) : row.error().detail;
}

} // namespace Signalbox
