#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

class QsciScintilla;

namespace Signalbox {

/// Finds and replaces in an editor: marks every hit and walks from one to the next. The window's
/// thread; the editor outlives it.
class ScriptSearch final
{
    Q_DISABLE_COPY_MOVE(ScriptSearch)
public:
    static constexpr qsizetype MaxHits = 10'000; ///< marked; further ones are not looked for

    explicit ScriptSearch(QsciScintilla &editor);

    /// Marks the hits in the text as it is now; call it again when the text has changed. An empty
    /// pattern has none.
    void setPattern(const QString &pattern, bool matchCase);
    void takeTheme();

    qsizetype count() const { return m_hits.size(); }
    qsizetype current() const; ///< 1-based; 0: no hit is selected

    /// Selects the next hit behind the cursor (or the one before it), past the end the first.
    void go(bool forward);
    void goNearest(); ///< the hit at the cursor or behind it: for while the pattern is typed

    void
    replaceCurrent(const QString &with); ///< and goes to the next; selects one first if none is
    qsizetype replaceAll(const QString &with); ///< in one step that can be undone; how many

private:
    long call(unsigned message, unsigned long first = 0, long second = 0) const;
    long find(long from, long to) const;
    void select(qsizetype hit);

    QsciScintilla &m_editor;
    QByteArray m_pattern; ///< UTF-8
    bool m_matchCase = false;
    bool m_isReplacing = false; ///< the text is about to change again: no time to look at it
    QList<long> m_hits; ///< where they start, in bytes
};

} // namespace Signalbox
