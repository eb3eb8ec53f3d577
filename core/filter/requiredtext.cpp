#include "core/filter/requiredtext.h"

#include <QStringView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

/// Reads a pattern from left to right, as far as it understands it.
class Reader
{
public:
    Reader(QStringView pattern, bool ignoresCase)
        : m_rest(pattern)
        , m_ignoresCase(ignoresCase)
    {
    }

    QString read()
    {
        while (!m_rest.isEmpty()) {
            if (!atom() || (quantifier() && isQuantifierNext()))
                return {};
        }
        endRun();
        return m_longest;
    }

private:
    bool atom()
    {
        const QChar c = take();
        if (c == u'|')
            return false; // either side may be the one that fits
        if (c == u'(')
            return skipGroup();
        if (c == u'[') {
            endRun();
            return skipClass();
        }
        if (c == u'\\')
            return escape(true);
        if (u".^$"_s.contains(c))
            endRun();
        else
            literal(c);
        return true;
    }

    bool escape(bool isRequired)
    {
        if (m_rest.isEmpty())
            return false;
        const QChar c = take();
        if (!c.isLetterOrNumber() && c.unicode() < 0x80) {
            if (isRequired)
                literal(c);
            return true;
        }
        if (isRequired)
            endRun();
        // those to which nothing belongs that follows
        return u"dDwWsSbBhHvVRXAzZGnrtfea"_s.contains(c);
    }

    /// What is inside may be repeated, left out or one of several.
    bool skipGroup()
    {
        endRun();
        if (m_rest.startsWith(u'?') || m_rest.startsWith(u'*'))
            return false; // options, conditions, comments, names: any meaning
        for (int depth = 1; depth > 0;) {
            if (m_rest.isEmpty())
                return false;
            const QChar c = take();
            if (c == u'(' && (m_rest.startsWith(u'?') || m_rest.startsWith(u'*')))
                return false;
            if ((c == u'\\' && !escape(false)) || (c == u'[' && !skipClass()))
                return false;
            depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
        }
        return true;
    }

    bool skipClass()
    {
        if (m_rest.startsWith(u'^'))
            take();
        for (bool isFirst = true; !m_rest.isEmpty(); isFirst = false) {
            const QChar c = take();
            if (c == u'[' || (c == u'\\' && (m_rest.isEmpty() || u"QE"_s.contains(take()))))
                return false; // [:alpha:], \Q...\E
            if (c == u']' && !isFirst)
                return true;
        }
        return false;
    }

    bool isQuantifierNext() const
    {
        return m_rest.startsWith(u'+') || m_rest.startsWith(u'*') || m_rest.startsWith(u'?')
               || boundsLength() > 0;
    }

    /// False: there is none.
    bool quantifier()
    {
        if (!isQuantifierNext())
            return false;
        if (!m_rest.startsWith(u'+'))
            m_run.chop(1); // it may be missing
        endRun();
        m_rest = m_rest.sliced(std::max<qsizetype>(boundsLength(), 1));
        if (m_rest.startsWith(u'?') || m_rest.startsWith(u'+')) // lazy, possessive
            take();
        return true;
    }

    /// Of {3}, {3,} or {3,5}; 0: a brace is a brace here.
    qsizetype boundsLength() const
    {
        if (!m_rest.startsWith(u'{'))
            return 0;
        const qsizetype end = m_rest.indexOf(u'}');
        for (qsizetype i = 1; i < end; ++i)
            if (!m_rest[i].isDigit() && m_rest[i] != u',')
                return 0;
        return end < 2 ? 0 : end + 1;
    }

    void literal(QChar c)
    {
        // In any case, k is the Kelvin sign too, and s the long s.
        const bool isUncertain = c.unicode() >= 0x80 || (m_ignoresCase && u"kKsS"_s.contains(c));
        if (isUncertain)
            endRun();
        else
            m_run.append(c);
    }

    void endRun()
    {
        if (m_run.size() > m_longest.size())
            m_longest = m_run;
        m_run.clear();
    }

    QChar take()
    {
        const QChar c = m_rest.front();
        m_rest = m_rest.sliced(1);
        return c;
    }

    QStringView m_rest;
    bool m_ignoresCase;
    QString m_run;
    QString m_longest;
};

} // namespace

QString requiredText(const QString &pattern, bool ignoresCase)
{
    return Reader(pattern, ignoresCase).read();
}

} // namespace Signalbox
