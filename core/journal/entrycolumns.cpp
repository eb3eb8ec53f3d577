#include "core/journal/entrycolumns.h"

#include <QMetaEnum>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

enum Column {
    Id,
    At,
    Kind,
    Failed,
    Type,
    WhyColumn,
    Cause,
    Code,
    Count,
    Waiting,
    Size,
    Client,
    Path,
    Name,
    Endpoint,
    Timer,
    Detail,
    Sha256,
    Payload, // last: it may lie on other pages, which are only read when it is asked for
    ColumnCount,
};

constexpr const char *Tables =
    "CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE entry(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " failed INTEGER NOT NULL, type INTEGER NOT NULL, why INTEGER NOT NULL,"
    " cause INTEGER NOT NULL, code INTEGER NOT NULL, count INTEGER NOT NULL,"
    " waiting INTEGER NOT NULL, size INTEGER NOT NULL, client BLOB NOT NULL,"
    " path TEXT NOT NULL, name TEXT NOT NULL, endpoint TEXT NOT NULL, timer TEXT NOT NULL,"
    " detail TEXT NOT NULL, sha256 BLOB NOT NULL, payload BLOB NOT NULL);";

} // namespace

WordNumbers::WordNumbers(const QMetaEnum &words)
{
    for (int value = 0; value < words.keyCount(); ++value)
        m_names.append(QByteArray(words.enumName()) + '.' + words.valueToKey(value));
    m_numbers.resize(m_names.size());
}

QByteArrayList WordNumbers::names() const
{
    return m_names;
}

void WordNumbers::learn(const QByteArray &name, qint64 number)
{
    const qsizetype value = m_names.indexOf(name);
    if (value < 0)
        return;
    m_numbers[value] = number;
    m_values.insert(number, int(value));
}

EntryColumns::EntryColumns()
    : m_kinds(QMetaEnum::fromType<LogKind>())
    , m_types(QMetaEnum::fromType<PayloadType>())
    , m_whys(QMetaEnum::fromType<Why>())
{
}

Status EntryColumns::makeTables(const SqlDatabase &database)
{
    return database.run(Tables);
}

QByteArray EntryColumns::names()
{
    return "id,at,kind,failed,type,why,cause,code,count,waiting,size,client,path,name,endpoint,"
           "timer,detail,sha256,payload";
}

QByteArray EntryColumns::placeholders()
{
    return QByteArray("?,").repeated(ColumnCount - 1) + '?';
}

Status EntryColumns::writeWords(const SqlDatabase &database) const
{
    Result<SqlStatement> prepared =
        database.prepare("INSERT OR IGNORE INTO word(text) VALUES(CAST(? AS TEXT))");
    if (!prepared)
        return prepared.error();
    SqlStatement insert = std::move(prepared).value();
    const QByteArrayList names = m_kinds.names() + m_types.names() + m_whys.names();
    for (const QByteArray &name : names) {
        insert.bindBytes(1, name);
        if (const Result<bool> done = insert.step(); !done)
            return done.error();
    }
    return success();
}

Status EntryColumns::load(const SqlDatabase &database)
{
    Result<SqlStatement> prepared = database.prepare("SELECT id, text FROM word");
    if (!prepared)
        return prepared.error();
    SqlStatement words = std::move(prepared).value();
    for (;;) {
        const Result<bool> row = words.step();
        if (!row)
            return row.error();
        if (!row.value())
            return success();
        const QByteArray name = words.bytes(1).toByteArray();
        for (WordNumbers *list : {&m_kinds, &m_types, &m_whys})
            list->learn(name, words.number(0));
    }
}

void EntryColumns::bind(SqlStatement &statement, const LogEntry &entry) const
{
    const auto number = [&statement](Column column, auto value) {
        statement.bind(column + 1, qint64(value));
    };
    const auto text = [&statement](Column column, const QString &value) {
        statement.bindText(column + 1, value);
    };
    number(Id, entry.sequence);
    number(At, entry.at.time_since_epoch().count());
    number(Kind, m_kinds.numberOf(int(entry.kind)));
    number(Failed, entry.failed ? 1 : 0);
    number(Type, m_types.numberOf(int(entry.type)));
    number(WhyColumn, m_whys.numberOf(int(entry.why)));
    number(Cause, entry.cause);
    number(Code, entry.code);
    number(Count, entry.count);
    number(Waiting, entry.waiting);
    number(Size, entry.size);
    statement.bindCopy(Client + 1,
                       entry.client.isNull() ? QByteArray() : entry.client.value.toRfc4122());
    text(Path, entry.path);
    text(Name, entry.clientName);
    text(Endpoint, entry.endpoint);
    text(Timer, entry.timer);
    text(Detail, entry.detail);
    statement.bindBytes(Sha256 + 1, entry.sha256);
    statement.bindBytes(Payload + 1, entry.payload);
}

LogEntry EntryColumns::read(const SqlStatement &row) const
{
    LogEntry entry;
    entry.sequence = quint64(row.number(Id));
    entry.at = WallTime(std::chrono::microseconds(row.number(At)));
    entry.kind = LogKind(m_kinds.valueOf(row.number(Kind), int(LogKind::Note)));
    entry.failed = row.number(Failed) != 0;
    entry.type = PayloadType(m_types.valueOf(row.number(Type), int(PayloadType::None)));
    entry.why = Why(m_whys.valueOf(row.number(WhyColumn), int(Why::None)));
    entry.cause = quint64(row.number(Cause));
    entry.code = quint16(row.number(Code));
    entry.count = quint32(row.number(Count));
    entry.waiting = quint32(row.number(Waiting));
    entry.size = quint64(row.number(Size));
    entry.client = {QUuid::fromRfc4122(row.bytes(Client))};
    entry.path = row.text(Path);
    entry.clientName = row.text(Name);
    entry.endpoint = row.text(Endpoint);
    entry.timer = row.text(Timer);
    entry.detail = row.text(Detail);
    entry.sha256 = row.bytes(Sha256).toByteArray();
    entry.payload = row.bytes(Payload).toByteArray();
    return entry;
}

} // namespace Signalbox
