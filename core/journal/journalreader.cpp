#include "core/journal/journalreader.h"

#include "core/filter/textmatcher.h"

#include <QElapsedTimer>

#include <algorithm>
#include <memory>
#include <sqlite3.h>

namespace Signalbox {

namespace {

constexpr quint64 SliceEntries = 20'000; // of one statement
constexpr qint64 PageBytes = 32 * 1024 * 1024; // then what is found is given
constexpr int StepsBetweenQuestions = 5'000; // of SQLite's machine, whether to go on
constexpr int PatienceMilliseconds = 100; // then what is found is given

void deleteMatcher(void *matcher)
{
    delete static_cast<TextMatcher *>(matcher);
}

QByteArrayView bytesOf(sqlite3_value *value)
{
    const void *data = sqlite3_value_blob(value);
    return {static_cast<const char *>(data), sqlite3_value_bytes(value)};
}

/// The function of SqlCondition; the matcher is made once for a statement.
void has(sqlite3_context *context, int, sqlite3_value **arguments)
{
    const QByteArrayView bytes = bytesOf(arguments[0]);
    const int how = sqlite3_value_int(arguments[2]);
    if (bytes.isEmpty() && (how & 2) != 0)
        return sqlite3_result_int(context, 1);
    auto *matcher = static_cast<TextMatcher *>(sqlite3_get_auxdata(context, 1));
    std::unique_ptr<TextMatcher> made;
    if (!matcher) {
        made =
            std::make_unique<TextMatcher>(QString::fromUtf8(bytesOf(arguments[1])),
                                          (how & 1) != 0 ? Qt::CaseSensitive : Qt::CaseInsensitive);
        matcher = made.get();
    }
    sqlite3_result_int(context, matcher->isIn(bytes) ? 1 : 0);
    if (made) // last: it may be deleted at once
        sqlite3_set_auxdata(context, 1, made.release(), deleteMatcher);
}

int askWhetherCancelled(void *isCancelled)
{
    return (*static_cast<const std::function<bool()> *>(isCancelled))() ? 1 : 0;
}

/// A statement that takes long asks in between whether it is still wanted.
class Questions
{
public:
    Questions(const SqlDatabase &database, const std::function<bool()> &isCancelled)
        : m_handle(database.handle())
    {
        sqlite3_progress_handler(m_handle, StepsBetweenQuestions, askWhetherCancelled,
                                 const_cast<std::function<bool()> *>(&isCancelled));
    }
    ~Questions() { sqlite3_progress_handler(m_handle, 0, nullptr, nullptr); }
    Q_DISABLE_COPY_MOVE(Questions)

private:
    sqlite3 *m_handle;
};

} // namespace

JournalReader::~JournalReader()
{
    m_select = {};
}

Status JournalReader::open(const QString &fileName)
{
    m_select = {};
    m_condition.clear();
    Result<SqlDatabase> database = SqlDatabase::open(fileName, SqlDatabase::Mode::Read);
    if (!database)
        return database.error();
    m_database = std::move(database).value();
    sqlite3_create_function_v2(m_database.handle(), "has", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                               nullptr, has, nullptr, nullptr, nullptr);
    return m_columns.load(m_database);
}

Status JournalReader::prepare(const LogFilter &filter)
{
    const QByteArray condition = filter.sql().sql();
    if (condition == m_condition)
        return success();
    Result<SqlStatement> select = m_database.prepare("SELECT " + EntryColumns::names()
                                                     + " FROM entry WHERE id >= ?1 AND id < ?2 AND "
                                                     + condition + " ORDER BY id DESC");
    if (!select)
        return select.error();
    m_select = std::move(select).value();
    m_condition = condition;
    return success();
}

Result<JournalReader::Range> JournalReader::sequences() const
{
    const Result<qint64> first = m_database.number("SELECT min(id) FROM entry");
    if (!first)
        return first.error();
    const Result<qint64> last = m_database.number("SELECT max(id) FROM entry");
    if (!last)
        return last.error();
    return Range{quint64(first.value()), quint64(last.value())};
}

Result<JournalReader::Found> JournalReader::find(Search &search,
                                                 const std::function<bool()> &isCancelled,
                                                 const std::function<void(double)> &progress)
{
    if (const Status prepared = prepare(search.filter); !prepared)
        return prepared.error();
    const Result<Range> range = sequences();
    if (!range)
        return range.error();
    const auto [first, last] = range.value();
    search.before = std::min(search.before, last + 1);
    Found found;
    // an SQL condition that says all makes looking at the entry itself needless
    const bool isExact = search.filter.isEverything() || search.filter.sql().isExact();
    QElapsedTimer sinceStart;
    sinceStart.start();
    qint64 bytes = 0;
    const Questions questions(m_database, isCancelled);
    const auto isEnough = [&] {
        return found.entries.size() >= search.most || bytes >= PageBytes
               || (!found.entries.isEmpty() && sinceStart.elapsed() >= PatienceMilliseconds);
    };
    while (search.before > first && !isEnough()) {
        if (isCancelled()) {
            found.isCancelled = true;
            break;
        }
        const quint64 from =
            search.before > SliceEntries ? std::max(first, search.before - SliceEntries) : first;
        m_select.bind(1, qint64(from));
        m_select.bind(2, qint64(search.before));
        quint64 lookedFrom = from;
        for (;;) {
            const Result<bool> row = m_select.step();
            if (!row && !isCancelled())
                return row.error();
            if (!row || isCancelled()) {
                m_select.reset();
                found.isCancelled = true;
                return found;
            }
            if (!row.value())
                break;
            LogEntry entry = m_columns.read(m_select);
            const quint64 sequence = entry.sequence;
            if (isExact || search.filter.matches(entry)) {
                bytes += entry.bytes();
                found.entries.append(std::move(entry));
            }
            if (isEnough()) {
                lookedFrom = sequence;
                m_select.reset();
                break;
            }
        }
        search.before = lookedFrom;
        progress(1.0
                 - double(search.before - first) / double(std::max<quint64>(1, last + 1 - first)));
    }
    found.isAtEnd = search.before <= first && !found.isCancelled;
    std::reverse(found.entries.begin(), found.entries.end());
    return found;
}

Status JournalReader::forEach(const LogFilter &filter,
                              const std::function<bool(const LogEntry &entry, double at)> &take)
{
    const Result<Range> range = sequences();
    if (!range)
        return range.error();
    Result<SqlStatement> prepared =
        m_database.prepare("SELECT " + EntryColumns::names() + " FROM entry WHERE id <= ?1 AND "
                           + filter.sql().sql() + " ORDER BY id");
    if (!prepared)
        return prepared.error();
    SqlStatement rows = std::move(prepared).value();
    const auto [first, last] = range.value();
    rows.bind(1, qint64(last));
    const double all = double(std::max<quint64>(1, last + 1 - first));
    for (;;) {
        const Result<bool> row = rows.step();
        if (!row)
            return row.error();
        if (!row.value())
            return success();
        const LogEntry entry = m_columns.read(rows);
        if (filter.matches(entry) && !take(entry, double(entry.sequence - first) / all))
            return success();
    }
}

} // namespace Signalbox
