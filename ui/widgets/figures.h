#pragma once

#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

namespace Signalbox {

// How delegates draw the text of a cell, in the painter's font and colour. The window's thread.

/// Draws `text` on one line with every digit as wide as the widest, so that figures stand still
/// while they change. Only Qt::AlignRight is looked at; in the middle from top to bottom.
void drawFigures(QPainter *painter, const QRect &rect, Qt::Alignment alignment,
                 const QString &text);
/// How wide drawFigures() would draw it with this font, in pixels.
int figuresWidth(const QFont &font, const QString &text);

/// Draws `text` on one line, at the left, with an ellipsis where it does not fit. The same text in
/// a cell as wide is laid out once for many times.
void drawElided(QPainter *painter, const QRect &rect, const QString &text);

} // namespace Signalbox
