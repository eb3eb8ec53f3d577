#include "core/journal/journalstore.h"

#include "core/journal/filestate.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <sqlite3.h>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Aside = ".broken-"_L1; ///< after it the time when it was set aside
constexpr qint64 ApplicationId = 0x53474258; // "SGBX"
constexpr qint64 SchemaVersion = 1;
constexpr qint64 MaxSequence = qint64(1) << 53;
constexpr int StepsBetweenLooks = 10'000; // of SQLite's machine; well below a millisecond

/// Only while the file is empty. Big pages make searches of the whole file fast.
constexpr const char *NewFile = "PRAGMA page_size=8192;"
                                "PRAGMA auto_vacuum=INCREMENTAL;";
/// A commit goes to the log beside the file, where it survives the end of the program; sync() takes
/// it further.
constexpr const char *EveryTime = "PRAGMA journal_mode=WAL;"
                                  "PRAGMA synchronous=NORMAL;"
                                  "PRAGMA wal_autocheckpoint=4000;"
                                  "PRAGMA journal_size_limit=67108864;"
                                  "PRAGMA temp_store=MEMORY;";
constexpr const char *Checkpoint = "PRAGMA wal_checkpoint(PASSIVE)";

int stopLooking(void *stopping)
{
    return static_cast<const std::atomic<bool> *>(stopping)->load() ? 1 : 0;
}

/// Nobody else writes the journal while one has this.
Result<std::unique_ptr<FileLock>> lockOf(const QString &fileName)
{
    auto lock = std::make_unique<FileLock>(fileName + u".lock"_s);
    switch (lock->take()) {
    case FileLock::Outcome::Taken:
        return lock;
    case FileLock::Outcome::Held:
        return Error{Error::Code::CannotWrite, u"another Signalbox writes to %1"_s.arg(fileName)};
    case FileLock::Outcome::TakenReadOnly:
    case FileLock::Outcome::Impossible:
        break;
    }
    return Error{Error::Code::CannotWrite, u"%1 cannot be written"_s.arg(fileName)};
}

/// Moves a damaged file out of the way, with what belongs to it. The name it has then; empty: it
/// cannot be moved.
QString moveAside(const QString &fileName)
{
    const QString time = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss"_s);
    const QString first = fileName + Aside + time;
    QString aside = first;
    for (int n = 2; QFile::exists(aside); ++n)
        aside = first + u'-' + QString::number(n);
    if (!QFile::rename(fileName, aside))
        return {};
    QFile::rename(fileName + u"-wal"_s, aside + u"-wal"_s);
    QFile::remove(fileName + u"-shm"_s);
    return aside;
}

/// To the disk itself. What fails here fails in the checkpoint as well, which tells of it.
void syncFile(const QString &fileName)
{
#ifdef Q_OS_UNIX
    const int descriptor = ::open(QFile::encodeName(fileName).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
#else
    Q_UNUSED(fileName)
#endif
}

} // namespace

JournalStore::~JournalStore()
{
    close();
}

void JournalStore::close()
{
    m_insert = {};
    m_database = {};
    m_lock.reset();
}

