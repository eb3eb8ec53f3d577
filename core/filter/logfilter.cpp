#include "core/filter/logfilter.h"

#include "core/filter/entryconditions.h"
#include "core/filter/entrywords.h"
#include "core/filter/filterparser.h"
#include "core/filter/patternmatcher.h"

#include <QMetaEnum>

namespace Signalbox {

using namespace Qt::StringLiterals;

EntryWording plainWording()
{
    return {[](const LogEntry &entry) {
                return QString::fromLatin1(QMetaEnum::fromType<Why>().valueToKey(int(entry.why)));
            },
            [](LogKind kind) { return QString(kindWord(kind)); }};
}

LogFilter::Parsed LogFilter::parse(const QString &text, const EntryWording &wording)
{
    FilterParser parser(text, wording);
    Parsed parsed;
    Term term = parser.parse();
    if (parser.problem().code != FilterProblem::Code::None) {
        parsed.problem = parser.problem();
        return parsed;
    }
    if (term.matches)
        parsed.filter.m_text = std::make_shared<const Term>(std::move(term));
    parsed.filter.m_words = parser.words();
    parsed.filter.m_patience = parser.patience();
    return parsed;
}

QStringList LogFilter::fields()
{
    return FilterParser::fieldNames();
}

namespace {

bool isWanted(const LogScope &scope, Direction direction)
{
    return direction == Direction::In    ? scope.in
           : direction == Direction::Out ? scope.out
                                         : scope.events;
}

} // namespace

bool LogFilter::matches(const LogEntry &entry) const
{
    if (!m_scope.isEverything()) {
        if (!isWanted(m_scope, directionOf(entry)))
            return false;
        if (!m_scope.path.isEmpty() && entry.path.compare(m_scope.path, Qt::CaseInsensitive) != 0)
            return false;
    }
    return !m_text || m_text->matches(entry);
}

quint64 LogFilter::givenUp() const
{
    return m_patience ? m_patience->givenUp() : 0;
}

SqlCondition LogFilter::sql() const
{
    SqlCondition condition("1", true);
    const auto add = [&condition](const SqlCondition &more) {
        condition = condition.saysAnything() ? condition && more : more;
    };
    if (!m_scope.in || !m_scope.out || !m_scope.events) {
        quint32 directions = 0;
        for (int i = 0; i < DirectionCount; ++i)
            directions |= isWanted(m_scope, Direction(i)) ? 1U << i : 0U;
        add(directionCondition(directions));
    }
    if (!m_scope.path.isEmpty())
        add(equalCondition("path", m_scope.path));
    if (m_text)
        add(m_text->sql);
    return condition;
}

} // namespace Signalbox
