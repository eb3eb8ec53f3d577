#include "core/json/jsonscanner.h"

#include <algorithm>
#include <array>

namespace Signalbox {

namespace {

constexpr QByteArrayView ByteOrderMark("\xef\xbb\xbf");
constexpr QByteArrayView Utf32Mark("\0\0\xfe\xff", 4);

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

/// The value of a hexadecimal digit; -1: it is none.
int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// Four hexadecimal digits at `at`, which must lie in the text; -1: they are not.
int hexQuad(QByteArrayView text, qsizetype at)
{
    int value = 0;
    for (qsizetype i = at; i < at + 4; ++i) {
        const int digit = hexValue(text[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/// How many bytes the character at `at` takes; 0: they are not UTF-8 (RFC 3629 section 4).
qsizetype characterLength(QByteArrayView text, qsizetype at)
{
    const auto byte = [&](qsizetype i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto continues = [&](qsizetype i) { return (byte(i) & 0xc0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        return continues(1) ? 2 : 0;
    if (lead >= 0xe0 && lead < 0xf0) {
        const unsigned low = lead == 0xe0 ? 0xa0 : 0x80;
        const unsigned high = lead == 0xed ? 0x9f : 0xbf;
        return byte(1) >= low && byte(1) <= high && continues(2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead < 0xf5) {
        const unsigned low = lead == 0xf0 ? 0x90 : 0x80;
        const unsigned high = lead == 0xf4 ? 0x8f : 0xbf;
        return byte(1) >= low && byte(1) <= high && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

/// True for UTF-16 and UTF-32, by their byte order mark or by the first of two bytes being zero, or
/// the second.
bool isWide(QByteArrayView text)
{
    if (text.size() < 2)
        return false;
    return text.startsWith("\xff\xfe") || text.startsWith("\xfe\xff")
           || (text[0] == '\0') != (text[1] == '\0') || text.startsWith(Utf32Mark);
}

/// True for “ ” „ ‟ and their single kin, U+2018 to U+201F.
bool isSmartQuote(QByteArrayView text, qsizetype at)
{
    return text.sliced(at).startsWith("\xe2\x80") && at + 2 < text.size()
           && static_cast<unsigned char>(text[at + 2]) >= 0x98
           && static_cast<unsigned char>(text[at + 2]) <= 0x9f;
}

/// Bytes of a string that are taken as they are, without a second look.
constexpr std::array<bool, 256> PlainBytes = [] {
    std::array<bool, 256> plain{};
    for (size_t i = 0x20; i < 0x80; ++i)
        plain[i] = i != '"' && i != '\\';
    return plain;
}();

/// The first \u escape of valid JSON, not before `from`, that is half of a pair; -1: there is none.
qsizetype loneSurrogate(QByteArrayView token, qsizetype from = 0)
{
    for (qsizetype i = token.indexOf('\\', from); i >= 0; i = token.indexOf('\\', i)) {
        if (token[i + 1] != 'u') {
            i += 2;
            continue;
        }
        const int unit = hexQuad(token, i + 2);
        if (unit < 0xd800 || unit > 0xdfff) {
            i += 6;
            continue;
        }
        const bool pairFollows = unit < 0xdc00 && token.sliced(i + 6).startsWith("\\u");
        const int low = pairFollows ? hexQuad(token, i + 8) : -1;
        if (low < 0xdc00 || low > 0xdfff)
            return i;
        i += 12;
    }
    return -1;
}

} // namespace

JsonScanner::JsonScanner(QByteArrayView utf8, int maxDepth)
    : m_text(utf8)
    , m_maxDepth(maxDepth)
{
}

JsonScanner::Token JsonScanner::next()
{
    if (m_expect == Expect::Stopped)
        return Token::Error;
    if (m_at == 0 && m_text.startsWith(ByteOrderMark))
        return fail(JsonError::Code::ByteOrderMark, 0);
    if (m_at == 0 && isWide(m_text))
        return fail(JsonError::Code::WideText, 0);
    skipSpace();
    m_start = m_end = m_at;
    if (atEnd()) {
        if (m_expect == Expect::Nothing)
            return Token::End;
        const bool empty = m_expect == Expect::Value && m_depth == 0;
        return empty ? fail(JsonError::Code::Empty, 0)
                     : fail(JsonError::Code::UnexpectedEnd, m_text.size());
    }
    const char c = m_text[m_at];
    switch (m_expect) {
    case Expect::Value:
        return value();
    case Expect::FirstItem:
        return c == ']' ? close(Token::EndArray) : value();
    case Expect::FirstKey:
        return c == '}' ? close(Token::EndObject) : key();
    case Expect::CommaOrEnd: {
        const bool inObject = m_stack.back() == '{';
        if (c == (inObject ? '}' : ']'))
            return close(inObject ? Token::EndObject : Token::EndArray);
        if (c != ',')
            return failHere(JsonError::Code::CommaExpected);
        const qsizetype comma = m_at++;
        skipSpace();
        m_start = m_end = m_at;
        if (atEnd())
            return fail(JsonError::Code::UnexpectedEnd, m_at);
        if (m_text[m_at] == '}' || m_text[m_at] == ']')
            return fail(JsonError::Code::TrailingComma, comma);
        return inObject ? key() : value();
    }
    case Expect::Nothing:
        return failHere(JsonError::Code::TrailingText);
    case Expect::Stopped:
        break;
    }
    return Token::Error;
}

JsonScanner::Token JsonScanner::fail(JsonError::Code code, qsizetype at)
{
    m_expect = Expect::Stopped;
    m_error = {code, positionOf(m_text, at)};
    m_start = m_end = at;
    return Token::Error;
}

/// The token at m_at cannot be there; says so in the most helpful way.
JsonScanner::Token JsonScanner::failHere(JsonError::Code expected)
{
    const char c = m_text[m_at];
    const bool wantsText =
        expected == JsonError::Code::ValueExpected || expected == JsonError::Code::KeyExpected;
    if (c == '/' && m_at + 1 < m_text.size()
        && (m_text[m_at + 1] == '/' || m_text[m_at + 1] == '*'))
        return fail(JsonError::Code::Comment, m_at);
    if (characterLength(m_text, m_at) == 0)
        return fail(JsonError::Code::BadUtf8, m_at);
    if (wantsText && c == '\'')
        return fail(JsonError::Code::SingleQuotes, m_at);
    if (wantsText && isSmartQuote(m_text, m_at))
        return fail(JsonError::Code::SmartQuotes, m_at);
    return fail(expected, m_at);
}

JsonScanner::Token JsonScanner::value()
{
    const char c = m_text[m_at];
    switch (c) {
    case '{':
        return open(Token::BeginObject);
    case '[':
        return open(Token::BeginArray);
    case '"':
        return string(Token::String);
    case '+':
    case '.':
        return fail(JsonError::Code::BadNumber, m_at);
    default:
        break;
    }
    if (c == '-' || isDigit(c))
        return number();
    if (isLetter(c))
        return literal();
    return failHere(JsonError::Code::ValueExpected);
}

JsonScanner::Token JsonScanner::key()
{
    if (m_text[m_at] != '"')
        return failHere(JsonError::Code::KeyExpected);
    if (string(Token::Key) == Token::Error)
        return Token::Error;
    skipSpace();
    if (atEnd())
        return fail(JsonError::Code::UnexpectedEnd, m_at);
    if (m_text[m_at] != ':')
        return failHere(JsonError::Code::ColonExpected);
    ++m_at;
    m_expect = Expect::Value;
    return Token::Key;
}

JsonScanner::Token JsonScanner::string(Token kind)
{
    ++m_at;
    while (!atEnd()) {
        const char c = m_text[m_at];
        if (PlainBytes[static_cast<unsigned char>(c)]) {
            ++m_at;
        } else if (c == '"') {
            ++m_at;
            return taken(kind);
        } else if (c == '\\') {
            if (escape() == Token::Error)
                return Token::Error;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            return fail(JsonError::Code::ControlCharacter, m_at);
        } else {
            const qsizetype length = characterLength(m_text, m_at);
            if (length == 0)
                return fail(JsonError::Code::BadUtf8, m_at);
            m_at += length;
        }
    }
    return fail(JsonError::Code::UnexpectedEnd, m_at);
}

/// Takes one escape of a string. Token::Error, or anything else.
JsonScanner::Token JsonScanner::escape()
{
    if (m_at + 1 == m_text.size())
        return fail(JsonError::Code::UnexpectedEnd, m_text.size());
    const char c = m_text[m_at + 1];
    if (c != 'u') {
        if (!QByteArrayView("\"\\/bfnrt").contains(c))
            return fail(JsonError::Code::BadEscape, m_at);
        m_at += 2;
        return Token::String;
    }
    for (qsizetype i = m_at + 2; i < m_at + 6; ++i) {
        if (i == m_text.size())
            return fail(JsonError::Code::UnexpectedEnd, i);
        if (hexValue(m_text[i]) < 0)
            return fail(JsonError::Code::BadEscape, m_at);
    }
    m_at += 6;
    return Token::String;
}

JsonScanner::Token JsonScanner::number()
{
    if (m_text[m_at] == '-')
        ++m_at;
    if (!atEnd() && m_text[m_at] == '0')
        ++m_at; // a digit after it is refused below
    else if (!digits())
        return fail(JsonError::Code::BadNumber, m_at);
    if (!atEnd() && m_text[m_at] == '.') {
        ++m_at;
        if (!digits())
            return fail(JsonError::Code::BadNumber, m_at);
    }
    if (!atEnd() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
        ++m_at;
        if (!atEnd() && (m_text[m_at] == '+' || m_text[m_at] == '-'))
            ++m_at;
        if (!digits())
            return fail(JsonError::Code::BadNumber, m_at);
    }
    if (!atEnd()) {
        const char c = m_text[m_at];
        if (isDigit(c) || isLetter(c) || c == '.' || c == '+' || c == '-')
            return fail(JsonError::Code::BadNumber, m_at);
    }
    return taken(Token::Number);
}

/// Takes one digit or more; false: there is none.
bool JsonScanner::digits()
{
    const qsizetype from = m_at;
    while (!atEnd() && isDigit(m_text[m_at]))
        ++m_at;
    return m_at > from;
}

JsonScanner::Token JsonScanner::literal()
{
    while (!atEnd() && (isLetter(m_text[m_at]) || isDigit(m_text[m_at])))
        ++m_at;
    const QByteArrayView word = m_text.sliced(m_start, m_at - m_start);
    if (word != "true" && word != "false" && word != "null")
        return fail(JsonError::Code::BadLiteral, m_start);
    return taken(Token::Literal);
}

JsonScanner::Token JsonScanner::open(Token kind)
{
    if (m_depth == m_maxDepth)
        return fail(JsonError::Code::TooDeep, m_at);
    m_stack += m_text[m_at++];
    ++m_depth;
    m_end = m_at;
    m_expect = kind == Token::BeginObject ? Expect::FirstKey : Expect::FirstItem;
    return kind;
}

JsonScanner::Token JsonScanner::close(Token kind)
{
    ++m_at;
    --m_depth;
    m_stack.chop(1);
    return taken(kind);
}

/// A token that ends at m_at, and with it (but for keys) a value.
JsonScanner::Token JsonScanner::taken(Token kind)
{
    m_end = m_at;
    m_expect = m_depth == 0 ? Expect::Nothing : Expect::CommaOrEnd;
    return kind;
}

void JsonScanner::skipSpace()
{
    while (!atEnd()) {
        const char c = m_text[m_at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return;
        ++m_at;
    }
}

QByteArray withWholePairs(const QByteArray &utf8)
{
    QByteArray out = utf8;
    for (qsizetype at = loneSurrogate(utf8); at >= 0; at = loneSurrogate(utf8, at + 6))
        std::copy_n("\\ufffd", 6, out.data() + at);
    return out;
}

std::optional<JsonError> validateJson(QByteArrayView utf8, bool wellFormed, int maxDepth)
{
    JsonScanner scanner(utf8, maxDepth);
    for (;;) {
        switch (scanner.next()) {
        case JsonScanner::Token::End:
            return std::nullopt;
        case JsonScanner::Token::Error:
            return scanner.error();
        case JsonScanner::Token::Key:
        case JsonScanner::Token::String:
            if (wellFormed) {
                const qsizetype lone = loneSurrogate(scanner.text());
                if (lone >= 0)
                    return JsonError{JsonError::Code::LoneSurrogate,
                                     positionOf(utf8, scanner.offset() + lone)};
            }
            break;
        default:
            break;
        }
    }
}

} // namespace Signalbox
