#pragma once

#include "core/filter/sqlcondition.h"

namespace Signalbox {

/// What the terms of the filter language say about an entry, as SQL. Sets of enumerators have one
/// bit each, by value.
SqlCondition directionCondition(quint32 directions);
SqlCondition kindCondition(quint32 kinds);
SqlCondition typeCondition(quint32 types);
/// The same text, in any case.
SqlCondition equalCondition(const QByteArray &column, const QString &text);
/// The column matches a text with * and ?; says what the longest piece between them says.
SqlCondition globCondition(const QByteArray &column, const QString &glob);
/// The column matches a regular expression; says that it holds what all that fits holds.
/// `orEmpty`: or the column is empty.
SqlCondition expressionCondition(const QByteArray &column, const QString &pattern, bool ignoresCase,
                                 bool orEmpty = false);
/// The client's name, or the two words made of its id.
SqlCondition clientCondition(const SqlCondition &name);

} // namespace Signalbox
