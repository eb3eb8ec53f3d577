#include "core/routes/scriptsource.h"

#include <QList>

#include <algorithm>
#include <array>
#include <utility>

namespace Signalbox {

namespace {

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$'
           || (c.unicode() > 127 && !c.isSpace() && c != QChar::ByteOrderMark);
}

template<size_t n>
bool isOneOf(QStringView word, const std::array<QStringView, n> &words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Goes through a script token by token.
class SourceScan
{
public:
    explicit SourceScan(QStringView source)
        : m_source(source)
    {
    }

    ScriptSource result()
    {
        bool isClear = true;
        while (isClear && m_at < m_source.size())
            isClear = step();
        if (!isClear || !m_holes.isEmpty())
            m_result.mayTagTemplates = m_result.mayAssignAny = true;
        m_result.mayTagTemplates = m_result.mayTagTemplates && m_source.contains(u'`');
        return m_result;
    }

private:
    enum class Before { Operator, Value, Unclear }; ///< what a '/' or '`' here comes behind
    struct Bracket
    {
        bool isDeclared = false; ///< names within are no properties
        bool isCondition = false; ///< a statement follows, no value has ended
    };
    enum class Place { None, Property, Unknown }; ///< where an assignment here would go

    QChar at(qsizetype ahead) const
    {
        return m_at + ahead < m_source.size() ? m_source[m_at + ahead] : QChar();
    }

    void assign(Place place)
    {
        if (place == Place::Property)
            m_result.assigned.insert(m_property.toString());
        else if (place == Place::Unknown)
            m_result.mayAssignAny = true;
    }

    /// False: it cannot be told what this is.
    bool step()
    {
        const QChar c = at(0);
        if (c.isSpace() || c == QChar::ByteOrderMark) {
            ++m_at;
            return true;
        }
        if (c == u'/' && (at(1) == u'/' || at(1) == u'*'))
            return comment();
        const bool isBehindDot = std::exchange(m_isBehindDot, c == u'.');
        const Bracket bracket = std::exchange(m_next, {});
        const Place place = std::exchange(m_place, Place::None);
        if (isWordCharacter(c))
            return word(isBehindDot, place);
        switch (c.unicode()) {
        case u'\\':
            return false;
        case u'/':
            return slash(place);
        case u'"':
        case u'\'':
            ++m_at;
            m_before = Before::Value;
            return skipTo(c);
        case u'`':
            ++m_at;
            m_result.mayTagTemplates |= m_before != Before::Operator;
            return templateText();
        case u'{':
        case u'[':
        case u'(':
            return open(c, bracket);
        case u'}':
        case u']':
        case u')':
            return close(c);
        default:
            return sign(place);
        }
    }

    bool open(QChar c, Bracket bracket)
    {
        const bool isWithin = c != u'(' && m_before == Before::Operator && !m_open.isEmpty()
                              && m_open.constLast().isDeclared;
        bracket.isDeclared =
            bracket.isDeclared || (isWithin && QStringView(u",:[{").contains(m_sign));
        m_open.append(bracket);
        ++m_at;
        m_sign = c;
        m_before = Before::Operator;
        return true;
    }

    bool close(QChar c)
    {
        ++m_at;
        if (m_open.isEmpty())
            return false;
        const Bracket bracket = m_open.takeLast();
        if (c == u'}' && !m_holes.isEmpty() && m_holes.constLast() == m_open.size()) {
            m_holes.removeLast();
            return templateText();
        }
        m_before = c == u'}'             ? Before::Unclear
                   : bracket.isCondition ? Before::Operator
                                         : Before::Value;
        m_place = bracket.isDeclared || bracket.isCondition ? Place::None : Place::Unknown;
        return true;
    }

    bool sign(Place place)
    {
        const QChar c = at(0);
        qsizetype length = 1;
        if ((c == u'+' || c == u'-') && at(1) == c) {
            m_at += 2;
            if (m_before == Before::Operator)
                return increment();
            assign(place);
            m_place = m_before == Before::Unclear ? Place::Unknown : Place::None;
            return true; // behind a value, or in front of one: that is as it was
        }
        if (c == u'=') {
            while (at(length) == u'=')
                ++length;
            if (length == 1 && at(1) != u'>')
                assign(place);
        } else if (QStringView(u"+-*%&|^<>").contains(c)) {
            while (at(length) == c)
                ++length;
            const bool isComparison = length == 1 && (c == u'<' || c == u'>');
            if (at(length) == u'=') {
                ++length;
                if (!isComparison)
                    assign(place);
            }
        } else if (c == u'!') {
            while (at(length) == u'=')
                ++length;
        }
        m_at += length;
        m_sign = c;
        m_before = Before::Operator;
        return true;
    }

    /// What "++" stands in front of: a variable, else anything.
    bool increment()
    {
        qsizetype ahead = 0;
        const auto skipSpace = [this, &ahead] {
            while (m_at + ahead < m_source.size() && at(ahead).isSpace())
                ++ahead;
        };
        skipSpace();
        const qsizetype begin = ahead;
        while (m_at + ahead < m_source.size() && isWordCharacter(at(ahead)))
            ++ahead;
        const bool isWord = ahead > begin;
        skipSpace();
        if (!isWord || QStringView(u".[(/`").contains(at(ahead)))
            m_result.mayAssignAny = true;
        return true;
    }

    bool comment()
    {
        if (at(1) == u'*') {
            const qsizetype end = m_source.indexOf(u"*/", m_at + 2);
            m_at = end + 2;
            return end >= 0;
        }
        while (m_at < m_source.size() && at(0) != u'\n' && at(0) != u'\r'
               && at(0) != QChar::LineSeparator && at(0) != QChar::ParagraphSeparator)
            ++m_at;
        return true;
    }

    bool slash(Place place)
    {
        ++m_at;
        if (m_before == Before::Unclear)
            return false;
        if (m_before == Before::Value) { // a division
            if (at(0) == u'=')
                assign(place);
            m_before = Before::Operator;
            return true;
        }
        m_before = Before::Value;
        return skipTo(u'/'); // a regular expression; the letters behind it are a word
    }

    bool word(bool isBehindDot, Place place)
    {
        const qsizetype begin = m_at;
        while (m_at < m_source.size() && isWordCharacter(at(0)))
            ++m_at;
        const QStringView word = m_source.sliced(begin, m_at - begin);
        static constexpr std::array<QStringView, 12> Operators{
            u"return", u"typeof", u"case", u"in", u"void",       u"delete",
            u"throw",  u"new",    u"else", u"do", u"instanceof", u"default"};
        static constexpr std::array<QStringView, 2> Either{u"of", u"yield"};
        static constexpr std::array<QStringView, 3> Declarators{u"const", u"let", u"var"};
        static constexpr std::array<QStringView, 4> Conditions{u"if", u"while", u"for", u"with"};
        static constexpr std::array<QStringView, 2> Loops{u"of", u"in"};
        static constexpr std::array<QStringView, 5> Assigning{u"eval", u"Function", u"Reflect",
                                                              u"assign", u"constructor"};
        m_result.mayAssignAny |= isOneOf(word, Assigning);
        if (isBehindDot) {
            m_before = Before::Value;
            m_property = word;
            m_place = Place::Property;
            return true;
        }
        m_before = isOneOf(word, Operators) ? Before::Operator
                   : isOneOf(word, Either)  ? Before::Unclear
                                            : Before::Value;
        m_next.isDeclared = isOneOf(word, Declarators);
        m_next.isCondition = isOneOf(word, Conditions);
        if (isOneOf(word, Loops)) // for (object.name of list)
            assign(place);
        return true;
    }

    /// To behind the end of a text or of a regular expression.
    bool skipTo(QChar end)
    {
        bool isInClass = false;
        for (; m_at < m_source.size(); ++m_at) {
            const QChar c = at(0);
            if (c == u'\n')
                return false;
            if (c == u'\\') {
                ++m_at;
            } else if (end == u'/' && (c == u'[' || c == u']')) {
                isInClass = c == u'[';
            } else if (c == end && !isInClass) {
                ++m_at;
                return true;
            }
        }
        return false;
    }

    /// To behind its end, or to the script in its next hole.
    bool templateText()
    {
        for (; m_at < m_source.size(); ++m_at) {
            if (at(0) == u'\\') {
                ++m_at;
            } else if (at(0) == u'`') {
                ++m_at;
                m_before = Before::Value;
                return true;
            } else if (at(0) == u'$' && at(1) == u'{') {
                m_at += 2;
                m_holes.append(m_open.size());
                m_open.append(Bracket());
                m_before = Before::Operator;
                return true;
            }
        }
        return false;
    }

    QStringView m_source;
    qsizetype m_at = 0;
    ScriptSource m_result;
    Before m_before = Before::Operator;
    Place m_place = Place::None;
    QStringView m_property; ///< of m_place
    bool m_isBehindDot = false;
    Bracket m_next; ///< if it comes at once
    QChar m_sign; ///< the last one
    QList<Bracket> m_open;
    QList<qsizetype>
        m_holes; ///< of template texts that are open: how many brackets are around them
};

} // namespace

ScriptSource ScriptSource::of(const QString &source)
{
    return SourceScan(source).result();
}

} // namespace Signalbox
