#include "core/values/pathpattern.h"

#include "core/values/target.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

Error problem(const QString &what)
{
    return {Error::Code::BadDocument, what};
}

bool isName(QStringView text)
{
    const auto isLetter = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
    };
    return !text.isEmpty() && isLetter(text.front())
           && std::all_of(text.begin(), text.end(),
                          [&](QChar c) { return isLetter(c) || (c >= u'0' && c <= u'9'); });
}

} // namespace

Result<PathPattern> PathPattern::parse(const QString &text)
{
    if (!text.startsWith(u'/'))
        return problem(u"must start with a slash"_s);
    if (text.contains(u'?') || text.contains(u'#'))
        return problem(u"is a path only, without a query"_s);
    PathPattern pattern;
    pattern.m_text = text;
    QStringList names;
    const QList<QStringView> parts = QStringView(text).sliced(1).split(u'/');
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QStringView part = parts[i];
        if (part.startsWith(u':')) {
            const QString name = part.sliced(1).toString();
            if (!isName(name))
                return problem(u"has a parameter without a proper name: after the colon come "
                               "letters, digits and underscores"_s);
            if (names.contains(name))
                return problem(u"has the parameter :%1 twice"_s.arg(name));
            names.append(name);
            pattern.m_parts.append({Part::Kind::Parameter, name});
        } else if (const qsizetype star = part.indexOf(u'*'); star >= 0) {
            if (i + 1 < parts.size() || star + 1 < part.size())
                return problem(u"may hold a * at its end only"_s);
            pattern.m_parts.append({Part::Kind::Rest, pathKey(part.first(star).toString())});
        } else {
            pattern.m_parts.append({Part::Kind::Text, pathKey(part.toString())});
        }
    }
    return pattern;
}

QString PathPattern::key() const
{
    QString key;
    for (const Part &part : m_parts)
        key += part.kind == Part::Kind::Parameter ? u"/:"_s
               : part.kind == Part::Kind::Rest    ? QString(u'/' % part.text % u'*')
                                                  : QString(u'/' % part.text);
    return key;
}

std::optional<PathPattern::Parameters> PathPattern::match(const QString &path) const
{
    if (!path.startsWith(u'/'))
        return std::nullopt;
    Parameters parameters;
    qsizetype at = 1;
    for (qsizetype i = 0; i < m_parts.size(); ++i) {
        if (at > path.size())
            return std::nullopt;
        const Part &part = m_parts[i];
        if (part.kind == Part::Kind::Rest) {
            const QString rest = path.sliced(at);
            if (!pathKey(rest).startsWith(part.text))
                return std::nullopt;
            parameters.append({u"*"_s, rest.sliced(std::min(part.text.size(), rest.size()))});
            return parameters;
        }
        qsizetype end = path.indexOf(u'/', at);
        if (end < 0)
            end = path.size();
        const QString segment = path.sliced(at, end - at);
        if (part.kind == Part::Kind::Parameter) {
            if (segment.isEmpty())
                return std::nullopt;
            parameters.append({part.text, segment});
        } else if (pathKey(segment) != part.text) {
            return std::nullopt;
        }
        at = end + 1;
    }
    if (at <= path.size())
        return std::nullopt; // it goes on
    return parameters;
}

bool PathPattern::isMoreExact(const PathPattern &other) const
{
    for (qsizetype i = 0; i < std::min(m_parts.size(), other.m_parts.size()); ++i) {
        const Part &mine = m_parts[i];
        const Part &its = other.m_parts[i];
        if (mine.kind != its.kind)
            return mine.kind > its.kind;
        if (mine.kind == Part::Kind::Rest && mine.text.size() != its.text.size())
            return mine.text.size() > its.text.size();
    }
    return m_parts.size() > other.m_parts.size();
}

} // namespace Signalbox
