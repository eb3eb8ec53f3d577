#include "ui/log/filterparser.h"

#include "ui/log/rowlook.h"
#include "ui/log/whytext.h"

#include <algorithm>
#include <array>
#include <optional>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxDepth = 64;

const QStringList &textFields()
{
    static const QStringList names{u"path"_s, u"client"_s, u"endpoint"_s, u"timer"_s, u"detail"_s};
    return names;
}

const QStringList &wordFields()
{
    static const QStringList names{u"dir"_s, u"kind"_s, u"type"_s};
    return names;
}

const QStringList &whyFields()
{
    static const QStringList names{u"why"_s, u"rule"_s};
    return names;
}

const QStringList &numberFields()
{
    static const QStringList names{u"size"_s, u"count"_s, u"code"_s, u"cause"_s, u"no"_s};
    return names;
}

/// The edit distance of Levenshtein.
int distance(const QString &a, const QString &b)
{
    QList<int> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const int above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
            diagonal = above;
        }
    }
    return row.last();
}

/// The word most like `word`, if it is like it at all.
QString nearest(const QString &word, const QStringList &known)
{
    QString best;
    int least = 3;
    for (const QString &candidate : known) {
        const int far = distance(word.toLower(), candidate);
        if (far < least && far < candidate.size()) {
            least = far;
            best = candidate;
        }
    }
    return best;
}

bool hasWildcard(const QString &text)
{
    return text.contains(u'*') || text.contains(u'?');
}

QRegularExpression globExpression(const QString &glob)
{
    // not wildcardToRegularExpression(): its * stops at a slash, and a path is one text here
    QString pattern = QRegularExpression::escape(glob);
    pattern.replace(u"\\*"_s, u".*"_s).replace(u"\\?"_s, u"."_s);
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern),
                              QRegularExpression::CaseInsensitiveOption
                                  | QRegularExpression::DotMatchesEverythingOption);
}

QString textOf(const QString &field, const LogEntry &entry)
{
    if (field == "path"_L1)
        return entry.path;
    if (field == "endpoint"_L1)
        return entry.endpoint;
    if (field == "timer"_L1)
        return entry.timer;
    if (field == "detail"_L1)
        return entry.detail;
    return entry.clientName.isEmpty() && !entry.client.isNull() ? aliasOf(entry.client)
                                                                : entry.clientName;
}

QStringList wordsOf(const QString &field)
{
    QStringList words;
    if (field == "kind"_L1) {
        for (int i = 0; i < LogKindCount; ++i)
            words << kindWord(LogKind(i));
    } else if (field == "dir"_L1) {
        for (int i = 0; i < DirectionCount; ++i)
            words << directionWord(Direction(i));
    } else {
        for (int i = 0; i < PayloadTypeCount; ++i)
            words << typeWord(PayloadType(i));
    }
    return words;
}

int wordIndex(const QString &field, const LogEntry &entry)
{
    if (field == "kind"_L1)
        return int(entry.kind);
    return field == "dir"_L1 ? int(directionOf(entry)) : int(entry.type);
}

quint64 numberOf(const QString &field, const LogEntry &entry)
{
    if (field == "size"_L1)
        return entry.size;
    if (field == "count"_L1)
        return entry.count;
    if (field == "code"_L1)
        return entry.code;
    return field == "cause"_L1 ? entry.cause : entry.sequence;
}

std::optional<double> numberWithUnit(const QString &text)
{
    static const QRegularExpression form(u"^([0-9]+(?:\\.[0-9]+)?)(b|kb|mb|kib|mib)?$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2).toLower();
    const double factor = unit == "kb"_L1    ? 1e3
                          : unit == "mb"_L1  ? 1e6
                          : unit == "kib"_L1 ? 1024.0
                          : unit == "mib"_L1 ? 1024.0 * 1024.0
                                             : 1.0;
    return match.captured(1).toDouble() * factor;
}

/// What rows without a payload say, by kind and rule; worded once per filter, and only when needed.
class SentenceMatcher
{
public:
    explicit SentenceMatcher(TextMatcher matcher)
        : m_matcher(std::move(matcher))
    {
        m_known.fill(Unknown);
    }

    bool matches(const LogEntry &entry) const
    {
        qint8 &known = m_known[size_t(int(entry.kind) * WhyCount + int(entry.why))];
        if (known == Unknown) {
            LogEntry bare;
            bare.kind = entry.kind;
            bare.why = entry.why;
            bare.failed = entry.failed;
            known = m_matcher.isIn(QStringView(whyText(bare)))
                    || m_matcher.isIn(QStringView(kindText(entry.kind)));
        }
        return known == 1 || m_matcher.isIn(QStringView(entry.detail))
               || m_matcher.isIn(QStringView(entry.timer));
    }

private:
    static constexpr qint8 Unknown = -1;

    TextMatcher m_matcher;
    mutable std::array<qint8, size_t(LogKindCount *WhyCount)> m_known;
};

} // namespace

