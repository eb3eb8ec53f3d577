#include "ui/log/hexview.h"

#include "ui/theme/theme.h"
#include "ui/widgets/latecopy.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int HexMargin = 10;
constexpr int OffsetDigits = 8;

QString offsetText(qsizetype offset)
{
    return QString::number(offset, 16).rightJustified(OffsetDigits, u'0');
}

QString byteText(char byte)
{
    return QString::number(quint8(byte), 16).rightJustified(2, u'0');
}

QChar asciiOf(char byte)
{
    return byte >= 0x20 && byte < 0x7f ? QChar(char16_t(byte)) : QChar(u'·');
}

/// `start`: the offset of the first byte. Pure; any thread.
QString hexDump(const QByteArray &bytes, qsizetype start)
{
    constexpr qsizetype LineLength = OffsetDigits + 5 + HexView::BytesPerLine * 4;
    QString text;
    text.reserve((bytes.size() / HexView::BytesPerLine + 1) * LineLength);
    for (qsizetype at = 0; at < bytes.size(); at += HexView::BytesPerLine) {
        const QByteArray line = bytes.mid(at, HexView::BytesPerLine);
        QString ascii;
        for (const char byte : line)
            ascii += asciiOf(byte);
        text += offsetText(start + at) % u"  "_s
                % QString::fromLatin1(line.toHex(' ')).leftJustified(HexView::BytesPerLine * 3 - 1)
                % u"  "_s % ascii % u'\n';
    }
    return text;
}

} // namespace

HexView::HexView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_copy(new LateCopy(this))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setCursor(Qt::IBeamCursor);
    setAccessibleName(tr("Bytes in hexadecimal"));
}

void HexView::setBytes(const QByteArray &bytes)
{
    m_bytes = bytes;
    m_anchor = 0;
    m_current = -1;
    verticalScrollBar()->setValue(0);
    updateScrollBars();
    viewport()->update();
}

QByteArray HexView::selectedBytes() const
{
    if (m_current < 0)
        return {};
    const qsizetype first = std::min(m_anchor, m_current);
    return m_bytes.mid(first, std::max(m_anchor, m_current) - first + 1);
}

void HexView::selectAll()
{
    if (m_bytes.isEmpty())
        return;
    m_anchor = 0;
    m_current = m_bytes.size() - 1;
    viewport()->update();
}

std::function<QString()> HexView::dumper() const
{
    const qsizetype start = m_current < 0 ? 0 : std::min(m_anchor, m_current);
    return [bytes = chosenOrAll(), start] { return hexDump(bytes, start); };
}

HexView::Layout HexView::layout() const
{
    const QFontMetricsF metrics(payloadFont());
    Layout layout;
    layout.unit = metrics.horizontalAdvance(u'0');
    layout.line = int(metrics.height()) + scaled(3);
    layout.bytes = scaled(HexMargin) + layout.unit * (OffsetDigits + 2);
    layout.ascii = layout.bytes + layout.unit * (BytesPerLine * 3 + 2); // one wider in the middle
    layout.end = layout.ascii + layout.unit * BytesPerLine + scaled(HexMargin);
    return layout;
}

qsizetype HexView::lineCount() const
{
    return (m_bytes.size() + BytesPerLine - 1) / BytesPerLine;
}

void HexView::updateScrollBars()
{
    const Layout look = layout();
    const int visible = std::max(1, viewport()->height() / look.line);
    verticalScrollBar()->setPageStep(visible);
    verticalScrollBar()->setRange(0, int(std::max<qsizetype>(0, lineCount() - visible)));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(int(look.unit));
    horizontalScrollBar()->setRange(0, std::max(0, int(look.end) - viewport()->width()));
}

bool HexView::isSelected(qsizetype at) const
{
    return m_current >= 0 && at >= std::min(m_anchor, m_current)
           && at <= std::max(m_anchor, m_current);
}

void HexView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), Theme::palette().base);
    painter.translate(-horizontalScrollBar()->value(), 0);
    painter.setFont(payloadFont());
    const Layout look = layout();
    const qsizetype first = verticalScrollBar()->value();
    const qsizetype last = std::min(lineCount(), first + viewport()->height() / look.line + 2);
    for (qsizetype line = first; line < last; ++line)
        paintLine(&painter, look, line, double(line - first) * look.line + scaled(4));
}

