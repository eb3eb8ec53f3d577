#include "core/routes/templatetags.h"

#include <QList>

#include <algorithm>
#include <array>
#include <utility>

namespace Signalbox {

namespace {

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$' || c.unicode() > 127;
}

/// Goes through a script token by token, as far as it takes to tell its template texts.
class TagSearch
{
public:
    explicit TagSearch(QStringView script)
        : m_script(script)
    {
    }

    /// True: there is a tag, or it cannot be told.
    bool find()
    {
        while (m_at < m_script.size()) {
            if (!step())
                return true;
        }
        return !m_holes.isEmpty();
    }

private:
    enum class Before { Operator, Value, Unclear }; ///< what a '/' or '`' here comes behind

    QChar at(qsizetype ahead) const
    {
        return m_at + ahead < m_script.size() ? m_script[m_at + ahead] : QChar();
    }

    /// False: see find().
    bool step()
    {
        const QChar c = at(0);
        if (c.isSpace() || c == QChar::ByteOrderMark) {
            ++m_at;
            return true;
        }
        if (c == u'/')
            return slash();
        const bool isBehindDot = std::exchange(m_isBehindDot, c == u'.');
        if (isWordCharacter(c))
            return word(isBehindDot);
        switch (c.unicode()) {
        case u'\\':
            return false;
        case u'"':
        case u'\'':
            ++m_at;
            m_before = Before::Value;
            return skipTo(c);
        case u'`':
            ++m_at;
            return m_before == Before::Operator && templateText();
        case u'{':
            ++m_depth;
            break;
        case u'}':
            ++m_at;
            --m_depth;
            if (!m_holes.isEmpty() && m_holes.constLast() == m_depth) {
                m_holes.removeLast();
                return templateText();
            }
            m_before = Before::Unclear;
            return true;
        case u')': // of a condition or of a call
            ++m_at;
            m_before = Before::Unclear;
            return true;
        case u']':
            ++m_at;
            m_before = Before::Value;
            return true;
        case u'+':
        case u'-':
            if (at(1) == c) { // before a value or behind one
                m_at += 2;
                return true;
            }
            break;
        default:
            break;
        }
        ++m_at;
        m_before = Before::Operator;
        return true;
    }

    bool slash()
    {
        if (at(1) == u'/') {
            while (m_at < m_script.size() && at(0) != u'\n' && at(0) != u'\r'
                   && at(0) != QChar::LineSeparator && at(0) != QChar::ParagraphSeparator)
                ++m_at;
            return true;
        }
        if (at(1) == u'*') {
            const qsizetype end = m_script.indexOf(u"*/", m_at + 2);
            m_at = end + 2;
            return end >= 0;
        }
        if (m_before == Before::Unclear)
            return false;
        ++m_at;
        if (std::exchange(m_before, m_before == Before::Value ? Before::Operator : Before::Value)
            == Before::Value)
            return true; // a division
        return skipTo(u'/'); // a regular expression; its letters behind it are a word
    }

    bool word(bool isBehindDot)
    {
        const qsizetype begin = m_at;
        while (m_at < m_script.size() && isWordCharacter(at(0)))
            ++m_at;
        const QStringView word = m_script.sliced(begin, m_at - begin);
        static constexpr std::array<QStringView, 12> Operators{
            u"return", u"typeof", u"case", u"in", u"void",       u"delete",
            u"throw",  u"new",    u"else", u"do", u"instanceof", u"default"};
        static constexpr std::array<QStringView, 2> Either{u"of", u"yield"};
        const auto isIn = [word](const auto &words) {
            return std::find(words.begin(), words.end(), word) != words.end();
        };
        m_before = isBehindDot       ? Before::Value
                   : isIn(Operators) ? Before::Operator
                   : isIn(Either)    ? Before::Unclear
                                     : Before::Value;
        return true;
    }

    /// To behind the end of a text or of a regular expression.
    bool skipTo(QChar end)
    {
        bool isInClass = false;
        for (; m_at < m_script.size(); ++m_at) {
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
        for (; m_at < m_script.size(); ++m_at) {
            if (at(0) == u'\\') {
                ++m_at;
            } else if (at(0) == u'`') {
                ++m_at;
                m_before = Before::Value;
                return true;
            } else if (at(0) == u'$' && at(1) == u'{') {
                m_at += 2;
                m_holes.append(m_depth++);
                m_before = Before::Operator;
                return true;
            }
        }
        return false;
    }

    QStringView m_script;
    qsizetype m_at = 0;
    Before m_before = Before::Operator;
    bool m_isBehindDot = false;
    int m_depth = 0; ///< of braces
    QList<int> m_holes; ///< the depths around the holes that are open
};

} // namespace

bool mayTagTemplates(QStringView script)
{
    return script.contains(u'`') && TagSearch(script).find();
}

} // namespace Signalbox
