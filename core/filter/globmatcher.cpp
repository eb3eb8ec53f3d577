#include "core/filter/globmatcher.h"

namespace Signalbox {

namespace {

/// Goes through the code points of a text, without their case.
class Walk
{
public:
    explicit Walk(QStringView text)
        : m_text(text)
    {
    }

    bool isAtEnd() const { return m_at == m_text.size(); }
    bool isAt(QChar c) const { return !isAtEnd() && m_text[m_at] == c; }
    char32_t codePoint() const { return QChar::toCaseFolded(raw()); }
    void advance() { m_at += QChar::requiresSurrogates(raw()) ? 2 : 1; }

private:
    char32_t raw() const
    {
        const QChar c = m_text[m_at];
        return c.isHighSurrogate() && m_at + 1 < m_text.size() && m_text[m_at + 1].isLowSurrogate()
                   ? QChar::surrogateToUcs4(c, m_text[m_at + 1])
                   : char32_t(c.unicode());
    }

    QStringView m_text;
    qsizetype m_at = 0;
};

} // namespace

bool GlobMatcher::matches(QStringView text) const
{
    Walk glob(m_glob);
    Walk at(text);
    // where to go on when it does not match: the last * may stand for one character more, and no
    // earlier one need be asked again
    Walk afterStar = glob;
    Walk starEnd = at;
    bool hasStar = false;
    while (!at.isAtEnd()) {
        if (glob.isAt(u'*')) {
            glob.advance();
            hasStar = true;
            afterStar = glob;
            starEnd = at;
        } else if (glob.isAt(u'?') || (!glob.isAtEnd() && glob.codePoint() == at.codePoint())) {
            glob.advance();
            at.advance();
        } else if (hasStar) {
            starEnd.advance();
            at = starEnd;
            glob = afterStar;
        } else {
            return false;
        }
    }
    while (glob.isAt(u'*'))
        glob.advance();
    return glob.isAtEnd();
}

} // namespace Signalbox
