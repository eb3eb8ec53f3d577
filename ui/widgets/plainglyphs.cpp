#include "ui/widgets/plainglyphs.h"

#include <QCache>
#include <QFont>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace Signalbox {

namespace {

constexpr int MaxFonts = 16; // three are in use, at each zoom

bool isPlainDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

} // namespace

PlainGlyphs::PlainGlyphs(const QFont &font)
    : m_font(QRawFont::fromFont(font))
{
    const QFontMetricsF metrics(font);
    for (char16_t character = First; character <= Last; ++character) {
        const QList<quint32> indexes = m_font.glyphIndexesForString(QChar(character));
        m_glyphs[character - First] = {indexes.value(0),
                                       metrics.horizontalAdvance(QChar(character))};
        if (isPlainDigit(QChar(character)))
            m_widestDigit = std::max(m_widestDigit, advance(QChar(character)));
    }
}

const PlainGlyphs &PlainGlyphs::of(const QFont &font)
{
    // never destroyed: the fonts would be gone before it
    static auto &known = *new QCache<QFont, PlainGlyphs>(MaxFonts);
    PlainGlyphs *found = known.object(font);
    if (!found) {
        found = new PlainGlyphs(font);
        known.insert(font, found);
    }
    return *found;
}

bool PlainGlyphs::has(QStringView text) const
{
    return std::all_of(text.begin(), text.end(),
                       [this](QChar c) { return c >= First && c <= Last && glyph(c).index != 0; });
}

void PlainGlyphs::drawRun(QPainter *painter, QPointF start, const QList<quint32> &indexes,
                          const QList<QPointF> &positions) const
{
    QGlyphRun run;
    run.setRawFont(m_font);
    run.setRawData(indexes.constData(), positions.constData(), int(indexes.size()));
    painter->drawGlyphRun(start, run);
}

double PlainGlyphs::draw(QPainter *painter, QPointF start, QStringView text, double right) const
{
    QList<quint32> indexes;
    QList<QPointF> positions;
    indexes.reserve(text.size());
    positions.reserve(text.size());
    double x = 0;
    for (const QChar c : text) {
        if (start.x() + x > right)
            break;
        indexes.append(glyph(c).index);
        positions.append(QPointF(x, 0));
        x += advance(c);
    }
    drawRun(painter, start, indexes, positions);
    return start.x() + x;
}

void PlainGlyphs::drawFigures(QPainter *painter, QPointF start, QStringView text) const
{
    QList<quint32> indexes;
    QList<QPointF> positions;
    double x = 0;
    for (const QChar c : text) {
        const double room = isPlainDigit(c) ? m_widestDigit : advance(c);
        indexes.append(glyph(c).index);
        positions.append(QPointF(x + (room - advance(c)) / 2, 0));
        x += room;
    }
    drawRun(painter, start, indexes, positions);
}

} // namespace Signalbox
