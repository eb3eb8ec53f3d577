#include "core/json/jsonerror.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

QString describe(JsonError::Code code)
{
    switch (code) {
    case JsonError::Code::Empty:
        return u"there is no value"_s;
    case JsonError::Code::UnexpectedEnd:
        return u"the text ends too early, a bracket or quote is still open"_s;
    case JsonError::Code::ValueExpected:
        return u"a value was expected"_s;
    case JsonError::Code::KeyExpected:
        return u"a key in double quotes was expected"_s;
    case JsonError::Code::ColonExpected:
        return u"a colon was expected after the key"_s;
    case JsonError::Code::CommaExpected:
        return u"a comma or the closing bracket was expected"_s;
    case JsonError::Code::TrailingComma:
        return u"nothing follows this comma"_s;
    case JsonError::Code::TrailingText:
        return u"there is more text after the value"_s;
    case JsonError::Code::BadLiteral:
        return u"a word that is not true, false or null needs double quotes"_s;
    case JsonError::Code::BadNumber:
        return u"this is not a number as JSON writes it"_s;
    case JsonError::Code::BadEscape:
        return u"this is not an escape that JSON knows"_s;
    case JsonError::Code::LoneSurrogate:
        return u"this is half of a surrogate pair"_s;
    case JsonError::Code::ControlCharacter:
        return u"a line break or control character inside a string must be escaped"_s;
    case JsonError::Code::BadUtf8:
        return u"this is not valid UTF-8"_s;
    case JsonError::Code::ByteOrderMark:
        return u"the text starts with a byte order mark"_s;
    case JsonError::Code::WideText:
        return u"the text is UTF-16 or UTF-32, not UTF-8"_s;
    case JsonError::Code::SingleQuotes:
        return u"single quotes where double quotes were expected"_s;
    case JsonError::Code::SmartQuotes:
        return u"typographic quotes where straight double quotes were expected"_s;
    case JsonError::Code::Comment:
        return u"JSON has no comments"_s;
    case JsonError::Code::TooDeep:
        return u"nested too deeply"_s;
    }
    Q_UNREACHABLE();
}

} // namespace Signalbox
