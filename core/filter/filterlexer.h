#pragma once

#include <QString>

namespace Signalbox {

struct FilterToken
{
    enum class Kind : quint8 { Word, Regex, Field, And, Or, Not, Open, Close, End, Unclosed };
    Kind kind = Kind::End;
    qsizetype at = 0; ///< 0-based, in UTF-16 units
    QString text; ///< of a word, quoted text or regular expression; of a field its value
    QString field; ///< as written
    QString op; ///< : = != < <= > >= ~
    bool isQuoted = false;
    bool ignoresCase = false; ///< /…/i
};

/// Cuts a text in the filter language into its tokens. A value; the text is copied.
class FilterLexer
{
public:
    explicit FilterLexer(const QString &text)
        : m_text(text)
    {
    }

    /// The last one is End, or Unclosed for a quote that is never closed; asking on gives it again.
    FilterToken next();

private:
    FilterToken quoted();
    FilterToken plain();
    bool takeRegex(FilterToken *token);
    qsizetype closingQuote(qsizetype open) const; ///< -1: none
    qsizetype wordEnd(qsizetype from) const;
    static qsizetype fieldLength(QStringView text);
    static qsizetype operatorLength(QStringView text); ///< 0: it begins with none
    bool isBreak(qsizetype at) const; ///< the end, white space or a parenthesis
    static QString unescaped(QStringView quoted);

    QString m_text;
    qsizetype m_at = 0;
};

/// `value` in quotes, so that the filter language takes it as it stands.
QString quotedTerm(QString value);

} // namespace Signalbox
