#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

namespace Signalbox {

/// What a filter says about an entry, as SQL over the columns of a journal's file, as far as that
/// can be said: every entry that the filter lets through fulfils it. Besides SQLite's own it uses
/// one function, has(bytes, text, how), for texts within bytes: 1 or 0; `how` is 1 when the case
/// counts, and 2 more when empty bytes are to give 1. A value.
class SqlCondition
{
public:
    SqlCondition() = default; ///< nothing is known: every entry may be one

    /// `isExact`: no other entry fulfils it either.
    SqlCondition(const QByteArray &sql, bool isExact)
        : m_sql(sql)
        , m_isExact(isExact)
    {
    }
    /// The column's word is one of these names of enumerators ("LogKind.In").
    static SqlCondition oneOf(const QByteArray &column, const QByteArrayList &names);
    /// The column holds the text, in any case unless `exactly`.
    static SqlCondition holds(const QByteArray &column, const QString &text, bool exactly = false);
    /// The same, or it is empty; the entry itself has to be asked then.
    static SqlCondition holdsOrEmpty(const QByteArray &column, const QString &text, bool exactly);
    /// As a literal.
    static QByteArray quoted(const QString &text);

    const QByteArray &sql() const { return m_sql; }
    bool isExact() const { return m_isExact; }
    bool saysAnything() const { return m_sql != "1"; }
    SqlCondition inexact() const { return {m_sql, false}; }

    friend SqlCondition operator&&(const SqlCondition &a, const SqlCondition &b);
    friend SqlCondition operator||(const SqlCondition &a, const SqlCondition &b);
    friend SqlCondition operator!(const SqlCondition &a);

private:
    QByteArray m_sql = "1";
    bool m_isExact = false;
};

} // namespace Signalbox
