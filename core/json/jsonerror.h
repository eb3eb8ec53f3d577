#pragma once

#include "core/json/textposition.h"

#include <QString>

namespace Signalbox {

/// Why a text is not JSON (RFC 8259), and where. The place is that of the first byte that cannot
/// be: of the comma for TrailingComma, of the backslash for BadEscape and LoneSurrogate, of the
/// word for BadLiteral.
struct JsonError
{
    enum class Code : quint8 {
        Empty, ///< nothing, or only white space
        UnexpectedEnd, ///< detail-free: the text stops inside a value
        ValueExpected,
        KeyExpected, ///< a string in double quotes was expected
        ColonExpected,
        CommaExpected, ///< "," or the closing bracket was expected
        TrailingComma,
        TrailingText, ///< something follows the value
        BadLiteral, ///< not true, false or null
        BadNumber,
        BadEscape,
        LoneSurrogate, ///< \uD800–\uDFFF that is not half of a pair
        ControlCharacter, ///< below U+0020, unescaped, inside a string
        BadUtf8,
        ByteOrderMark, ///< the text starts with U+FEFF
        WideText, ///< UTF-16 or UTF-32
        SingleQuotes, ///< 'text' where "text" was expected
        SmartQuotes, ///< “text” where "text" was expected
        Comment, ///< // or /* where JSON allows none
        TooDeep,
    };
    Code code = Code::Empty;
    TextPosition at{};

    bool operator==(const JsonError &) const = default;
};

/// One untranslated English phrase for logs and the command line: "a key in double quotes was
/// expected".
QString describe(JsonError::Code code);

} // namespace Signalbox
