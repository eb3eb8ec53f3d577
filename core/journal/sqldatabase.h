#pragma once

#include "core/values/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace Signalbox {

/// A prepared statement of SQLite. Parameters count from 1, columns from 0. What is bound stays
/// bound for the next run. Must go before its database does. One thread at a time.
class SqlStatement final
{
public:
    SqlStatement() = default;
    explicit SqlStatement(sqlite3_stmt *statement)
        : m_statement(statement)
    {
    }

    void bind(int parameter, qint64 number);
    /// Costs little where the same text is bound already.
    void bindText(int parameter, const QString &text);
    /// `bytes` must stay until the statement is reset.
    void bindBytes(int parameter, QByteArrayView bytes);
    void bindCopy(int parameter, QByteArrayView bytes);

    /// True: there is a row. False: there is none any more; the statement can be bound and run
    /// anew.
    Result<bool> step();
    void reset(); ///< lets go of a row that was not the last one

    qint64 number(int column) const;
    QString text(int column) const;
    QByteArrayView bytes(int column) const; ///< until the next step

private:
    struct Finalize
    {
        void operator()(sqlite3_stmt *statement) const;
    };
    void forgetText(int parameter);

    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    QList<QString> m_texts; ///< that are bound, by parameter; null: something else is
};

/// A connection to an SQLite file. Errors are NoSpace, BadDocument (the file is damaged, or is no
/// such file), CannotRead and CannotWrite, with SQLite's words. One thread at a time.
class SqlDatabase final
{
public:
    enum class Mode : quint8 {
        Read, ///< never changes what the file says
        Write, ///< makes the file if it is missing, readable by its owner alone
    };

    static Result<SqlDatabase> open(const QString &fileName, Mode mode);

    bool isOpen() const { return m_handle != nullptr; }
    sqlite3 *handle() const { return m_handle.get(); }
    Status run(const char *sql) const;
    /// The statement runs only if this succeeds.
    Result<SqlStatement> prepare(const QByteArray &sql) const;
    /// The first column of the first row; 0 when there is none.
    Result<qint64> number(const QByteArray &sql) const;

private:
    struct Close
    {
        void operator()(sqlite3 *handle) const;
    };
    std::unique_ptr<sqlite3, Close> m_handle;
};

} // namespace Signalbox
