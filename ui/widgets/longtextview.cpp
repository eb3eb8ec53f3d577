#include "ui/widgets/longtextview.h"

#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

namespace Signalbox {

namespace {

constexpr qsizetype Slice = 64 * 1024; ///< UTF-16 units
constexpr int SliceLines = 4'000;
constexpr qsizetype MostBack = 32; ///< units that a break goes back to spare a character

/// Where a piece may end that would end at `at`: not within a character.
qsizetype breakBefore(QStringView text, qsizetype at)
{
    for (qsizetype back = 0; back < std::min(at, MostBack); ++back) {
        const QChar next = text[at - back];
        if (!next.isLowSurrogate() && !next.isMark())
            return at - back;
    }
    return text[at].isLowSurrogate() ? at - 1 : at;
}

} // namespace

LongTextView::LongTextView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setUndoRedoEnabled(false);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &LongTextView::addSlice);
}

void LongTextView::showText(const QString &text)
{
    clear();
    m_broken.clear();
    m_text = text;
    m_at = 0;
    m_column = 0;
    m_timer.start();
    addSlice();
    moveCursor(QTextCursor::Start);
}

void LongTextView::addSlice()
{
    int block = document()->blockCount() - 1;
    const int lastBlock = block + SliceLines;
    const qsizetype end = std::min(m_text.size(), m_at + Slice);
    QString slice;
    slice.reserve(end - m_at + (end - m_at) / PieceLength + 1);
    while (m_at < end && block < lastBlock) {
        const qsizetype found = QStringView(m_text).first(end).indexOf(u'\n', m_at);
        const qsizetype lineEnd = found < 0 ? end : found;
        const qsizetype room = PieceLength - m_column;
        if (lineEnd - m_at > room) {
            const qsizetype stop = breakBefore(m_text, m_at + room);
            slice += QStringView(m_text).sliced(m_at, stop - m_at) % u'\n';
            m_broken.insert(block++);
            m_at = stop;
            m_column = 0;
            continue;
        }
        slice += QStringView(m_text).sliced(m_at, lineEnd - m_at);
        m_column += lineEnd - m_at;
        m_at = lineEnd;
        if (found >= 0) {
            slice += u'\n';
            ++block;
            ++m_at;
            m_column = 0;
        }
    }
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(slice);
    if (isFilled()) {
        m_timer.stop();
        Q_EMIT filled();
    }
}

QString LongTextView::shownText() const
{
    return textBetween(0, document()->characterCount() - 1);
}

/// Of the document, without the breaks that are ours.
QString LongTextView::textBetween(int begin, int end) const
{
    QString text;
    for (QTextBlock block = document()->findBlock(begin);
         block.isValid() && block.position() <= end; block = block.next()) {
        const int from = std::max(begin - block.position(), 0);
        const int to = std::min(end - block.position(), block.length() - 1);
        text += QStringView(block.text()).sliced(from, to - from);
        if (end >= block.position() + block.length() && !m_broken.contains(block.blockNumber()))
            text += u'\n';
    }
    return text;
}

QMimeData *LongTextView::createMimeDataFromSelection() const
{
    auto *mime = new QMimeData;
    const QTextCursor cursor = textCursor();
    mime->setText(textBetween(cursor.selectionStart(), cursor.selectionEnd()));
    return mime;
}

} // namespace Signalbox
