#include "ui/widgets/figures.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace Signalbox {

namespace {

double digitWidth(const QFontMetricsF &metrics)
{
    double width = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        width = std::max(width, metrics.horizontalAdvance(QChar(digit)));
    return width;
}

double advance(const QFontMetricsF &metrics, double digit, QChar c)
{
    return c.isDigit() ? digit : metrics.horizontalAdvance(c);
}

double widthOf(const QFontMetricsF &metrics, double digit, const QString &text)
{
    double width = 0;
    for (const QChar c : text)
        width += advance(metrics, digit, c);
    return width;
}

} // namespace

void drawFigures(QPainter *painter, const QRect &rect, Qt::Alignment alignment, const QString &text)
{
    const QFontMetricsF metrics(painter->font());
    const double digit = digitWidth(metrics);
    double x = alignment.testFlag(Qt::AlignRight) ? rect.right() + 1 - widthOf(metrics, digit, text)
                                                  : rect.left();
    const double baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    for (const QChar c : text) {
        const double room = advance(metrics, digit, c);
        painter->drawText(
            QPointF(x + (c.isDigit() ? (room - metrics.horizontalAdvance(c)) / 2 : 0), baseline),
            QString(c));
        x += room;
    }
}

int figuresWidth(const QFont &font, const QString &text)
{
    const QFontMetricsF metrics(font);
    return int(std::ceil(widthOf(metrics, digitWidth(metrics), text)));
}

void drawElided(QPainter *painter, const QRect &rect, const QString &text)
{
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace Signalbox
