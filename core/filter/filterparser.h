#pragma once

#include "core/filter/filterlexer.h"
#include "core/filter/logfilter.h"
#include "core/filter/patternmatcher.h"

namespace Signalbox {

/// Turns a text in the filter language (see LogFilter) into a term, by recursive descent. Lives for
/// one text.
class FilterParser
{
public:
    FilterParser(const QString &text, const EntryWording &wording);

    /// Matches nothing in particular for an empty text, and when there was a problem.
    LogFilter::Term parse();
    const FilterProblem &problem() const { return m_problem; } ///< the first one
    const QList<TextMatcher> &words() const { return m_words; }
    /// Of its regular expressions; null: there are none.
    const std::shared_ptr<PatternPatience> &patience() const { return m_patience; }
    static QStringList fieldNames();

private:
    using Term = LogFilter::Term;
    using Matches = std::function<bool(const LogEntry &)>;
    using Code = FilterProblem::Code;

    bool isFine() const { return m_problem.code == Code::None; }
    void advance() { m_token = m_lexer.next(); }
    Term fail(Code code, const QStringList &words = {});
    Term failAt(Code code);
    Term parseOr();
    Term parseAnd();
    Term parseNot();
    Term parsePrimary();
    Term parseGroup();
    Term word(const FilterToken &token);
    Term field(const FilterToken &token);
    Term textField(const QString &name, const FilterToken &token);
    Term wordField(const QString &name, const FilterToken &token);
    Term whyField(const FilterToken &token);
    Term timeField(const FilterToken &token);
    Term numberField(const QString &name, const FilterToken &token);
    Term jsonField(const FilterToken &token);
    PatternMatcher regex(const QString &pattern, bool ignoresCase);

    FilterLexer m_lexer;
    FilterToken m_token;
    EntryWording m_wording;
    FilterProblem m_problem;
    QList<TextMatcher> m_words;
    std::shared_ptr<PatternPatience> m_patience;
    int m_depth = 0; ///< of parentheses and negations
    bool m_isNegated = false;
};

} // namespace Signalbox
