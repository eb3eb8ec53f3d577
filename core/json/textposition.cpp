#include "core/json/textposition.h"

#include <algorithm>

namespace Signalbox {

TextPosition positionOf(QByteArrayView utf8, qsizetype offset)
{
    TextPosition position;
    position.offset = std::clamp<qsizetype>(offset, 0, utf8.size());
    for (qsizetype i = 0; i < position.offset; ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        const bool endsLine =
            byte == '\n' || (byte == '\r' && (i + 1 == utf8.size() || utf8[i + 1] != '\n'));
        if (endsLine) {
            ++position.line;
            position.column = 1;
        } else if ((byte & 0xc0) != 0x80) { // continuation bytes belong to the character before
            ++position.column;
        }
    }
    return position;
}

} // namespace Signalbox
