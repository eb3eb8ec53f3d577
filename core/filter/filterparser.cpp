#include "core/filter/filterparser.h"

#include "core/filter/entryconditions.h"
#include "core/filter/sentencematcher.h"

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxDepth = 64;

} // namespace

FilterParser::FilterParser(const QString &text, const EntryWording &wording)
    : m_lexer(text)
    , m_wording(wording)
{
    advance();
}

LogFilter::Term FilterParser::fail(Code code, const QStringList &words)
{
    if (isFine())
        m_problem = {.code = code, .at = 0, .words = words};
    return {};
}

/// A problem with what comes next.
LogFilter::Term FilterParser::failAt(Code code)
{
    if (isFine())
        m_problem = {.code = code, .at = m_token.at + 1, .words = {}};
    return {};
}

LogFilter::Term FilterParser::parse()
{
    if (m_token.kind == FilterToken::Kind::End)
        return {};
    Term term = parseOr();
    if (!isFine())
        return {};
    if (m_token.kind == FilterToken::Kind::Close)
        return failAt(Code::NothingOpened);
    return term;
}

LogFilter::Term FilterParser::parseOr()
{
    Term first = parseAnd();
    SqlCondition sql = std::move(first.sql);
    QList<Matches> any{std::move(first.matches)};
    while (isFine() && m_token.kind == FilterToken::Kind::Or) {
        advance();
        Term right = parseAnd();
        sql = sql || right.sql;
        any.append(std::move(right.matches));
    }
    if (any.size() == 1)
        return {std::move(any.first()), std::move(sql)};
    return {[any = std::move(any)](const LogEntry &entry) {
                return std::any_of(any.begin(), any.end(),
                                   [&entry](const auto &matches) { return matches(entry); });
            },
            std::move(sql)};
}

LogFilter::Term FilterParser::parseAnd()
{
    Term first = parseNot();
    SqlCondition sql = std::move(first.sql);
    QList<Matches> all{std::move(first.matches)};
    while (isFine()) {
        const FilterToken::Kind kind = m_token.kind;
        if (kind == FilterToken::Kind::End || kind == FilterToken::Kind::Close
            || kind == FilterToken::Kind::Or)
            break;
        if (kind == FilterToken::Kind::And)
            advance();
        Term right = parseNot();
        sql = sql && right.sql;
        all.append(std::move(right.matches));
    }
    if (all.size() == 1)
        return {std::move(all.first()), std::move(sql)};
    return {[all = std::move(all)](const LogEntry &entry) {
                return std::all_of(all.begin(), all.end(),
                                   [&entry](const auto &matches) { return matches(entry); });
            },
            std::move(sql)};
}

LogFilter::Term FilterParser::parseNot()
{
    if (m_token.kind != FilterToken::Kind::Not)
        return parsePrimary();
    if (++m_depth > MaxDepth)
        return failAt(Code::NestedTooDeeply);
    advance();
    m_isNegated = !m_isNegated;
    Term inner = parseNot();
    m_isNegated = !m_isNegated;
    --m_depth;
    SqlCondition sql = !inner.sql;
    return {[a = std::move(inner.matches)](const LogEntry &entry) { return !a(entry); },
            std::move(sql)};
}

LogFilter::Term FilterParser::parsePrimary()
{
    const FilterToken token = m_token;
    switch (token.kind) {
    case FilterToken::Kind::Open:
        return parseGroup();
    case FilterToken::Kind::Word:
        advance();
        return word(token);
    case FilterToken::Kind::Regex: {
        advance();
        const PatternMatcher matcher = regex(token.text, token.ignoresCase);
        return {[matcher](const LogEntry &entry) {
                    return entry.payload.isEmpty() ? matcher.isIn(entry.detail)
                                                   : matcher.isIn(QByteArrayView(entry.payload));
                },
                expressionCondition("payload", token.text, token.ignoresCase, true)};
    }
    case FilterToken::Kind::Field:
        advance();
        return field(token);
    case FilterToken::Kind::Unclosed:
        return failAt(Code::QuoteMissing);
    default:
        return failAt(Code::NothingToSearch);
    }
}

LogFilter::Term FilterParser::parseGroup()
{
    if (++m_depth > MaxDepth)
        return failAt(Code::NestedTooDeeply);
    advance();
    Term inner = parseOr();
    if (!isFine())
        return {};
    if (m_token.kind != FilterToken::Kind::Close)
        return failAt(Code::ParenthesisMissing);
    advance();
    --m_depth;
    return inner;
}

LogFilter::Term FilterParser::word(const FilterToken &token)
{
    const bool hasCapital =
        std::any_of(token.text.begin(), token.text.end(), [](QChar c) { return c.isUpper(); });
    const TextMatcher matcher(token.text, hasCapital ? Qt::CaseSensitive : Qt::CaseInsensitive);
    if (!m_isNegated && !token.text.isEmpty())
        m_words.append(matcher);
    // what rows without a payload say is not in the file
    const SqlCondition sql = SqlCondition::holdsOrEmpty("payload", token.text, hasCapital);
    return {[matcher, sentence = std::make_shared<const SentenceMatcher>(matcher, m_wording)](
                const LogEntry &entry) {
                return entry.payload.isEmpty() ? sentence->matches(entry)
                                               : matcher.isIn(entry.payload);
            },
            sql};
}

PatternMatcher FilterParser::regex(const QString &pattern, bool ignoresCase)
{
    if (!m_patience)
        m_patience = std::make_shared<PatternPatience>();
    PatternMatcher matcher(pattern, ignoresCase, m_patience);
    if (!matcher.regex().isValid())
        fail(Code::BadExpression, {pattern, matcher.regex().errorString()});
    return matcher;
}

} // namespace Signalbox
