#include "core/filter/entryconditions.h"

#include "core/filter/entrywords.h"
#include "core/filter/requiredtext.h"

#include <QMetaEnum>
#include <QRegularExpression>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

template<typename Enum>
SqlCondition wordCondition(const QByteArray &column, quint32 wanted)
{
    const QMetaEnum meta = QMetaEnum::fromType<Enum>();
    QByteArrayList names;
    for (int value = 0; value < meta.keyCount(); ++value) {
        if (wanted >> value & 1U)
            names.append(QByteArray(meta.enumName()) + '.' + meta.valueToKey(value));
    }
    return SqlCondition::oneOf(column, names);
}

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

} // namespace

SqlCondition kindCondition(quint32 kinds)
{
    return wordCondition<LogKind>("kind", kinds);
}

SqlCondition typeCondition(quint32 types)
{
    return wordCondition<PayloadType>("type", types);
}

SqlCondition directionCondition(quint32 directions)
{
    // of most kinds the direction is certain; of others it depends on whether they failed
    SqlCondition condition("0", true);
    for (const bool failed : {false, true}) {
        quint32 kinds = 0;
        for (int kind = 0; kind < LogKindCount; ++kind) {
            LogEntry entry;
            entry.kind = LogKind(kind);
            entry.failed = failed;
            kinds |= (directions >> int(directionOf(entry)) & 1U) << kind;
        }
        const SqlCondition state(failed ? "failed=1" : "failed=0", true);
        condition = condition || (state && kindCondition(kinds));
    }
    return condition;
}

SqlCondition equalCondition(const QByteArray &column, const QString &text)
{
    // SQLite folds the case of ASCII letters only
    if (!isAscii(text))
        return SqlCondition::holds(column, text).inexact();
    return {'(' + column + '=' + SqlCondition::quoted(text) + " COLLATE NOCASE)", false};
}

SqlCondition globCondition(const QByteArray &column, const QString &glob)
{
    static const QRegularExpression wildcards(u"[*?]"_s);
    QString longest;
    const QStringList pieces = glob.split(wildcards);
    for (const QString &piece : pieces) {
        if (piece.size() > longest.size())
            longest = piece;
    }
    return longest.isEmpty() ? SqlCondition() : SqlCondition::holds(column, longest).inexact();
}

SqlCondition expressionCondition(const QByteArray &column, const QString &pattern, bool ignoresCase,
                                 bool orEmpty)
{
    const QString text = requiredText(pattern, ignoresCase);
    if (text.isEmpty())
        return {};
    return orEmpty ? SqlCondition::holdsOrEmpty(column, text, !ignoresCase)
                   : SqlCondition::holds(column, text, !ignoresCase).inexact();
}

SqlCondition clientCondition(const SqlCondition &name)
{
    return (SqlCondition("(name='' AND length(client)>0)", true) || name).inexact();
}

} // namespace Signalbox