void JournalStore::abandon()
{
    if (m_database.isOpen()) // closing would write into what is left of it
        sqlite3_db_config(m_database.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    m_insert = {};
    m_database = {};
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(m_fileName + suffix);
    m_lock.reset();
}

Status JournalStore::open(const QString &fileName)
{
    close();
    m_fileName = fileName;
    m_setAside.clear();
    QDir().mkpath(QFileInfo(fileName).absolutePath());
    Result<std::unique_ptr<FileLock>> lock = lockOf(fileName);
    if (!lock)
        return lock.error();
    m_lock = std::move(lock).value();
    Status opened = openFile();
    if (!opened && opened.error().code == Error::Code::BadDocument)
        opened = replaceFile();
    if (!opened)
        close();
    m_opened = m_last;
    return opened;
}

Status JournalStore::openFile()
{
    Result<SqlDatabase> database = SqlDatabase::open(m_fileName, SqlDatabase::Mode::Write);
    if (!database)
        return database.error();
    m_database = std::move(database).value();
    if (const Status ours = checkOrigin(); !ours)
        return ours;
    return prepare();
}

Status JournalStore::replaceFile()
{
    m_insert = {};
    m_database = {};
    m_setAside = moveAside(m_fileName);
    if (m_setAside.isEmpty())
        return Error{Error::Code::CannotWrite,
                     u"%1 is damaged and cannot be renamed"_s.arg(m_fileName)};
    return openFile();
}

/// Refuses files that are not ours to write.
Status JournalStore::checkOrigin() const
{
    const Result<qint64> tables = m_database.number("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables.error();
    if (tables.value() == 0)
        return success();
    const Result<qint64> application = m_database.number("PRAGMA application_id");
    const Result<qint64> version = m_database.number("PRAGMA user_version");
    if (!application)
        return application.error();
    if (!version)
        return version.error();
    if (application.value() != ApplicationId)
        return Error{Error::Code::CannotWrite, u"the file is a database of another program"_s};
    if (version.value() > SchemaVersion)
        return Error{Error::Code::NotSupported, u"a later version of Signalbox made the file"_s};
    return success();
}

bool JournalStore::isWhole(const QString &fileName, const std::atomic<bool> &stopping)
{
    const Result<SqlDatabase> database = SqlDatabase::open(fileName, SqlDatabase::Mode::Read);
    if (!database)
        return true;
    sqlite3_progress_handler(database.value().handle(), StepsBetweenLooks, stopLooking,
                             const_cast<std::atomic<bool> *>(&stopping));
    Result<SqlStatement> prepared = database.value().prepare("PRAGMA quick_check(1)");
    if (!prepared)
        return prepared.error().code != Error::Code::BadDocument;
    SqlStatement check = std::move(prepared).value();
    const Result<bool> row = check.step();
    return row ? check.text(0) == u"ok"_s : row.error().code != Error::Code::BadDocument;
}

Status JournalStore::beginAnew()
{
    const quint64 opened = m_opened;
    Status begun = replaceFile();
    if (begun)
        begun = takeOver(m_setAside, opened);
    if (!begun)
        close();
    return begun;
}

/// The entries of a damaged file that came after one; those that can still be read.
Status JournalStore::takeOver(const QString &fileName, quint64 after)
{
    Result<SqlDatabase> database = SqlDatabase::open(fileName, SqlDatabase::Mode::Read);
    if (!database)
        return success();
    EntryColumns columns;
    if (!columns.load(database.value()))
        return success();
    Result<SqlStatement> prepared = database.value().prepare(
        "SELECT " + EntryColumns::names() + " FROM entry WHERE id > ?1 ORDER BY id");
    if (!prepared)
        return success();
    SqlStatement rows = std::move(prepared).value();
    rows.bind(1, qint64(after));
    QList<LogEntry> entries;
    for (Result<bool> row = rows.step(); row && row.value(); row = rows.step())
        entries.append(columns.read(rows));
    return append(entries.constData(), entries.constData() + entries.size());
}

Status JournalStore::prepare()
{
    const Result<qint64> tables = m_database.number("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables.error();
    if (tables.value() == 0) {
        if (const Status set = m_database.run(NewFile); !set)
            return set;
    }
    if (const Status set = m_database.run(EveryTime); !set)
        return set;
    if (const Status begun = m_database.run("BEGIN"); !begun)
        return begun;
    if (tables.value() == 0) {
        if (const Status made = EntryColumns::makeTables(m_database); !made)
            return made;
        const QByteArray marks = "PRAGMA application_id=" + QByteArray::number(ApplicationId)
                                 + ";PRAGMA user_version=" + QByteArray::number(SchemaVersion);
        if (const Status marked = m_database.run(marks.constData()); !marked)
            return marked;
    }
    if (const Status written = m_columns.writeWords(m_database); !written)
        return written;
    if (const Status committed = m_database.run("COMMIT"); !committed)
        return committed;
    if (const Status loaded = m_columns.load(m_database); !loaded)
        return loaded;
    const Result<qint64> last = m_database.number("SELECT max(id) FROM entry");
    if (!last)
        return last.error();
    if (last.value() < 0 || last.value() > MaxSequence)
        return Error{Error::Code::BadDocument, u"the number of an entry is impossible"_s};
    m_last = quint64(last.value());
    Result<SqlStatement> insert =
        m_database.prepare("INSERT INTO entry(" + EntryColumns::names() + ") VALUES("
                           + EntryColumns::placeholders() + ')');
    if (!insert)
        return insert.error();
    m_insert = std::move(insert).value();
    return success();
}

Status JournalStore::append(const LogEntry *begin, const LogEntry *end)
{
    if (begin == end)
        return success();
    Q_ASSERT(begin->sequence > m_last);
    if (const Status begun = m_database.run("BEGIN"); !begun)
        return begun;
    Status done = insert(begin, end);
    if (done)
        done = m_database.run("COMMIT");
    if (!done) {
        (void)m_database.run("ROLLBACK"); // SQLite may have done so by itself
        return done;
    }
    m_last = (end - 1)->sequence;
    return success();
}

Status JournalStore::insert(const LogEntry *begin, const LogEntry *end)
{
    for (const LogEntry *entry = begin; entry != end; ++entry) {
        m_columns.bind(m_insert, *entry);
        if (const Result<bool> done = m_insert.step(); !done)
            return done.error();
    }
    return success();
}

Status JournalStore::sync()
{
    // who reads keeps SQLite from taking over what is newer, and even from syncing it
    syncFile(m_fileName + u"-wal"_s);
    return m_database.run(Checkpoint);
}

Status JournalStore::syncAgain(const SqlDatabase &database, const QString &fileName)
{
    syncFile(fileName + u"-wal"_s); // which may take long
    if (FileState::of(fileName).size <= 0)
        return Error{Error::Code::CannotWrite, u"the file was removed or emptied"_s};
    return database.run(Checkpoint);
}

Status JournalStore::removeAll()
{
    // without a condition SQLite lets whole pages go and reads none
    if (const Status removed = m_database.run("DELETE FROM entry"); !removed)
        return removed;
    if (const Status shrunk = m_database.run("PRAGMA incremental_vacuum"); !shrunk)
        return shrunk;
    // the log beside the file still has what was written last; who reads it makes that stay a while
    return m_database.run("PRAGMA wal_checkpoint(TRUNCATE)");
}

Status JournalStore::removeFiles(const QString &fileName)
{
    Result<std::unique_ptr<FileLock>> lock = lockOf(fileName);
    if (!lock)
        return lock.error();
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        QFile file(fileName + suffix);
        if (file.exists() && !file.remove())
            return Error{Error::Code::CannotWrite, file.errorString()};
    }
    return removeSetAside(fileName);
}

Status JournalStore::removeSetAside(const QString &fileName)
{
    const QFileInfo info(fileName);
    const QDir folder = info.dir();
    const QStringList names =
        folder.entryList({info.fileName() + Aside + u'*'}, QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        if (!file.remove())
            return Error{Error::Code::CannotWrite, file.errorString()};
    }
    return success();
}

Result<qint64> JournalStore::usedBytes() const
{
    return m_database.number("SELECT (page_count - freelist_count) * page_size FROM "
                             "pragma_page_count, pragma_freelist_count, pragma_page_size");
}

Result<qint64> JournalStore::rows() const
{
    return m_database.number("SELECT CASE WHEN max(id) IS NULL THEN 0 ELSE "
                             "max(id) - (SELECT min(id) FROM entry) + 1 END FROM entry");
}

/// Of the oldest rows that take so many bytes together, at most RetentionRows, the last one's
/// number. One row stays, whatever its size. 0: there is none to let go.
Result<qint64> JournalStore::lastOfOldest(qint64 bytes) const
{
    constexpr qint64 BytesOfARow = 100; // besides its texts, about
    Result<SqlStatement> prepared = m_database.prepare(
        "SELECT id, length(payload) + length(detail) + length(name) + length(path) FROM entry "
        "WHERE id < (SELECT max(id) FROM entry) ORDER BY id LIMIT "
        + QByteArray::number(RetentionRows));
    if (!prepared)
        return prepared.error();
    SqlStatement oldest = std::move(prepared).value();
    qint64 last = 0;
    while (bytes > 0) {
        const Result<bool> row = oldest.step();
        if (!row)
            return row.error();
        if (!row.value())
            break;
        last = oldest.number(0);
        bytes -= BytesOfARow + oldest.number(1);
    }
    return last;
}

Result<bool> JournalStore::retain(const Retention &retention)
{
    const Result<qint64> used = usedBytes();
    if (!used)
        return used.error();
    QByteArray remove;
    if (retention.maxBytes > 0 && used.value() > retention.maxBytes) {
        const Result<qint64> last = lastOfOldest(used.value() - retention.maxBytes);
        if (!last)
            return last.error();
        if (last.value() == 0)
            return false;
        remove = "DELETE FROM entry WHERE id <= " + QByteArray::number(last.value());
    } else if (retention.since) {
        const QByteArray since = QByteArray::number(retention.since->time_since_epoch().count());
        const Result<qint64> first = m_database.number(
            "SELECT count(*) FROM (SELECT at FROM entry ORDER BY id LIMIT 1) WHERE at < " + since);
        if (!first)
            return first.error();
        if (first.value() > 0)
            remove = "DELETE FROM entry WHERE id IN (SELECT id FROM (SELECT id, at FROM entry "
                     "ORDER BY id LIMIT "
                     + QByteArray::number(RetentionRows) + ") WHERE at < " + since + ')';
    }
    if (!remove.isEmpty()) {
        if (const Status removed = m_database.run(remove.constData()); !removed)
            return removed.error();
        return true;
    }
    // what was freed is used again; it is only given back when the file is larger than it may be
    const Result<qint64> whole =
        m_database.number("SELECT page_count * page_size * (SELECT freelist_count > 0 FROM "
                          "pragma_freelist_count) FROM pragma_page_count, pragma_page_size");
    if (!whole)
        return whole.error();
    if (retention.maxBytes == 0 || whole.value() <= retention.maxBytes)
        return false;
    if (const Status shrunk = m_database.run("PRAGMA incremental_vacuum(500)"); !shrunk)
        return shrunk.error();
    return true;
}

quint64 JournalStore::lastSequenceIn(const QString &fileName)
{
    if (!QFile::exists(fileName))
        return 0;
    const Result<SqlDatabase> database = SqlDatabase::open(fileName, SqlDatabase::Mode::Read);
    if (!database)
        return 0;
    const Result<qint64> last = database.value().number("SELECT max(id) FROM entry");
    return last && last.value() > 0 && last.value() <= MaxSequence ? quint64(last.value()) : 0;
}

} // namespace Signalbox
