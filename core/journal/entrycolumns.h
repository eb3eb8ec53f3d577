#pragma once

#include "core/journal/sqldatabase.h"
#include "core/values/logentry.h"

#include <QHash>
#include <QList>

namespace Signalbox {

/// The number of each word of an enumeration in a journal's file, and back. The file knows the
/// words by name ("LogKind.In"), so that it stays right when enumerations change.
class WordNumbers
{
public:
    explicit WordNumbers(const QMetaEnum &words);

    QByteArrayList names() const; ///< by value
    void learn(const QByteArray &name, qint64 number);
    qint64 numberOf(int value) const { return m_numbers.value(value); }
    /// `fallback` for words that this version does not know.
    int valueOf(qint64 number, int fallback) const { return m_values.value(number, fallback); }

private:
    QByteArrayList m_names;
    QList<qint64> m_numbers;
    QHash<qint64, int> m_values;
};

/// How an entry lies in a journal's file: its table, and what its columns hold. One thread.
class EntryColumns
{
public:
    EntryColumns();

    static Status makeTables(const SqlDatabase &database);
    /// "id,at,…", for SELECT and INSERT.
    static QByteArray names();
    /// As many question marks.
    static QByteArray placeholders();

    /// Learns the file's words.
    Status load(const SqlDatabase &database);
    /// Gives the file those that it lacks; a writer does so before load().
    Status writeWords(const SqlDatabase &database) const;

    /// Binds every column; the entry must stay until the statement is reset.
    void bind(SqlStatement &statement, const LogEntry &entry) const;
    /// Reads what names() selected.
    LogEntry read(const SqlStatement &row) const;

private:
    WordNumbers m_kinds;
    WordNumbers m_types;
    WordNumbers m_whys;
};

} // namespace Signalbox
