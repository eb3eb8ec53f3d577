#pragma once

#include "ui/log/filterlexer.h"
#include "ui/log/logfilter.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace Signalbox {

/// Turns a text in the filter language (see LogFilter) into a matcher, by recursive descent. Lives
/// for one text.
class FilterParser
{
    Q_DECLARE_TR_FUNCTIONS(FilterParser)

public:
    explicit FilterParser(const QString &text);

    /// Null for an empty text, and when there was a problem.
    LogFilter::Matcher parse();
    const QString &problem() const { return m_problem; } ///< the first one; empty: none
    const QList<TextMatcher> &words() const { return m_words; }
    static QStringList fieldNames();

private:
    using Matcher = LogFilter::Matcher;

    void advance() { m_token = m_lexer.next(); }
    Matcher fail(const QString &problem);
    Matcher parseOr();
    Matcher parseAnd();
    Matcher parseNot();
    Matcher parsePrimary();
    Matcher parseGroup();
    Matcher word(const FilterToken &token);
    Matcher field(const FilterToken &token);
    Matcher textField(const QString &name, const FilterToken &token);
    Matcher wordField(const QString &name, const FilterToken &token);
    Matcher whyField(const FilterToken &token);
    Matcher numberField(const QString &name, const FilterToken &token);
    QRegularExpression regex(const QString &pattern, bool ignoresCase);

    FilterLexer m_lexer;
    FilterToken m_token;
    QString m_problem;
    QList<TextMatcher> m_words;
    int m_depth = 0; ///< of parentheses and negations
    bool m_isNegated = false;
};

} // namespace Signalbox
