#include "ui/log/logfilter.h"

#include "ui/log/filterparser.h"
#include "ui/log/rowlook.h"

namespace Signalbox {

LogFilter::Parsed LogFilter::parse(const QString &text)
{
    FilterParser parser(text);
    Parsed parsed;
    Matcher matcher = parser.parse();
    if (!parser.problem().isEmpty()) {
        parsed.problem = parser.problem();
        return parsed;
    }
    if (matcher)
        parsed.filter.m_text = std::make_shared<const Matcher>(std::move(matcher));
    parsed.filter.m_words = parser.words();
    return parsed;
}

QStringList LogFilter::fields()
{
    return FilterParser::fieldNames();
}

bool LogFilter::matches(const LogEntry &entry) const
{
    if (!m_scope.isEverything()) {
        const Direction direction = directionOf(entry);
        const bool isWanted = direction == Direction::In    ? m_scope.in
                              : direction == Direction::Out ? m_scope.out
                                                            : m_scope.events;
        if (!isWanted)
            return false;
        if (!m_scope.path.isEmpty() && entry.path.compare(m_scope.path, Qt::CaseInsensitive) != 0)
            return false;
    }
    return !m_text || (*m_text)(entry);
}

} // namespace Signalbox
