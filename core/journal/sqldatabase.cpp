#include "core/journal/sqldatabase.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sqlite3.h>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int BusyMilliseconds = 1'000; // another connection checkpoints or recovers

Error errorOf(sqlite3 *handle, int code)
{
    const QString words = handle ? QString::fromUtf8(sqlite3_errmsg(handle))
                                 : QString::fromUtf8(sqlite3_errstr(code));
    switch (code & 0xff) { // the rest is detail
    case SQLITE_FULL:
        return {Error::Code::NoSpace, words};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {Error::Code::BadDocument, words};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return {Error::Code::CannotRead, words};
    default:
        return {Error::Code::CannotWrite, words};
    }
}

} // namespace

void SqlStatement::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

void SqlStatement::forgetText(int parameter)
{
    if (parameter < m_texts.size())
        m_texts[parameter].clear();
}

void SqlStatement::bind(int parameter, qint64 number)
{
    forgetText(parameter);
    sqlite3_bind_int64(m_statement.get(), parameter, number);
}

void SqlStatement::bindText(int parameter, const QString &text)
{
    if (m_texts.size() <= parameter)
        m_texts.resize(parameter + 1);
    QString &bound = m_texts[parameter];
    if (!bound.isNull() && bound == text)
        return;
    const QByteArray utf8 = text.toUtf8();
    const int code = sqlite3_bind_text(m_statement.get(), parameter, utf8.constData(),
                                       int(utf8.size()), SQLITE_TRANSIENT);
    bound = code != SQLITE_OK ? QString() : text.isNull() ? u""_s : text;
}

void SqlStatement::bindBytes(int parameter, QByteArrayView bytes)
{
    forgetText(parameter);
    if (bytes.isEmpty()) // a null pointer would be NULL
        sqlite3_bind_zeroblob(m_statement.get(), parameter, 0);
    else
        sqlite3_bind_blob(m_statement.get(), parameter, bytes.data(), int(bytes.size()),
                          SQLITE_STATIC);
}

void SqlStatement::bindCopy(int parameter, QByteArrayView bytes)
{
    forgetText(parameter);
    if (bytes.isEmpty())
        sqlite3_bind_zeroblob(m_statement.get(), parameter, 0);
    else
        sqlite3_bind_blob(m_statement.get(), parameter, bytes.data(), int(bytes.size()),
                          SQLITE_TRANSIENT);
}

Result<bool> SqlStatement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    Error error;
    if (code != SQLITE_DONE)
        error = errorOf(sqlite3_db_handle(m_statement.get()), code);
    sqlite3_reset(m_statement.get());
    if (code != SQLITE_DONE)
        return error;
    return false;
}

void SqlStatement::reset()
{
    sqlite3_reset(m_statement.get());
}

qint64 SqlStatement::number(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

QString SqlStatement::text(int column) const
{
    return QString::fromUtf8(bytes(column));
}

QByteArrayView SqlStatement::bytes(int column) const
{
    const void *data = sqlite3_column_blob(m_statement.get(), column);
    return {static_cast<const char *>(data), sqlite3_column_bytes(m_statement.get(), column)};
}

void SqlDatabase::Close::operator()(sqlite3 *handle) const
{
    sqlite3_close_v2(handle);
}

Result<SqlDatabase> SqlDatabase::open(const QString &fileName, Mode mode)
{
    // nobody asks how much memory SQLite uses; to count it takes a lock for each piece
    [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (mode == Mode::Write) {
        QDir().mkpath(QFileInfo(fileName).absolutePath());
        constexpr auto OwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
        // an existing file is not opened here: closing it would take other connections' locks away
        QFile file(fileName);
        if (!file.exists() && !file.open(QIODevice::ReadWrite | QIODevice::NewOnly, OwnerOnly))
            return Error{Error::Code::CannotWrite, file.errorString()};
        file.close();
        file.setPermissions(OwnerOnly); // SQLite gives the files beside it the same
    }
    sqlite3 *handle = nullptr;
    // both kinds may have to repair what a program that was killed left behind
    const int code = sqlite3_open_v2(QFile::encodeName(fileName).constData(), &handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    SqlDatabase database;
    database.m_handle.reset(handle);
    if (code != SQLITE_OK)
        return errorOf(handle, code);
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, BusyMilliseconds);
    if (mode == Mode::Read) {
        // the last one to close a file that was taken away would delete the log of the one that is
        // in its place now
        sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        if (const Status only = database.run("PRAGMA query_only=1"); !only)
            return only.error();
    }
    return database;
}

Status SqlDatabase::run(const char *sql) const
{
    const int code = sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return errorOf(m_handle.get(), code);
    return success();
}

Result<SqlStatement> SqlDatabase::prepare(const QByteArray &sql) const
{
    sqlite3_stmt *statement = nullptr;
    const int code =
        sqlite3_prepare_v2(m_handle.get(), sql.constData(), int(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK)
        return errorOf(m_handle.get(), code);
    return SqlStatement(statement);
}

Result<qint64> SqlDatabase::number(const QByteArray &sql) const
{
    Result<SqlStatement> statement = prepare(sql);
    if (!statement)
        return statement.error();
    SqlStatement query = std::move(statement).value();
    const Result<bool> row = query.step();
    if (!row)
        return row.error();
    return row.value() ? query.number(0) : 0;
}

} // namespace Signalbox
