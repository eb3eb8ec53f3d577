#include "ui/routes/linediffview.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QPaintEvent>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestShown = 2'000; ///< characters: Qt lays a line out as a whole
constexpr int Gap = 8; ///< beside the numbers, in pixels at 100 per cent

QColor wash(QColor color)
{
    color.setAlpha(Theme::palette().scheme == Scheme::Dark ? 46 : 30);
    return color;
}

QColor colorOf(DiffLine::Kind kind)
{
    const Palette &colors = Theme::palette();
    return kind == DiffLine::Kind::Added     ? colors.good
           : kind == DiffLine::Kind::Removed ? colors.bad
                                             : colors.text;
}

QString signOf(DiffLine::Kind kind)
{
    return kind == DiffLine::Kind::Added     ? u"+ "_s
           : kind == DiffLine::Kind::Removed ? u"- "_s
                                             : u"  "_s;
}

/// A long one is cut, and says how long it is.
QString shownLine(const QString &line)
{
    const QString shown = visibleText(line, Lines::Keep, LongestShown);
    return line.size() <= LongestShown ? shown
                                       : LineDiffView::tr("%1 (%2 characters)")
                                             .arg(shown, exactNumber(quint64(line.size())));
}

} // namespace

/// The strip of line numbers.
class LineDiffView::Numbers final : public QWidget
{
public:
    explicit Numbers(LineDiffView *view)
        : QWidget(view)
        , m_view(view)
    {
    }

protected:
    void paintEvent(QPaintEvent *event) override { m_view->paintNumbers(event); }

private:
    LineDiffView *m_view;
};

LineDiffView::LineDiffView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_numbers(new Numbers(this))
{
    setProperty("flat", true);
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setAccessibleName(tr("Difference, line by line"));
    connect(this, &QPlainTextEdit::updateRequest, m_numbers, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_numbers->scroll(0, dy);
        else
            m_numbers->update(0, rect.y(), m_numbers->width(), rect.height());
    });
    fit();
}

void LineDiffView::setDiff(const QList<DiffLine> &diff)
{
    m_diff = diff;
    QStringList lines;
    lines.reserve(diff.size());
    for (const DiffLine &line : diff)
        lines.append(signOf(line.kind) + shownLine(line.text));
    setPlainText(lines.join(u'\n'));
    fit();
    colour();
    const auto first = std::ranges::find_if(
        m_diff, [](const DiffLine &line) { return line.kind != DiffLine::Kind::Same; });
    if (first == m_diff.end())
        return;
    QTextCursor cursor(document()->findBlockByNumber(int(first - m_diff.begin())));
    setTextCursor(cursor);
    centerCursor();
}

/// Every number column is as wide as the last number needs.
int LineDiffView::numberWidth() const
{
    int last = 0;
    for (const DiffLine &line : m_diff)
        last = std::max({last, line.oldNumber, line.newNumber});
    const auto digits = std::max<qsizetype>(2, QString::number(last).size());
    return int(digits) * fontMetrics().horizontalAdvance(u'0');
}

void LineDiffView::fit()
{
    setFont(payloadFont(1));
    const int width = 2 * numberWidth() + 3 * scaled(Gap);
    setViewportMargins(width, 0, 0, 0);
    const QRect inside = contentsRect();
    m_numbers->setGeometry(inside.left(), inside.top(), width, inside.height());
}

void LineDiffView::colour()
{
    m_isColouring = true;
    QList<QTextEdit::ExtraSelection> marks;
    for (int i = 0; i < m_diff.size(); ++i) {
        const DiffLine::Kind kind = m_diff.at(i).kind;
        if (kind == DiffLine::Kind::Same)
            continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(document()->findBlockByNumber(i));
        mark.format.setBackground(wash(colorOf(kind)));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(mark);
        mark.cursor.setPosition(mark.cursor.position() + 1, QTextCursor::KeepAnchor);
        mark.format = {};
        mark.format.setForeground(colorOf(kind));
        marks.append(mark);
    }
    setExtraSelections(marks);
    m_isColouring = false;
}

void LineDiffView::paintNumbers(QPaintEvent *event)
{
    const Palette &colors = Theme::palette();
    QPainter painter(m_numbers);
    painter.fillRect(event->rect(), colors.base);
    painter.setFont(payloadFont());
    const int width = numberWidth();
    QTextBlock block = firstVisibleBlock();
    double top = blockBoundingGeometry(block).translated(contentOffset()).top();
    for (; block.isValid() && top <= event->rect().bottom(); block = block.next()) {
        const double height = blockBoundingRect(block).height();
        const qsizetype at = block.blockNumber();
        if (at < m_diff.size()) {
            const DiffLine &line = m_diff.at(at);
            const bool isSame = line.kind == DiffLine::Kind::Same;
            const QRectF row(0, top, m_numbers->width(), height);
            if (!isSame)
                painter.fillRect(row, wash(colorOf(line.kind)));
            painter.setPen(isSame ? colors.disabled : colorOf(line.kind));
            const auto draw = [&](int number, int column) {
                if (number > 0)
                    painter.drawText(
                        QRectF(scaled(Gap) + column * (width + scaled(Gap)), top, width, height),
                        Qt::AlignRight | Qt::AlignVCenter, QString::number(number));
            };
            draw(line.oldNumber, 0);
            draw(line.newNumber, 1);
        }
        top += height;
    }
}

void LineDiffView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    const QRect inside = contentsRect();
    m_numbers->setGeometry(inside.left(), inside.top(), m_numbers->width(), inside.height());
}

void LineDiffView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() != QEvent::StyleChange || m_isColouring) // the theme or the zoom
        return;
    fit();
    colour();
    m_numbers->update();
}

} // namespace Signalbox
