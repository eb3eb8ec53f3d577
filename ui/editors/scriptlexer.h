#pragma once

#include "ui/editors/qscintilla.h"
#include "ui/editors/scriptwords.h"

namespace Signalbox {

/// JavaScript in the theme's colours, with our globals in one of their own; also completes them.
/// takeTheme() brings colours and font up to date. The window's thread; owned by its editor.
class ScriptLexer final : public QsciLexerJavaScript
{
    Q_DISABLE_COPY_MOVE(ScriptLexer)
public:
    explicit ScriptLexer(QObject *parent);

    void takeTheme();
    /// The payload font with its size in points: QScintilla does not take pixels.
    static QFont codeFont();
    const char *keywords(int set) const override;
    QStringList autoCompletionWordSeparators() const override { return {QStringLiteral(".")}; }
};

/// Brings the styles up to date as far as the cursor; otherwise that waits until the text is
/// painted.
void styleToCursor(QsciScintilla &editor);

/// What QScintilla asks for completions and call tips. Says nothing within comments and strings.
class ScriptCompletion final : public QsciAbstractAPIs
{
    Q_DISABLE_COPY_MOVE(ScriptCompletion)
public:
    explicit ScriptCompletion(QsciLexer *lexer);

    void setUse(ScriptPurpose use) { m_use = use; }
    void updateAutoCompletionList(const QStringList &context, QStringList &list) override;
    QStringList callTips(const QStringList &context, int commas, QsciScintilla::CallTipsStyle style,
                         QList<int> &shifts) override;

private:
    bool isInCode() const;

    ScriptPurpose m_use = ScriptPurpose::Message;
};

} // namespace Signalbox
