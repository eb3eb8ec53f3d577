#pragma once

#include <QByteArrayView>

namespace Signalbox {

/// A place in a text. Lines end with LF, CR LF or CR.
struct TextPosition
{
    int line = 1; ///< 1-based
    int column = 1; ///< 1-based, in Unicode code points
    qsizetype offset = 0; ///< 0-based, in bytes of UTF-8

    bool operator==(const TextPosition &) const = default;
};

/// The place of a byte offset. Linear in `offset`; an offset beyond the text is its end.
TextPosition positionOf(QByteArrayView utf8, qsizetype offset);

} // namespace Signalbox
