#include "ui/editors/scriptsearch.h"

#include "ui/editors/qscintilla.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace Signalbox {

namespace {

using Sci = QsciScintilla;
constexpr int HitIndicator = 9; // 0 to 7 belong to lexers

} // namespace

ScriptSearch::ScriptSearch(QsciScintilla &editor)
    : m_editor(editor)
{
    call(Sci::SCI_INDICSETSTYLE, HitIndicator, Sci::INDIC_STRAIGHTBOX);
    call(Sci::SCI_INDICSETUNDER, HitIndicator, 1);
    call(Sci::SCI_INDICSETALPHA, HitIndicator, 70);
    call(Sci::SCI_INDICSETOUTLINEALPHA, HitIndicator, 140);
    takeTheme();
}

void ScriptSearch::takeTheme()
{
    m_editor.SendScintilla(Sci::SCI_INDICSETFORE, HitIndicator, Theme::palette().warn);
}

long ScriptSearch::call(unsigned message, unsigned long first, long second) const
{
    return m_editor.SendScintilla(message, first, second);
}

/// The first hit that starts at `from` or later and ends at `to` or before; -1: none.
long ScriptSearch::find(long from, long to) const
{
    call(Sci::SCI_SETSEARCHFLAGS, m_matchCase ? Sci::SCFIND_MATCHCASE : 0);
    call(Sci::SCI_SETTARGETSTART, static_cast<unsigned long>(from));
    call(Sci::SCI_SETTARGETEND, static_cast<unsigned long>(to));
    return m_editor.SendScintilla(Sci::SCI_SEARCHINTARGET,
                                  static_cast<unsigned long>(m_pattern.size()),
                                  m_pattern.constData());
}

void ScriptSearch::setPattern(const QString &pattern, bool matchCase)
{
    if (m_isReplacing)
        return;
    m_pattern = pattern.toUtf8();
    m_matchCase = matchCase;
    m_hits.clear();
    const long end = call(Sci::SCI_GETLENGTH);
    call(Sci::SCI_SETINDICATORCURRENT, HitIndicator);
    call(Sci::SCI_INDICATORCLEARRANGE, 0, end);
    if (m_pattern.isEmpty())
        return;
    for (long at = find(0, end); at >= 0 && m_hits.size() < MaxHits;) {
        const long after = call(Sci::SCI_GETTARGETEND);
        m_hits.append(at);
        call(Sci::SCI_INDICATORFILLRANGE, static_cast<unsigned long>(at), after - at);
        at = find(after, end);
    }
}

qsizetype ScriptSearch::current() const
{
    const long start = call(Sci::SCI_GETSELECTIONSTART);
    const long length = call(Sci::SCI_GETSELECTIONEND) - start;
    const auto hit = std::ranges::lower_bound(m_hits, start);
    if (length != m_pattern.size() || hit == m_hits.end() || *hit != start)
        return 0;
    return hit - m_hits.begin() + 1;
}

void ScriptSearch::select(qsizetype hit)
{
    const long start = m_hits.at(hit);
    const long end = start + long(m_pattern.size());
    call(Sci::SCI_ENSUREVISIBLE,
         static_cast<unsigned long>(
             call(Sci::SCI_LINEFROMPOSITION, static_cast<unsigned long>(start))));
    call(Sci::SCI_SETSEL, static_cast<unsigned long>(start), end);
    call(Sci::SCI_SCROLLCARET);
}

void ScriptSearch::go(bool forward)
{
    if (m_hits.isEmpty())
        return;
    const long start = call(Sci::SCI_GETSELECTIONSTART);
    const qsizetype here = current();
    if (forward) {
        const auto next = std::ranges::lower_bound(m_hits, here > 0 ? start + 1 : start);
        select(next == m_hits.end() ? 0 : next - m_hits.begin());
    } else {
        const auto next = std::ranges::lower_bound(m_hits, start);
        select(next == m_hits.begin() ? m_hits.size() - 1 : next - m_hits.begin() - 1);
    }
}

void ScriptSearch::goNearest()
{
    if (m_hits.isEmpty())
        return;
    const auto next = std::ranges::lower_bound(m_hits, call(Sci::SCI_GETSELECTIONSTART));
    select(next == m_hits.end() ? 0 : next - m_hits.begin());
}

void ScriptSearch::replaceCurrent(const QString &with)
{
    if (current() == 0) {
        go(true);
        return;
    }
    const QByteArray text = with.toUtf8();
    const long start = call(Sci::SCI_GETSELECTIONSTART);
    m_isReplacing = true;
    call(Sci::SCI_TARGETFROMSELECTION);
    m_editor.SendScintilla(Sci::SCI_REPLACETARGET, static_cast<unsigned long>(text.size()),
                           text.constData());
    m_isReplacing = false;
    const long after = start + long(text.size());
    call(Sci::SCI_SETSEL, static_cast<unsigned long>(after), after);
    setPattern(QString::fromUtf8(m_pattern), m_matchCase);
    go(true);
}

qsizetype ScriptSearch::replaceAll(const QString &with)
{
    const QByteArray text = with.toUtf8();
    m_isReplacing = true;
    m_editor.beginUndoAction();
    // from the end, so that what is still to come stays where it was found
    for (qsizetype hit = m_hits.size() - 1; hit >= 0; --hit) {
        call(Sci::SCI_SETTARGETSTART, static_cast<unsigned long>(m_hits.at(hit)));
        call(Sci::SCI_SETTARGETEND,
             static_cast<unsigned long>(m_hits.at(hit) + long(m_pattern.size())));
        m_editor.SendScintilla(Sci::SCI_REPLACETARGET, static_cast<unsigned long>(text.size()),
                               text.constData());
    }
    m_editor.endUndoAction();
    m_isReplacing = false;
    const qsizetype replaced = m_hits.size();
    setPattern(QString::fromUtf8(m_pattern), m_matchCase);
    return replaced;
}

} // namespace Signalbox
