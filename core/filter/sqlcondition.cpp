#include "core/filter/sqlcondition.h"

#include <algorithm>

namespace Signalbox {

namespace {

// what SQLite's parser takes is bounded
constexpr qsizetype MaxSql = 4'000; // bytes
constexpr int MaxNesting = 16; // parentheses

/// There are none within literals.
int nestingOf(const QByteArray &sql)
{
    int depth = 0;
    int deepest = 0;
    for (const char c : sql) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        deepest = std::max(deepest, depth);
    }
    return deepest;
}

bool isTooMuch(const QByteArray &a, const QByteArray &b)
{
    return a.size() + b.size() > MaxSql || std::max(nestingOf(a), nestingOf(b)) >= MaxNesting;
}

} // namespace

QByteArray SqlCondition::quoted(const QString &text)
{
    // as bytes, so that any character may be in it
    return "CAST(x'" + text.toUtf8().toHex() + "' AS TEXT)";
}

SqlCondition SqlCondition::oneOf(const QByteArray &column, const QByteArrayList &names)
{
    return {'(' + column + " IN (SELECT id FROM word WHERE text IN ('" + names.join("','") + "')))",
            true};
}

SqlCondition SqlCondition::holds(const QByteArray &column, const QString &text, bool exactly)
{
    if (text.size() > 256) // enough of it to tell entries apart
        return holds(column, text.first(255), exactly).inexact();
    return {"has(" + column + ',' + quoted(text) + (exactly ? ",1)" : ",0)"), true};
}

SqlCondition SqlCondition::holdsOrEmpty(const QByteArray &column, const QString &text, bool exactly)
{
    return {"has(" + column + ',' + quoted(text.first(std::min<qsizetype>(text.size(), 255)))
                + (exactly ? ",3)" : ",2)"),
            false};
}

SqlCondition operator&&(const SqlCondition &a, const SqlCondition &b)
{
    if (!a.saysAnything())
        return b.inexact();
    if (!b.saysAnything() || isTooMuch(a.m_sql, b.m_sql))
        return a.inexact();
    return {'(' + a.m_sql + " AND " + b.m_sql + ')', a.m_isExact && b.m_isExact};
}

SqlCondition operator||(const SqlCondition &a, const SqlCondition &b)
{
    if (!a.saysAnything() || !b.saysAnything() || isTooMuch(a.m_sql, b.m_sql))
        return {};
    return {'(' + a.m_sql + " OR " + b.m_sql + ')', a.m_isExact && b.m_isExact};
}

SqlCondition operator!(const SqlCondition &a)
{
    if (!a.m_isExact || !a.saysAnything() || isTooMuch(a.m_sql, {}))
        return {};
    return {"(NOT " + a.m_sql + ')', true};
}

} // namespace Signalbox
