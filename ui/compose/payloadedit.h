#pragma once

#include <QPlainTextEdit>

#include <optional>

namespace Signalbox {

class JsonHighlighter;

/// The editor of a payload: payload font, JSON colours, a wavy line under what is wrong. Return is
/// a new line with the indentation of the last one, Tab two spaces, Ctrl+Tab and Shift+Tab leave.
/// The window's thread.
class PayloadEdit final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PayloadEdit)
public:
    explicit PayloadEdit(QWidget *parent = nullptr);

    /// The text character by character: toPlainText() turns no-break spaces into spaces.
    QString payloadText() const;
    /// Replaces the text as one step that can be undone.
    void replaceText(const QString &text);
    void setJson(bool json); ///< colours on or off
    /// Underlines the character at this place (UTF-16 units; the end of the text: the last one).
    /// nullopt: none.
    void setErrorAt(std::optional<qsizetype> position);

Q_SIGNALS:
    void sendPressed();
    void olderPressed();
    void newerPressed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    bool onFirstLine() const;
    bool onLastLine() const;
    void insertLine();
    void showError();

    JsonHighlighter *m_highlighter;
    std::optional<qsizetype> m_errorAt;
};

} // namespace Signalbox
