#include "ui/editors/payloadedit.h"

#include "core/json/jsonformat.h"
#include "ui/editors/longtext.h"
#include "ui/editors/longtextcard.h"
#include "ui/theme/theme.h"
#include "ui/widgets/jsonhighlighter.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int LongTextId = QTextFormat::UserProperty + 1; ///< of the character that stands for it
constexpr qsizetype MostKept = 64 * 1024 * 1024; ///< UTF-16 units of long texts, for undo

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
    setJson(true);
    connect(this, &QPlainTextEdit::textChanged, this, &PayloadEdit::showCard);
}

QString PayloadEdit::payloadText() const
{
    if (const int id = longId())
        return m_longTexts.value(id);
    QString text = document()->toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    return text;
}

void PayloadEdit::replaceText(const QString &text)
{
    if (text == payloadText())
        return;
    if (isLongText(text))
        return hold(text);
    fitWrapping(longestLine(text));
    insertAll(text, {});
}

/// In place of all there is.
void PayloadEdit::insertAll(const QString &text, const QTextCharFormat &format)
{
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(text, format);
    cursor.endEditBlock();
    setTextCursor(cursor);
}

int PayloadEdit::longId() const
{
    if (m_longTexts.isEmpty() || document()->characterCount() != 2) // one, and the end
        return 0;
    QTextCursor cursor(document());
    cursor.setPosition(1);
    return cursor.charFormat().intProperty(LongTextId);
}

void PayloadEdit::hold(const QString &text)
{
    const int id = ++m_lastLong;
    m_longTexts.insert(id, text);
    QTextCharFormat mark;
    mark.setProperty(LongTextId, id);
    insertAll(QString(QChar::ObjectReplacementCharacter), mark);
    qsizetype kept = 0;
    for (const QString &one : std::as_const(m_longTexts))
        kept += one.size();
    if (kept > MostKept) {
        document()->clearUndoRedoStacks();
        m_longTexts = {{id, text}};
    }
}

/// Called whenever the document has changed, by undo and redo too.
void PayloadEdit::showCard()
{
    const int id = longId();
    if (id == m_shownLong)
        return;
    m_shownLong = id;
    viewport()->setCursor(id != 0 ? Qt::ArrowCursor : Qt::IBeamCursor);
    if (id == 0) {
        if (m_card != nullptr)
            m_card->hide();
        return;
    }
    if (m_card == nullptr) {
        m_card = new LongTextCard(this);
        setTabOrder(this, m_card);
        connect(m_card, &LongTextCard::saveRequested, this,
                [this] { m_card->save(payloadText()); });
        connect(m_card, &LongTextCard::layOutRequested, this, &PayloadEdit::layOutLong);
        connect(m_card, &LongTextCard::removeRequested, this, [this] {
            insertAll({}, {});
            setFocus();
        });
    }
    m_card->setGeometry(viewport()->geometry());
    const QString &text = m_longTexts[id];
    m_card->showText(longTextWords(text), m_highlighter->isActive() && text.size() <= LongestText);
    m_card->show();
    selectAll(); // copied, cut, deleted and pasted over as a whole
}

void PayloadEdit::layOutLong()
{
    const QString text = QString::fromUtf8(prettyJson(payloadText().toUtf8()));
    if (isLongText(text))
        m_card->say(tr("It is too long, even laid out in lines."));
    else
        replaceText(text);
    setFocus();
}

void PayloadEdit::fitWrapping(qsizetype longest)
{
    setWordWrapMode(longest > LongestWordWrapped ? QTextOption::WrapAnywhere
                                                 : QTextOption::WrapAtWordBoundaryOrAnywhere);
}

void PayloadEdit::insertFromMimeData(const QMimeData *source)
{
    if (isReadOnly() || source == nullptr || !source->hasText())
        return QPlainTextEdit::insertFromMimeData(source);
    const QString pasted = source->text();
    const QTextCursor cursor = textCursor();
    QString text;
    if (!isLong()) {
        text = payloadText();
        text.remove(cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart());
    }
    text.insert(isLong() ? 0 : cursor.selectionStart(), pasted);
    if (isLongText(text))
        return hold(text);
    fitWrapping(longestLine(text));
    if (isLong())
        insertAll(pasted, {});
    else
        QPlainTextEdit::insertFromMimeData(source);
}

QMimeData *PayloadEdit::createMimeDataFromSelection() const
{
    if (!isLong())
        return QPlainTextEdit::createMimeDataFromSelection();
    auto *mime = new QMimeData;
    mime->setText(payloadText());
    return mime;
}

void PayloadEdit::setJson(bool json)
{
    m_highlighter->setActive(json);
    m_shownLong = 0; // what can be done with it is another thing now
    showCard();
    setAccessibleDescription(json ? tr("Tab indents, Ctrl+Tab leaves") : QString());
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
    if (m_errorAt && length > 0 && !isLong()) {
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
    if (handleOwnKey(*event))
        return;
    if (!isLong())
        return QPlainTextEdit::keyPressEvent(event);
    // what would edit the character that stands for the text
    const auto isKey = [event](QKeySequence::StandardKey key) { return event->matches(key); };
    if (event->key() == Qt::Key_Backspace || isKey(QKeySequence::Delete)) {
        insertAll({}, {});
    } else if (isKey(QKeySequence::Undo) || isKey(QKeySequence::Redo) || isKey(QKeySequence::Copy)
               || isKey(QKeySequence::Cut) || isKey(QKeySequence::Paste)) {
        selectAll();
        QPlainTextEdit::keyPressEvent(event);
    } else {
        event->setAccepted(!event->text().isEmpty() && event->key() != Qt::Key_Escape);
    }
}

/// Composed text, which would take the place of the character that stands for a long one.
void PayloadEdit::inputMethodEvent(QInputMethodEvent *event)
{
    if (!isLong())
        QPlainTextEdit::inputMethodEvent(event);
}

/// QPlainTextEdit keeps the keyboard as long as Tab is a character to it. Of us Tab alone asks for
/// the next, and the card.
bool PayloadEdit::focusNextPrevChild(bool next)
{
    const bool isTab = next && hasFocus() && m_highlighter->isActive() && !isLong();
    return !isTab && QAbstractScrollArea::focusNextPrevChild(next);
}

bool PayloadEdit::handleOwnKey(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool control = modifiers == Qt::ControlModifier;
    const bool plain = modifiers == Qt::NoModifier;
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (control)
            Q_EMIT sendPressed();
        else if (!isLong() && (plain || modifiers == Qt::ShiftModifier))
            insertLine(); // Shift+Return would be U+2028, which is no line end in JSON
        else
            return false;
        return true;
    case Qt::Key_Up:
        if (!control && !(plain && onFirstLine() && (isLong() || !textCursor().hasSelection())))
            return false;
        Q_EMIT olderPressed();
        return true;
    case Qt::Key_Down:
        if (!control && !(plain && onLastLine() && (isLong() || !textCursor().hasSelection())))
            return false;
        Q_EMIT newerPressed();
        return true;
    case Qt::Key_Tab:
        if (plain && m_highlighter->isActive() && !isLong())
            textCursor().insertText(u"  "_s);
        else if (control || plain)
            QAbstractScrollArea::focusNextPrevChild(true);
        else
            return false;
        return true;
    case Qt::Key_Backtab:
        focusPreviousChild();
        return true;
    default:
        return false;
    }
}

void PayloadEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (m_card != nullptr)
        m_card->setGeometry(viewport()->geometry());
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
