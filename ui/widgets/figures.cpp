#include "ui/widgets/figures.h"

#include "ui/widgets/plainglyphs.h"

#include <QCache>
#include <QFontMetricsF>
#include <QPainter>
#include <QStaticText>

#include <cmath>

namespace Signalbox {

namespace {

constexpr int MaxLaidOut = 1'000; // texts: some screens full
constexpr qsizetype MaxKeptLength = 300; // characters

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

struct Cell
{
    QString text;
    QFont font;
    int width = 0;

    bool operator==(const Cell &) const = default;
};

size_t qHash(const Cell &cell, size_t seed = 0) noexcept
{
    return qHashMulti(seed, cell.text, cell.font, cell.width);
}

QStaticText laidOut(const Cell &cell)
{
    QString text = QFontMetrics(cell.font).elidedText(cell.text, Qt::ElideRight, cell.width);
    QStaticText result(text.replace(u'\n', u' '));
    result.setTextFormat(Qt::PlainText);
    result.prepare({}, cell.font);
    return result;
}

} // namespace

void drawFigures(QPainter *painter, const QRect &rect, Qt::Alignment alignment, const QString &text)
{
    const QFont font = painter->font();
    const QFontMetricsF metrics(font);
    const PlainGlyphs &glyphs = PlainGlyphs::of(font);
    const double digit = glyphs.widestDigit();
    double x = alignment.testFlag(Qt::AlignRight) ? rect.right() + 1 - widthOf(metrics, digit, text)
                                                  : rect.left();
    const double baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    if (glyphs.has(text))
        return glyphs.drawFigures(painter, QPointF(x, baseline), text);
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
    return int(std::ceil(widthOf(QFontMetricsF(font), PlainGlyphs::of(font).widestDigit(), text)));
}

void drawElided(QPainter *painter, const QRect &rect, const QString &text)
{
    // never destroyed: the fonts would be gone before it
    static auto &kept = *new QCache<Cell, QStaticText>(MaxLaidOut);
    const Cell cell{text, painter->font(), rect.width()};
    const QStaticText *found = kept.object(cell);
    QStaticText fresh;
    if (!found) {
        fresh = laidOut(cell);
        if (text.size() <= MaxKeptLength)
            kept.insert(cell, new QStaticText(fresh));
        found = &fresh;
    }
    const double top = rect.top() + (rect.height() - found->size().height()) / 2;
    painter->drawStaticText(QPointF(rect.left(), top), *found);
}

} // namespace Signalbox
