#include "ui/editors/jsonfix.h"

#include <QList>

#include <array>
#include <utility>

namespace Signalbox {

namespace {

constexpr int MaxSlips = 200;

struct Edit
{
    JsonFix::Kind kind;
    QByteArray text;
};

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
           || c == '$' || c == '-' || (uchar(c) >= 0x80);
}

QByteArray replaced(const QByteArray &text, qsizetype at, qsizetype length, const QByteArray &by)
{
    return QByteArray(text).replace(at, length, by);
}

qsizetype endOfWord(const QByteArray &text, qsizetype at)
{
    while (at < text.size() && isWord(text[at]))
        ++at;
    return at;
}

/// One past the last byte before `at` that is not white space.
qsizetype trimmedEnd(const QByteArray &text, qsizetype at)
{
    while (at > 0 && isSpace(text[at - 1]))
        --at;
    return at;
}

/// The length of the curly quote at `at`, 0 if there is none.
qsizetype curlyQuote(const QByteArray &text, qsizetype at)
{
    static const std::array<QByteArray, 10> quotes{"\u201c", "\u201d", "\u201e", "\u201f",
                                                   "\u2018", "\u2019", "\u201a", "\u201b",
                                                   "\u00ab", "\u00bb"};
    for (const QByteArray &quote : quotes)
        if (QByteArrayView(text).sliced(at).startsWith(quote))
            return quote.size();
    return 0;
}

/// The text of a string in other quotes, with what JSON wants escaped escaped.
QByteArray requoted(QByteArrayView content)
{
    QByteArray out("\"");
    for (qsizetype i = 0; i < content.size(); ++i) {
        const char c = content[i];
        if (c == '\\' && i + 1 < content.size()) {
            if (content[i + 1] != '\'')
                out += c;
            out += content[++i];
        } else if (c == '"') {
            out += "\\\"";
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::optional<Edit> fixSingleQuotes(const QByteArray &text, qsizetype at)
{
    for (qsizetype i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '\'')
            return Edit{JsonFix::Kind::DoubleQuotes,
                        replaced(text, at, i + 1 - at,
                                 requoted(QByteArrayView(text).sliced(at + 1, i - at - 1)))};
    }
    return std::nullopt;
}

std::optional<Edit> fixCurlyQuotes(const QByteArray &text, qsizetype at)
{
    const qsizetype opening = curlyQuote(text, at);
    if (opening == 0)
        return std::nullopt;
    for (qsizetype i = at + opening; i < text.size() && text[i] != '\n'; ++i) {
        const qsizetype closing = text[i] == '"' ? 1 : curlyQuote(text, i);
        if (closing == 0)
            continue;
        const auto content = QByteArrayView(text).sliced(at + opening, i - at - opening);
        return Edit{JsonFix::Kind::StraightQuotes,
                    replaced(text, at, i + closing - at, requoted(content))};
    }
    return std::nullopt;
}

std::optional<Edit> fixComment(const QByteArray &text, qsizetype at)
{
    const bool line = QByteArrayView(text).sliced(at).startsWith("//");
    qsizetype end = line ? text.indexOf('\n', at) : text.indexOf("*/", at + 2);
    if (end < 0)
        end = text.size();
    else if (!line)
        end += 2;
    return Edit{JsonFix::Kind::RemoveComment, replaced(text, at, end - at, {})};
}

std::optional<Edit> fixWord(const QByteArray &text, qsizetype at)
{
    const qsizetype end = endOfWord(text, at);
    if (end == at)
        return std::nullopt;
    const QByteArray word = text.sliced(at, end - at);
    const QByteArray lower = word.toLower();
    if (lower == "true" || lower == "false" || lower == "null")
        return Edit{JsonFix::Kind::SpellLiteral, replaced(text, at, end - at, lower)};
    if (lower == "none" || lower == "nil" || lower == "undefined" || lower == "nan")
        return Edit{JsonFix::Kind::SpellLiteral, replaced(text, at, end - at, "null")};
    return Edit{JsonFix::Kind::QuoteWord, replaced(text, at, end - at, '"' + word + '"')};
}

/// Whether the text is cut inside a string, and the closing brackets that it lacks, in order.
std::pair<bool, QByteArray> openAtEnd(const QByteArray &text)
{
    QByteArray closers;
    bool inString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            closers.prepend(c == '{' ? '}' : ']');
        } else if ((c == '}' || c == ']') && closers.startsWith(c)) {
            closers.remove(0, 1);
        }
    }
    return {inString, closers};
}

std::optional<Edit> fixEnd(const QByteArray &text)
{
    const auto [inString, closers] = openAtEnd(text);
    if (!inString && closers.isEmpty())
        return std::nullopt;
    QByteArray fixed = text;
    if (inString)
        fixed += '"';
    qsizetype end = trimmedEnd(fixed, fixed.size());
    if (!inString && end > 0 && fixed[end - 1] == ',')
        fixed.remove(end - 1, 1);
    end = trimmedEnd(fixed, fixed.size());
    // on a line of its own where the text is written in lines
    const QByteArray between = fixed.contains('\n') ? "\n" : "";
    fixed.truncate(end);
    return Edit{JsonFix::Kind::Close, fixed + between + closers};
}

std::optional<Edit> fixComma(const QByteArray &text, qsizetype at)
{
    if (at >= text.size())
        return fixEnd(text);
    const char c = text[at];
    if (c == '}' || c == ']') { // the other kind of bracket is still open
        const QByteArray closers = openAtEnd(text.left(at)).second;
        if (closers.isEmpty() || closers[0] == c)
            return std::nullopt;
        return Edit{JsonFix::Kind::Close, replaced(text, at, 0, closers.left(1))};
    }
    if (c == ':' || c == ',')
        return std::nullopt;
    return Edit{JsonFix::Kind::AddComma, replaced(text, trimmedEnd(text, at), 0, ",")};
}

std::optional<Edit> fixTrailingComma(const QByteArray &text, qsizetype at)
{
    if (at < text.size() && text[at] == ',')
        return Edit{JsonFix::Kind::RemoveComma, replaced(text, at, 1, {})};
    const qsizetype end = trimmedEnd(text, at);
    if (end > 0 && text[end - 1] == ',')
        return Edit{JsonFix::Kind::RemoveComma, replaced(text, end - 1, 1, {})};
    return std::nullopt;
}

std::optional<Edit> fixKey(const QByteArray &text, qsizetype at)
{
    if (at >= text.size())
        return fixEnd(text);
    if (text[at] == ',')
        return fixTrailingComma(text, at);
    if (text[at] == '\'')
        return fixSingleQuotes(text, at);
    if (curlyQuote(text, at) > 0)
        return fixCurlyQuotes(text, at);
    const qsizetype end = endOfWord(text, at);
    if (end == at)
        return std::nullopt;
    return Edit{JsonFix::Kind::QuoteKey,
                replaced(text, at, end - at, '"' + text.sliced(at, end - at) + '"')};
}

std::optional<Edit> fixValue(const QByteArray &text, qsizetype at)
{
    if (at >= text.size())
        return fixEnd(text);
    if (text[at] == ',' || text[at] == ']' || text[at] == '}')
        return fixTrailingComma(text, at);
    if (curlyQuote(text, at) > 0)
        return fixCurlyQuotes(text, at);
    return fixWord(text, at);
}

std::optional<Edit> fixControl(const QByteArray &text, qsizetype at)
{
    if (at >= text.size())
        return std::nullopt;
    if (text[at] == '\n') // rather a forgotten quote: the rest of the line is no string
        return Edit{JsonFix::Kind::Escape, replaced(text, at, 1, "\\n")};
    if (text[at] == '\t')
        return Edit{JsonFix::Kind::Escape, replaced(text, at, 1, "\\t")};
    if (text[at] == '\r')
        return Edit{JsonFix::Kind::Escape, replaced(text, at, 1, "\\r")};
    return Edit{
        JsonFix::Kind::Escape,
        replaced(text, at, 1, "\\u" + QByteArray::number(text[at], 16).rightJustified(4, '0'))};
}

std::optional<Edit> fixOne(const QByteArray &text, const JsonError &error)
{
    using Code = JsonError::Code;
    const qsizetype at = error.at.offset;
    switch (error.code) {
    case Code::TrailingComma:
        return fixTrailingComma(text, at);
    case Code::CommaExpected:
        return fixComma(text, at);
    case Code::KeyExpected:
        return fixKey(text, at);
    case Code::ValueExpected:
        return fixValue(text, at);
    case Code::BadLiteral:
        return fixWord(text, at);
    case Code::UnexpectedEnd:
        return fixEnd(text);
    case Code::SingleQuotes:
        return fixSingleQuotes(text, at);
    case Code::SmartQuotes:
        return fixCurlyQuotes(text, at);
    case Code::Comment:
        return fixComment(text, at);
    case Code::ControlCharacter:
        return fixControl(text, at);
    case Code::ByteOrderMark:
        return Edit{JsonFix::Kind::RemoveMark, replaced(text, at, 3, {})};
    case Code::Empty:
    case Code::ColonExpected:
    case Code::TrailingText:
    case Code::BadNumber:
    case Code::BadEscape:
    case Code::LoneSurrogate:
    case Code::BadUtf8:
    case Code::WideText:
    case Code::TooDeep:
        break;
    }
    return std::nullopt;
}

} // namespace

std::optional<JsonFix> fixJson(const QByteArray &utf8, const JsonError &error)
{
    const std::optional<Edit> first = fixOne(utf8, error);
    if (!first)
        return std::nullopt;
    const std::optional<JsonError> next = validateJson(first->text);
    const JsonFix one{first->kind, 1, first->text};
    if (!next)
        return one;

    JsonFix all = one;
    std::optional<JsonError> remaining = next;
    while (remaining && all.slips < MaxSlips) {
        const std::optional<Edit> edit = fixOne(all.text, *remaining);
        if (!edit)
            break;
        all.text = edit->text;
        ++all.slips;
        remaining = validateJson(all.text);
    }
    if (!remaining)
        return all;
    return next->at.offset > error.at.offset ? std::optional(one) : std::nullopt;
}

} // namespace Signalbox
