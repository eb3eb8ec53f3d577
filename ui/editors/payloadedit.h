#pragma once

#include <QHash>
#include <QPlainTextEdit>

#include <optional>

namespace Signalbox {

class JsonHighlighter;
class LongTextCard;

/// The editor of a payload: payload font, JSON colours, a wavy line under what is wrong. Return is
/// a new line with the indentation of the last one. Tab is two spaces in JSON and leaves plain
/// text; Ctrl+Tab and Shift+Tab leave both. A text that is longer than an editor can hold without
/// keeping the window waiting (isLongText()) is kept beside the document, character by character,
/// and shown as a card; in the document one marked character stands for it, so that undo, redo,
/// cut and copy take it for the text it is. The window's thread.
class PayloadEdit final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PayloadEdit)
public:
    explicit PayloadEdit(QWidget *parent = nullptr);

    /// The text character by character: toPlainText() turns no-break spaces into spaces.
    QString payloadText() const;
    bool isLong() const { return longId() != 0; } ///< shows a card
    /// Replaces the text as one step that can be undone.
    void replaceText(const QString &text);
    void setJson(bool json); ///< colours on or off
    /// Underlines the character at this place (UTF-16 units; the end of the text: the last one).
    /// nullopt: none. Nothing is underlined in a long text.
    void setErrorAt(std::optional<qsizetype> position);

Q_SIGNALS:
    void sendPressed();
    void olderPressed();
    void newerPressed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    QMimeData *createMimeDataFromSelection() const override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    int longId() const; ///< 0: the document is the text
    void insertAll(const QString &text, const QTextCharFormat &format);
    void hold(const QString &text);
    void showCard();
    void layOutLong();
    void fitWrapping(qsizetype longest);
    bool handleOwnKey(const QKeyEvent &event);
    bool onFirstLine() const;
    bool onLastLine() const;
    void insertLine();
    void showError();

    JsonHighlighter *m_highlighter;
    std::optional<qsizetype> m_errorAt;
    QHash<int, QString> m_longTexts; ///< also those that undo and redo lead to
    int m_lastLong = 0;
    int m_shownLong = 0;
    LongTextCard *m_card = nullptr; ///< made when it is first needed
};

} // namespace Signalbox
