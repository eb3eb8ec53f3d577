#pragma once

#include <QByteArrayView>
#include <QString>

namespace Signalbox {

/// How many characters of a name a line, a cell or a sentence shows.
inline constexpr qsizetype MaxShownName = 80;

enum class Lines : quint8 {
    Fold, ///< one line: each run of spaces, tabs and line ends becomes one space
    Keep, ///< line feeds and tabs stay; CR LF counts as a line feed
};

/// Text from outside as it can be put on the screen: what cannot be seen is drawn by its number,
/// "⟨U+202E⟩". That is control, zero-width, bidirectional and other format characters, fillers,
/// lone surrogates and noncharacters; a zero-width joiner between two emoji stays. At most
/// `maxCharacters` UTF-16 units, an ellipsis behind them when there was more; negative: all. Looks
/// at no more of the text than it shows.
QString visibleText(QStringView text, Lines lines = Lines::Fold, qsizetype maxCharacters = -1);

/// The same for UTF-8; bytes that are not UTF-8 become U+FFFD.
QString visibleUtf8(QByteArrayView utf8, Lines lines = Lines::Fold, qsizetype maxCharacters = -1);

/// What setToolTip() and Qt::ToolTipRole need to show `text` as it stands: they take what looks
/// like rich text for rich text otherwise. Line feeds stay.
QString plainToolTip(const QString &text);

} // namespace Signalbox