FilterParser::FilterParser(const QString &text)
    : m_lexer(text)
{
    advance();
}

QStringList FilterParser::fieldNames()
{
    return textFields() + wordFields() + whyFields() + numberFields();
}

FilterParser::Matcher FilterParser::fail(const QString &problem)
{
    if (m_problem.isEmpty())
        m_problem = problem;
    return {};
}

FilterParser::Matcher FilterParser::parse()
{
    if (m_token.kind == FilterToken::Kind::End)
        return {};
    Matcher matcher = parseOr();
    if (!m_problem.isEmpty())
        return {};
    if (m_token.kind == FilterToken::Kind::Close)
        return fail(tr("nothing is opened by the ) at %1").arg(m_token.at + 1));
    return matcher;
}

FilterParser::Matcher FilterParser::parseOr()
{
    Matcher left = parseAnd();
    while (m_problem.isEmpty() && m_token.kind == FilterToken::Kind::Or) {
        advance();
        Matcher right = parseAnd();
        left = [left = std::move(left), right = std::move(right)](const LogEntry &entry) {
            return left(entry) || right(entry);
        };
    }
    return left;
}

FilterParser::Matcher FilterParser::parseAnd()
{
    Matcher left = parseNot();
    while (m_problem.isEmpty()) {
        const FilterToken::Kind kind = m_token.kind;
        if (kind == FilterToken::Kind::End || kind == FilterToken::Kind::Close
            || kind == FilterToken::Kind::Or)
            break;
        if (kind == FilterToken::Kind::And)
            advance();
        Matcher right = parseNot();
        left = [left = std::move(left), right = std::move(right)](const LogEntry &entry) {
            return left(entry) && right(entry);
        };
    }
    return left;
}

FilterParser::Matcher FilterParser::parseNot()
{
    if (m_token.kind != FilterToken::Kind::Not)
        return parsePrimary();
    if (++m_depth > MaxDepth)
        return fail(tr("nested too deeply at %1").arg(m_token.at + 1));
    advance();
    m_isNegated = !m_isNegated;
    Matcher inner = parseNot();
    m_isNegated = !m_isNegated;
    --m_depth;
    return [inner = std::move(inner)](const LogEntry &entry) { return !inner(entry); };
}

FilterParser::Matcher FilterParser::parsePrimary()
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
        const QRegularExpression expression = regex(token.text, token.ignoresCase);
        return [expression](const LogEntry &entry) {
            return expression
                .match(entry.payload.isEmpty() ? entry.detail : QString::fromUtf8(entry.payload))
                .hasMatch();
        };
    }
    case FilterToken::Kind::Field:
        advance();
        return field(token);
    case FilterToken::Kind::Unclosed:
        return fail(tr("missing \" for the one at %1").arg(token.at + 1));
    default:
        return fail(tr("something to search for is missing at %1").arg(token.at + 1));
    }
}

FilterParser::Matcher FilterParser::parseGroup()
{
    if (++m_depth > MaxDepth)
        return fail(tr("nested too deeply at %1").arg(m_token.at + 1));
    advance();
    Matcher inner = parseOr();
    if (!m_problem.isEmpty())
        return {};
    if (m_token.kind != FilterToken::Kind::Close)
        return fail(tr("missing ) at %1").arg(m_token.at + 1));
    advance();
    --m_depth;
    return inner;
}

FilterParser::Matcher FilterParser::word(const FilterToken &token)
{
    const bool hasCapital =
        std::any_of(token.text.begin(), token.text.end(), [](QChar c) { return c.isUpper(); });
    const TextMatcher matcher(token.text, hasCapital ? Qt::CaseSensitive : Qt::CaseInsensitive);
    if (!m_isNegated && !token.text.isEmpty())
        m_words.append(matcher);
    return [matcher,
            sentence = std::make_shared<const SentenceMatcher>(matcher)](const LogEntry &entry) {
        return entry.payload.isEmpty() ? sentence->matches(entry) : matcher.isIn(entry.payload);
    };
}

QRegularExpression FilterParser::regex(const QString &pattern, bool ignoresCase)
{
    // the limit keeps a pattern that backtracks without end from stalling the window; such a row
    // does not match
    const QRegularExpression expression(u"(*LIMIT_MATCH=20000)"_s % pattern,
                                        ignoresCase ? QRegularExpression::CaseInsensitiveOption
                                                    : QRegularExpression::NoPatternOption);
    if (!expression.isValid())
        fail(tr("the expression /%1/ is not right: %2").arg(pattern, expression.errorString()));
    else
        expression.optimize();
    return expression;
}

