#include "ui/compose/payloadedit.h"

#include "ui/theme/theme.h"
#include "ui/widgets/jsonhighlighter.h"

#include <QKeyEvent>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// The layout line of the block in which the cursor stands; lines are wrapped.
int visualLine(const QTextCursor &cursor)
{
    const QTextLine line = cursor.block().layout()->lineForTextPosition(cursor.positionInBlock());
    return line.isValid() ? line.lineNumber() : 0;
}

} // namespace

PayloadEdit::PayloadEdit(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new JsonHighlighter(document()))
{
    setFont(payloadFont());
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
}

QString PayloadEdit::payloadText() const
{
    QString text = document()->toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    return text;
}

void PayloadEdit::replaceText(const QString &text)
{
    if (text == payloadText())
        return;
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    cursor.endEditBlock();
    setTextCursor(cursor);
}

void PayloadEdit::setJson(bool json)
{
    m_highlighter->setActive(json);
}

void PayloadEdit::setErrorAt(std::optional<qsizetype> position)
{
    if (position == m_errorAt)
        return;
    m_errorAt = position;
    showError();
}

void PayloadEdit::showError()
{
    QList<QTextEdit::ExtraSelection> marks;
    const qsizetype length = document()->characterCount() - 1;
    if (m_errorAt && length > 0) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(document());
        const int at = int(std::clamp<qsizetype>(*m_errorAt, 0, length - 1));
        mark.cursor.setPosition(at);
        mark.cursor.setPosition(at + 1, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(Theme::palette().bad);
        QColor wash = Theme::palette().bad;
        wash.setAlpha(50);
        mark.format.setBackground(wash);
        marks.append(mark);
    }
    setExtraSelections(marks);
}

bool PayloadEdit::onFirstLine() const
{
    const QTextCursor cursor = textCursor();
    return cursor.blockNumber() == 0 && visualLine(cursor) == 0;
}

bool PayloadEdit::onLastLine() const
{
    const QTextCursor cursor = textCursor();
    const QTextBlock block = cursor.block();
    return block == document()->lastBlock()
           && visualLine(cursor) >= block.layout()->lineCount() - 1;
}

void PayloadEdit::insertLine()
{
    QTextCursor cursor = textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    const auto firstWord = std::ranges::find_if(before, [](QChar c) { return !c.isSpace(); });
    QString indentation = before.left(firstWord - before.cbegin());
    const QString open = before.trimmed();
    if (m_highlighter->isActive() && (open.endsWith(u'{') || open.endsWith(u'[')))
        indentation += u"  "_s;
    cursor.insertText(u'\n' + indentation);
    ensureCursorVisible();
}

void PayloadEdit::keyPressEvent(QKeyEvent *event)
{
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool control = modifiers == Qt::ControlModifier;
    const bool plain = modifiers == Qt::NoModifier;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (control)
            Q_EMIT sendPressed();
        else if (plain || modifiers == Qt::ShiftModifier)
            insertLine(); // Shift+Return would be U+2028, which is no line end in JSON
        else
            break;
        return;
    case Qt::Key_Up:
        if (!control && !(plain && onFirstLine() && !textCursor().hasSelection()))
            break;
        Q_EMIT olderPressed();
        return;
    case Qt::Key_Down:
        if (!control && !(plain && onLastLine() && !textCursor().hasSelection()))
            break;
        Q_EMIT newerPressed();
        return;
    case Qt::Key_Tab:
        if (control)
            focusNextChild();
        else if (plain)
            textCursor().insertText(u"  "_s);
        else
            break;
        return;
    case Qt::Key_Backtab:
        focusPreviousChild();
        return;
    default:
        break;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void PayloadEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::StyleChange) { // the theme or the zoom
        setFont(payloadFont());
        m_highlighter->rehighlight();
        showError();
    }
}

} // namespace Signalbox
