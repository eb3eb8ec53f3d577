#include "core/json/jsonformat.h"

#include "core/json/jsonscanner.h"

#include <QString>

#include <algorithm>
#include <array>

namespace Signalbox {

namespace {

constexpr int MaxIndentedLevels = 64;

void startLine(QByteArray &out, int depth)
{
    out += '\n';
    out.append(2 * qsizetype(std::min(depth, MaxIndentedLevels)), ' ');
}

/// The short escape of a character, or 0.
constexpr char shortEscape(char c)
{
    switch (c) {
    case '"':
    case '\\':
        return c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

/// How many characters of a JSON string stand for each byte of a text.
constexpr auto EscapedSizes = [] {
    std::array<quint8, 256> sizes{};
    for (size_t i = 0; i < sizes.size(); ++i)
        sizes[i] = shortEscape(char(i)) ? 2 : i < 0x20 ? 6 : 1;
    return sizes;
}();

qsizetype escapedSize(char c)
{
    return EscapedSizes[static_cast<unsigned char>(c)];
}

/// The character of a short escape: the reverse of shortEscape(), and '/' for itself.
char shortEscaped(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

} // namespace

QByteArray compactJson(QByteArrayView utf8)
{
    QByteArray out;
    out.reserve(utf8.size());
    qsizetype at = 0;
    while (at < utf8.size()) {
        const qsizetype from = at;
        while (at < utf8.size() && utf8[at] != ' ' && utf8[at] != '\n' && utf8[at] != '\r'
               && utf8[at] != '\t') {
            if (utf8[at++] != '"')
                continue;
            while (at < utf8.size() && utf8[at] != '"')
                at += utf8[at] == '\\' ? 2 : 1;
            ++at; // the closing quote
        }
        at = std::min(at, utf8.size());
        out.append(utf8.sliced(from, at - from));
        while (at < utf8.size()
               && (utf8[at] == ' ' || utf8[at] == '\n' || utf8[at] == '\r' || utf8[at] == '\t'))
            ++at;
    }
    return out;
}

QByteArray prettyJson(QByteArrayView utf8)
{
    using Token = JsonScanner::Token;
    QByteArray out;
    out.reserve(utf8.size() + utf8.size() / 2);
    JsonScanner scanner(utf8);
    Token before = Token::End;
    for (Token token = scanner.next();; token = scanner.next()) {
        const bool opens = before == Token::BeginObject || before == Token::BeginArray;
        switch (token) {
        case Token::Error:
            return utf8.toByteArray();
        case Token::End:
            return out;
        case Token::EndObject:
        case Token::EndArray:
            if (!opens)
                startLine(out, scanner.depth());
            break;
        default: {
            const bool begins = token == Token::BeginObject || token == Token::BeginArray;
            const int depth = scanner.depth() - (begins ? 1 : 0);
            if (before == Token::Key) {
                out += ' ';
            } else if (depth > 0) {
                if (!opens)
                    out += ',';
                startLine(out, depth);
            }
            break;
        }
        }
        out.append(scanner.text());
        if (token == Token::Key)
            out += ':';
        before = token;
    }
}

std::optional<QByteArray> unescapeJsonString(QByteArrayView token)
{
    JsonScanner scanner(token);
    if (scanner.next() != JsonScanner::Token::String || scanner.text().size() != token.size())
        return std::nullopt;
    const QByteArrayView body = token.sliced(1, token.size() - 2);
    QByteArray text;
    text.reserve(body.size());
    qsizetype at = 0;
    const auto unitAt = [&](qsizetype i) {
        return char16_t(body.sliced(i, 4).toUShort(nullptr, 16));
    };
    while (at < body.size()) {
        qsizetype escape = body.indexOf('\\', at);
        if (escape < 0)
            escape = body.size();
        text.append(body.sliced(at, escape - at));
        at = escape;
        if (at == body.size())
            break;
        if (body[at + 1] != 'u') {
            text += shortEscaped(body[at + 1]);
            at += 2;
            continue;
        }
        const QChar unit(unitAt(at + 2));
        at += 6;
        if (!unit.isSurrogate()) {
            text += QStringView(&unit, 1).toUtf8();
            continue;
        }
        const bool mayPair = unit.isHighSurrogate() && body.sliced(at).startsWith("\\u");
        const QChar pair[] = {unit, QChar(mayPair ? unitAt(at + 2) : u'\0')};
        if (!pair[1].isLowSurrogate()) {
            text += "\xef\xbf\xbd";
            continue;
        }
        text += QStringView(pair, 2).toUtf8();
        at += 6;
    }
    return text;
}

void appendJsonString(QByteArray &out, QByteArrayView text)
{
    static constexpr char Digits[] = "0123456789abcdef";
    qsizetype size = text.size() + 2;
    for (const char c : text)
        size += escapedSize(c) - 1;
    const qsizetype before = out.size();
    out.resize(before + size);
    char *to = out.data() + before;
    *to++ = '"';
    for (const char c : text) {
        switch (escapedSize(c)) {
        case 1:
            *to++ = c;
            break;
        case 2:
            *to++ = '\\';
            *to++ = shortEscape(c);
            break;
        default:
            for (const char each : {'\\', 'u', '0', '0', Digits[c >> 4], Digits[c & 0xF]})
                *to++ = each;
        }
    }
    *to = '"';
}

QByteArray escapeJsonString(QByteArrayView text)
{
    QByteArray out;
    appendJsonString(out, text);
    return out;
}

} // namespace Signalbox