FilterParser::Matcher FilterParser::field(const FilterToken &token)
{
    const QString name = token.field.toLower();
    if (!fieldNames().contains(name)) {
        const QString meant = nearest(name, fieldNames());
        return fail(meant.isEmpty()
                        ? tr("unknown field '%1'; to search for this text put it in quotes")
                              .arg(token.field)
                        : tr("unknown field '%1', did you mean %2?").arg(token.field, meant));
    }
    if (token.text.isEmpty() && !token.isQuoted)
        return fail(tr("a value is missing after %1%2").arg(token.field, token.op));
    if (numberFields().contains(name))
        return numberField(name, token);
    if (token.op.contains(u'<') || token.op.contains(u'>'))
        return fail(tr("%1 is no number: use : = != or ~").arg(name));
    if (whyFields().contains(name))
        return whyField(token);
    return wordFields().contains(name) ? wordField(name, token) : textField(name, token);
}

FilterParser::Matcher FilterParser::textField(const QString &name, const FilterToken &token)
{
    const QString value = token.text;
    if (token.op == "~"_L1 || (token.op == ":"_L1 && hasWildcard(value) && !token.isQuoted)) {
        const QRegularExpression expression =
            token.op == "~"_L1 ? regex(value, token.ignoresCase) : globExpression(value);
        return [name, expression](const LogEntry &entry) {
            return expression.match(textOf(name, entry)).hasMatch();
        };
    }
    if (token.op == ":"_L1) {
        const auto id = name == "client"_L1 ? ClientId::fromString(value) : std::nullopt;
        return [name, value, id](const LogEntry &entry) {
            return (id && entry.client == *id)
                   || textOf(name, entry).contains(value, Qt::CaseInsensitive);
        };
    }
    const bool wanted = token.op == "="_L1;
    return [name, value, wanted](const LogEntry &entry) {
        return (textOf(name, entry).compare(value, Qt::CaseInsensitive) == 0) == wanted;
    };
}

FilterParser::Matcher FilterParser::wordField(const QString &name, const FilterToken &token)
{
    const QStringList words = wordsOf(name);
    const QRegularExpression expression =
        token.op == "~"_L1 ? regex(token.text, true) : globExpression(token.text);
    quint32 wanted = 0; // one bit per word
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (expression.match(words[i]).hasMatch())
            wanted |= 1U << i;
    }
    if (wanted == 0 && token.op != "~"_L1) {
        const QString meant = nearest(token.text, words);
        return fail(meant.isEmpty()
                        ? tr("%1 is one of: %2").arg(name, words.join(u", "_s))
                        : tr("%1 is never '%2', did you mean %3?").arg(name, token.text, meant));
    }
    if (token.op == "!="_L1)
        wanted = ~wanted;
    return [name, wanted](const LogEntry &entry) {
        return (wanted >> wordIndex(name, entry) & 1U) != 0;
    };
}

FilterParser::Matcher FilterParser::whyField(const FilterToken &token)
{
    const QString value = token.text;
    const bool wanted = token.op != "!="_L1;
    if (value == "dropped"_L1 || value == "failed"_L1)
        return [wanted](const LogEntry &entry) { return entry.failed == wanted; };
    if (token.op == "~"_L1) {
        const QRegularExpression expression = regex(value, true);
        return [expression](const LogEntry &entry) {
            return expression.match(whyText(entry)).hasMatch();
        };
    }
    const auto sentence =
        std::make_shared<const SentenceMatcher>(TextMatcher(value, Qt::CaseInsensitive));
    return [sentence, wanted](const LogEntry &entry) { return sentence->matches(entry) == wanted; };
}

FilterParser::Matcher FilterParser::numberField(const QString &name, const FilterToken &token)
{
    const std::optional<double> number = numberWithUnit(token.text);
    if (!number)
        return fail(tr("'%1' is no number").arg(token.text));
    const double value = *number;
    if (token.op == "~"_L1)
        return fail(tr("%1 is a number: use : = != < <= > or >=").arg(name));
    const auto with = [name, value](auto compare) -> Matcher {
        return [name, value, compare](const LogEntry &entry) {
            return compare(double(numberOf(name, entry)), value);
        };
    };
    if (token.op == "<"_L1)
        return with(std::less<>{});
    if (token.op == "<="_L1)
        return with(std::less_equal<>{});
    if (token.op == ">"_L1)
        return with(std::greater<>{});
    if (token.op == ">="_L1)
        return with(std::greater_equal<>{});
    if (token.op == "!="_L1)
        return with(std::not_equal_to<>{});
    return with(std::equal_to<>{});
}

} // namespace Signalbox
