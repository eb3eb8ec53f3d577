#pragma once

#include "ui/editors/scriptwords.h"

#include <QFrame>
#include <QHash>

#include <memory>
#include <optional>

class QKeyEvent;

namespace Signalbox {

class Banner;
class FindBar;
class LongTextCard;
class ScriptCompletion;
class ScriptLexer;
class ScriptSearch;

/// What is wrong with a script, and where.
struct ScriptProblem
{
    int line = 0; ///< 1-based; 0: no line is to blame
    QString message;

    bool operator==(const ScriptProblem &) const = default;
};

/// The editor of a script: line numbers, JavaScript in the theme's colours, bracket pairs,
/// indentation carried on, our own names completed, find and replace (Ctrl+F, Ctrl+H, F3), the line
/// that is wrong marked with its message below it. Tab indents; Ctrl+Tab and Ctrl+Shift+Tab leave.
/// A text with a line that is longer than the editor can hold without keeping the window waiting is
/// kept beside it and shown as a card; a mark in the document stands for it, so that undo and redo
/// take it for the text it is. The window's thread.
class ScriptEditor final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptEditor)
public:
    explicit ScriptEditor(QWidget *parent = nullptr);
    ~ScriptEditor() override;

    QString text() const; ///< line ends are "\n"
    bool isLong() const; ///< shows a card
    void setText(const QString &text); ///< another document: nothing to undo
    void replaceText(const QString &text); ///< as one step that can be undone
    /// Shows what is kept under `key`, with its own undo, cursor and scrolling; where nothing is,
    /// it begins with `text`. Where something else is, that becomes `text` in one step that can be
    /// undone; nullopt: it stays as it is.
    void showDocument(const QString &key, const std::optional<QString> &text);
    void renameDocument(const QString &from, const QString &to);
    void insertText(const QString &text); ///< in place of the selection
    void setUse(ScriptPurpose use); ///< what is completed
    void setReadOnly(bool readOnly);
    bool canUndo() const;

    /// Marks the line; nullopt takes the mark away. Typing does not: the caller knows when it is
    /// out of date.
    void setProblem(const std::optional<ScriptProblem> &problem);
    const std::optional<ScriptProblem> &problem() const { return m_problem; }
    void goToLine(int line); ///< 1-based; selects nothing

    int cursorLine() const; ///< 1-based
    int cursorColumn() const; ///< 1-based, in characters
    int firstVisibleLine() const;

    void openFind(bool replacing);

Q_SIGNALS:
    void textChanged();
    void cursorMoved();
    void helpRequested(); ///< F1

protected:
    void changeEvent(QEvent *event) override;

private:
    class Editor;
    struct Document;

    bool handleKey(QKeyEvent &event);
    bool handleLongKey(QKeyEvent &event);
    QByteArray heldFor(const QString &text);
    QString held() const;
    void showCard();
    bool takes(const QString &text);
    static bool isOurKey(const QKeyEvent &event);
    void completeArgument();
    void setUpDocument();
    void keepDocument();
    void takeTheme();
    void setUpKeys();
    void setUpFinding();
    void showProblem();
    void fitMargin();
    void find(bool forward);
    void showHits();
    void setFocused(bool focused);

    Editor *m_editor;
    ScriptLexer *m_lexer;
    ScriptCompletion *m_completion;
    FindBar *m_findBar;
    Banner *m_refusal; ///< says what was not pasted
    std::unique_ptr<ScriptSearch> m_search;
    std::optional<ScriptProblem> m_problem;
    QHash<QString, QString> m_longTexts; ///< by the mark that stands for each
    LongTextCard *m_card = nullptr; ///< made when it is first needed
    QString m_shownLong; ///< the mark whose card is shown
    QHash<QString, std::shared_ptr<Document>> m_documents; ///< those that are not shown
    QString m_document; ///< key of the one that is shown
    int m_annotationStyle = -1;
    bool m_isTheming = false;
};

} // namespace Signalbox
