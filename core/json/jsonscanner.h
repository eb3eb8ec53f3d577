#pragma once

#include "core/json/jsonerror.h"
#include "core/json/jsonformat.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace Signalbox {

/// Walks JSON text token by token: strict RFC 8259, any value at the top (42 too), bytes untouched,
/// so that what it shows is what was received: key order, digits, escapes, duplicate keys. Lone
/// surrogates in \u escapes are reported as an error only by validateJson() with `wellFormed`; the
/// scanner itself hands them through. A value type over a view: the text must outlive it. Any
/// thread.
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
    QByteArrayView text() const
    {
        return m_text.sliced(m_start, m_end - m_start);
    } ///< of the token next() gave
    qsizetype offset() const { return m_start; } ///< of that token
    int depth() const { return m_depth; } ///< open objects and arrays
    const JsonError &error() const { return m_error; } ///< after Token::Error

private:
    enum class Expect : quint8 {
        Value,
        FirstKey,
        CommaOrEnd,
        FirstItem,
        Nothing,
        Stopped,
    };

    Token fail(JsonError::Code code, qsizetype at);
    Token failHere(JsonError::Code expected);
    Token value();
    Token key();
    Token string(Token kind);
    Token escape();
    Token number();
    Token literal();
    Token open(Token kind);
    Token close(Token kind);
    Token taken(Token kind);
    bool atEnd() const { return m_at >= m_text.size(); }
    bool digits();
    void skipSpace();

    QByteArrayView m_text;
    qsizetype m_at = 0;
    qsizetype m_start = 0;
    qsizetype m_end = 0;
    int m_depth = 0;
    int m_maxDepth;
    QByteArray m_stack; ///< '{' or '[' per open container
    Expect m_expect = Expect::Value;
    JsonError m_error;
};

/// The same text with \ufffd instead of each \u escape that is half of a surrogate pair; as long as
/// it was. Precondition: valid JSON.
QByteArray withWholePairs(const QByteArray &utf8);

/// nullopt: `utf8` is one JSON value. With `wellFormed`, \u escapes must also form Unicode text.
std::optional<JsonError> validateJson(QByteArrayView utf8, bool wellFormed = true,
                                      int maxDepth = 1024);

} // namespace Signalbox
