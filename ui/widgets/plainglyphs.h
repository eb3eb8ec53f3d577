#pragma once

#include <QGlyphRun>
#include <QPointF>
#include <QRawFont>
#include <QStringView>

#include <array>

class QFont;
class QPainter;

namespace Signalbox {

/// What a font has for printable ASCII, looked up once: text of it is drawn glyph by glyph, without
/// the layout that costs more than all the rest of a cell. No kerning and no ligatures. The
/// window's thread.
class PlainGlyphs
{
public:
    explicit PlainGlyphs(const QFont &font);
    /// Those of this font, made when it is first asked for. Good until the next call.
    static const PlainGlyphs &of(const QFont &font);

    bool has(QStringView text) const; ///< all of its characters
    double advance(QChar character) const { return glyph(character).advance; } ///< of one it has
    double widestDigit() const { return m_widestDigit; }
    /// Draws text it has() from `x` on, up to the first character that begins beyond `right`.
    /// Returns where the next one would begin. All in pixels; `y` is the baseline.
    double draw(QPainter *painter, QPointF start, QStringView text, double right) const;
    /// The same, with each digit in the middle of as much room as the widest takes.
    void drawFigures(QPainter *painter, QPointF start, QStringView text) const;

private:
    struct Glyph
    {
        quint32 index = 0; ///< 0: the font has none
        double advance = 0;
    };
    static constexpr char16_t First = u' ';
    static constexpr char16_t Last = u'~';

    const Glyph &glyph(QChar character) const { return m_glyphs[character.unicode() - First]; }
    void drawRun(QPainter *painter, QPointF start, const QList<quint32> &indexes,
                 const QList<QPointF> &positions) const;

    QRawFont m_font;
    std::array<Glyph, Last - First + 1> m_glyphs{};
    double m_widestDigit = 0;
};

} // namespace Signalbox
