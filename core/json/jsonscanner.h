#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <optional>

namespace Signalbox {

/// A place in a text. Lines end with LF, CR LF or CR.
struct TextPosition
{
    int line = 1; ///< 1-based
    int column = 1; ///< 1-based, in Unicode code points
    qsizetype offset = 0; ///< 0-based, in bytes of UTF-8

    bool operator==(const TextPosition &) const = default;
};
/// The place of a byte offset. Linear in `offset`.
TextPosition positionOf(QByteArrayView utf8, qsizetype offset);

/// Why a text is not JSON (RFC 8259).
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
        SingleQuotes, ///< 'text' where "text" was expected
        SmartQuotes, ///< “text” where "text" was expected
        Comment, ///< // or /* where JSON allows none
        TooDeep,
    };
    Code code = Code::Empty;
    TextPosition at;

    bool operator==(const JsonError &) const = default;
};
/// One untranslated English phrase for logs and the command line: "a key in double quotes was expected".
QString describe(JsonError::Code code);

/// Walks JSON text token by token: strict RFC 8259, any value at the top (42 too), bytes untouched, so that what it shows is
/// what was received: key order, digits, escapes, duplicate keys. Lone surrogates in \u escapes are reported as an error
/// only by validateJson() with `wellFormed`; the scanner itself hands them through.
/// A value type over a view: the text must outlive it. Any thread.
class JsonScanner
{
public:
    enum class Token : quint8 {
        BeginObject,
        EndObject,
        BeginArray,
        EndArray,
        Key, ///< text() includes the quotes; the colon is taken silently
        String, ///< text() includes the quotes
        Number,
        Literal, ///< true, false, null
        End, ///< the whole text was one value
        Error, ///< see error(); nothing follows
    };

    explicit JsonScanner(QByteArrayView utf8, int maxDepth = 1024);

    Token next();
    QByteArrayView text() const { return m_text.sliced(m_start, m_end - m_start); } ///< of the token next() gave
    qsizetype offset() const { return m_start; } ///< of that token
    int depth() const { return m_depth; } ///< open objects and arrays
    JsonError error() const;

private:
    Token fail(JsonError::Code code, qsizetype at);
    Token value();
    Token string(Token kind);
    Token number();
    Token literal();
    Token close(Token kind);
    void skipSpace();

    QByteArrayView m_text;
    qsizetype m_at = 0;
    qsizetype m_start = 0;
    qsizetype m_end = 0;
    int m_depth = 0;
    int m_maxDepth;
    QByteArray m_stack; ///< '{' or '[' per open container
    enum class Expect : quint8 { Value, FirstKey, Key, CommaOrEnd, FirstItem, Nothing, Stopped } m_expect = Expect::Value;
    JsonError m_error;
};

/// nullopt: `utf8` is one JSON value. With `wellFormed`, \u escapes must also form Unicode text.
std::optional<JsonError> validateJson(QByteArrayView utf8, bool wellFormed = true, int maxDepth = 1024);

/// The same value without white space between its tokens; the tokens keep their bytes. Precondition: valid JSON.
QByteArray compactJson(QByteArrayView utf8);

/// The same value indented by two spaces; the tokens keep their bytes; empty containers stay on one line.
/// Text that is not JSON comes back unchanged.
QByteArray prettyJson(QByteArrayView utf8);

/// The text a JSON string token (with its quotes) stands for. nullopt: not a valid string, or a lone surrogate.
std::optional<QByteArray> unescapeJsonString(QByteArrayView token);

/// `text` (valid UTF-8) as a JSON string with its quotes; escapes only what must be.
QByteArray escapeJsonString(QByteArrayView text);

} // namespace Signalbox