void HexView::paintLine(QPainter *painter, const Layout &look, qsizetype line, double top) const
{
    const Palette &palette = Theme::palette();
    const double baseline = top + QFontMetricsF(painter->font()).ascent() + 1;
    painter->setPen(palette.dim);
    painter->drawText(QPointF(scaled(HexMargin), baseline), offsetText(line * BytesPerLine));
    for (int i = 0; i < BytesPerLine; ++i) {
        const qsizetype at = line * BytesPerLine + i;
        if (at >= m_bytes.size())
            break;
        const double x = look.bytes + look.unit * (i * 3 + (i >= BytesPerLine / 2 ? 1 : 0));
        const double letter = look.ascii + look.unit * i;
        if (isSelected(at)) {
            painter->fillRect(QRectF(x - look.unit / 2, top, look.unit * 3, look.line),
                              palette.selection);
            painter->fillRect(QRectF(letter, top, look.unit, look.line), palette.selection);
        }
        const QChar ascii = asciiOf(m_bytes[at]);
        const bool isText = ascii != u'·';
        painter->setPen(isText ? palette.text : palette.dim);
        painter->drawText(QPointF(x, baseline), byteText(m_bytes[at]));
        painter->setPen(isText ? palette.string : palette.dim);
        painter->drawText(QPointF(letter, baseline), QString(ascii));
    }
}

qsizetype HexView::byteAt(const QPoint &at) const
{
    const Layout look = layout();
    const double x = at.x() + horizontalScrollBar()->value();
    const qsizetype line =
        verticalScrollBar()->value() + std::max(0, at.y() - scaled(4)) / look.line;
    const double column = x >= look.ascii ? (x - look.ascii) / look.unit
                                          : (x - look.bytes + look.unit / 2) / (look.unit * 3);
    const auto inLine =
        std::clamp<qsizetype>(qsizetype(std::max(0.0, column)), 0, BytesPerLine - 1);
    return std::clamp<qsizetype>(line * BytesPerLine + inLine, 0, m_bytes.size() - 1);
}

void HexView::moveTo(qsizetype at, bool extend)
{
    if (m_bytes.isEmpty())
        return;
    m_current = std::clamp<qsizetype>(at, 0, m_bytes.size() - 1);
    if (!extend)
        m_anchor = m_current;
    const int line = int(m_current / BytesPerLine);
    QScrollBar *bar = verticalScrollBar();
    if (line < bar->value())
        bar->setValue(line);
    else if (line >= bar->value() + bar->pageStep())
        bar->setValue(line - bar->pageStep() + 1);
    viewport()->update();
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        moveTo(byteAt(event->position().toPoint()),
               event->modifiers().testFlag(Qt::ShiftModifier) && m_current >= 0);
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        moveTo(byteAt(event->position().toPoint()), true);
}

void HexView::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept(); // the press was ours
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyDump();
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return;
    }
    const qsizetype page = qsizetype(verticalScrollBar()->pageStep()) * BytesPerLine;
    const qsizetype from = std::max<qsizetype>(0, m_current);
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier) && m_current >= 0;
    switch (event->key()) {
    case Qt::Key_Left:
        moveTo(from - 1, extend);
        break;
    case Qt::Key_Right:
        moveTo(m_current + 1, extend);
        break;
    case Qt::Key_Up:
        moveTo(from - BytesPerLine, extend);
        break;
    case Qt::Key_Down:
        moveTo(m_current < 0 ? 0 : m_current + BytesPerLine, extend);
        break;
    case Qt::Key_PageUp:
        moveTo(from - page, extend);
        break;
    case Qt::Key_PageDown:
        moveTo(from + page, extend);
        break;
    case Qt::Key_Home:
        moveTo(0, extend);
        break;
    case Qt::Key_End:
        moveTo(m_bytes.size() - 1, extend);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

QByteArray HexView::chosenOrAll() const
{
    return m_current < 0 ? m_bytes : selectedBytes();
}

void HexView::copyDump()
{
    m_copy->copy(chosenOrAll().size(), dumper());
}

void HexView::copyHex()
{
    m_copy->copy(chosenOrAll().size(),
                 [bytes = chosenOrAll()] { return QString::fromLatin1(bytes.toHex(' ')); });
}

void HexView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Copy as hex dump"), this, &HexView::copyDump);
    menu.addAction(tr("Copy as hexadecimal digits"), this, &HexView::copyHex);
    menu.addSeparator();
    menu.addAction(tr("Select all"), this, &HexView::selectAll);
    menu.exec(event->globalPos());
}

void HexView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void HexView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateScrollBars();
        viewport()->update();
    }
}

} // namespace Signalbox
