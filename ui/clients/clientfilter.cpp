#include "ui/clients/clientfilter.h"

#include "core/filter/filterlexer.h"
#include "core/values/boundedregex.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringMatcher>

#include <optional>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

using Matcher = ClientFilter::Matcher;
using Kind = FilterToken::Kind;

constexpr int MaxDepth = 64;
constexpr std::chrono::milliseconds ForARow{
    2}; ///< for an expression that takes long; then it does not fit

struct TextField
{
    QLatin1StringView name;
    QString (*get)(const ClientRow &);
    bool isFixed = true; ///< it stays as it is while the client is there
};

const TextField TextFields[] = {
    {"name"_L1, [](const ClientRow &row) { return row.record.info.displayName(); }},
    {"client"_L1, [](const ClientRow &row) { return row.record.info.displayName(); }},
    {"path"_L1, [](const ClientRow &row) { return row.record.info.path; }},
    {"id"_L1, [](const ClientRow &row) { return row.id().toString(); }},
    {"addr"_L1, [](const ClientRow &row) { return addressText(row.record.info); }},
    {"ua"_L1, [](const ClientRow &row) { return row.record.info.userAgent; }},
    {"group"_L1, [](const ClientRow &row) { return row.record.info.group; }},
    {"endpoint"_L1, [](const ClientRow &row) { return row.record.info.endpoint; }},
    {"origin"_L1, [](const ClientRow &row) { return row.record.info.origin; }},
    {"state"_L1, [](const ClientRow &row) { return stateWord(row.state); }, false},
};

struct NumberField
{
    QLatin1StringView name;
    std::optional<double> (*get)(const ClientRow &, WallTime now);
};

const NumberField NumberFields[] = {
    {"rtt"_L1,
     [](const ClientRow &row, WallTime) -> std::optional<double> {
         if (!row.record.stats.roundTrip)
             return std::nullopt;
         return double(row.record.stats.roundTrip->count()) / 1000;
     }},
    {"queue"_L1,
     [](const ClientRow &row, WallTime) -> std::optional<double> {
         return double(row.record.stats.queuedBytes);
     }},
    {"in"_L1,
     [](const ClientRow &row, WallTime) -> std::optional<double> {
         return double(row.record.stats.messagesIn);
     }},
    {"out"_L1,
     [](const ClientRow &row, WallTime) -> std::optional<double> {
         return double(row.record.stats.messagesOut);
     }},
    {"refused"_L1,
     [](const ClientRow &row, WallTime) -> std::optional<double> {
         return double(row.record.stats.refused);
     }},
    {"rate"_L1,
     [](const ClientRow &row, WallTime) -> std::optional<double> { return row.rate.perSecond(); }},
    {"since"_L1,
     [](const ClientRow &row, WallTime now) -> std::optional<double> {
         return std::chrono::duration<double>(now - row.record.info.connectedAt).count();
     }},
};

/// In the field's own unit: milliseconds for rtt, seconds for since, else bytes or pieces.
std::optional<double> numberOf(const QString &field, const QString &text)
{
    static const QRegularExpression form(u"^([0-9]+(?:\\.[0-9]+)?)([a-z]*)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2).toLower();
    const double value = match.captured(1).toDouble();
    static const QHash<QString, double> seconds{{u"ms"_s, 1e-3}, {u"s"_s, 1},    {u"m"_s, 60},
                                                {u"min"_s, 60},  {u"h"_s, 3600}, {u"d"_s, 86400}};
    static const QHash<QString, double> sizes{{u"b"_s, 1},      {u"k"_s, 1e3},
                                              {u"kb"_s, 1e3},   {u"mb"_s, 1e6},
                                              {u"kib"_s, 1024}, {u"mib"_s, 1024.0 * 1024}};
    if (unit.isEmpty())
        return value;
    const bool isTime = field == "rtt"_L1 || field == "since"_L1;
    const QHash<QString, double> &units = isTime ? seconds : sizes;
    const auto factor = units.constFind(unit);
    if (factor == units.constEnd())
        return std::nullopt;
    return value * *factor * (field == "rtt"_L1 ? 1000 : 1);
}

QRegularExpression glob(const QString &pattern)
{
    QString text = QRegularExpression::escape(pattern);
    text.replace(u"\\*"_s, u".*"_s).replace(u"\\?"_s, u"."_s);
    return QRegularExpression(QRegularExpression::anchoredPattern(text),
                              QRegularExpression::CaseInsensitiveOption);
}

/// By recursive descent; lives for one text.
class Parser
{
    Q_DECLARE_TR_FUNCTIONS(ClientFilter)

public:
    explicit Parser(const QString &text)
        : m_lexer(text)
        , m_token(m_lexer.next())
    {
    }

    Matcher parse()
    {
        if (m_token.kind == Kind::End)
            return {};
        Matcher matcher = either();
        if (m_problem.isEmpty() && m_token.kind != Kind::End)
            return fail(tr("nothing is opened by the ) at %1").arg(m_token.at + 1));
        return matcher;
    }

    const QString &problem() const { return m_problem; }
    bool dependsOnTime() const { return m_dependsOnTime; }
    bool isFixed() const { return m_isFixed; }

private:
    Matcher fail(const QString &problem)
    {
        if (m_problem.isEmpty())
            m_problem = problem;
        return [](const ClientRow &, WallTime) { return true; };
    }

    Matcher either()
    {
        Matcher left = both();
        while (m_problem.isEmpty() && m_token.kind == Kind::Or) {
            m_token = m_lexer.next();
            left = [left = std::move(left), right = both()](const ClientRow &row, WallTime now) {
                return left(row, now) || right(row, now);
            };
        }
        return left;
    }

    Matcher both()
    {
        Matcher left = negation();
        while (m_problem.isEmpty() && m_token.kind != Kind::End && m_token.kind != Kind::Close
               && m_token.kind != Kind::Or) {
            if (m_token.kind == Kind::And)
                m_token = m_lexer.next();
            left = [left = std::move(left), right = negation()](const ClientRow &row,
                                                                WallTime now) {
                return left(row, now) && right(row, now);
            };
        }
        return left;
    }

    Matcher negation()
    {
        if (m_token.kind != Kind::Not)
            return primary();
        if (++m_depth > MaxDepth)
            return fail(tr("nested too deeply at %1").arg(m_token.at + 1));
        m_token = m_lexer.next();
        Matcher inner = negation();
        --m_depth;
        return [inner](const ClientRow &row, WallTime now) { return !inner(row, now); };
    }

    Matcher primary()
    {
        const FilterToken token = m_token;
        switch (token.kind) {
        case Kind::Open:
            return group();
        case Kind::Word:
            m_token = m_lexer.next();
            return word(token.text);
        case Kind::Field:
            m_token = m_lexer.next();
            return field(token);
        case Kind::Regex: // a path typed with a slash at its end
            m_token = m_lexer.next();
            return word(QString(u'/' % token.text % u'/'));
        case Kind::Unclosed:
            return fail(tr("missing \" for the one at %1").arg(token.at + 1));
        default:
            return fail(tr("something to search for is missing at %1").arg(token.at + 1));
        }
    }

    Matcher group()
    {
        if (++m_depth > MaxDepth)
            return fail(tr("nested too deeply at %1").arg(m_token.at + 1));
        m_token = m_lexer.next();
        Matcher inner = either();
        if (m_problem.isEmpty() && m_token.kind != Kind::Close)
            return fail(tr("missing ) at %1").arg(m_token.at + 1));
        m_token = m_lexer.next();
        --m_depth;
        return inner;
    }

    static Matcher word(const QString &text)
    {
        const QStringMatcher matcher(text, Qt::CaseInsensitive);
        return [matcher](const ClientRow &row, WallTime) {
            const ClientInfo &info = row.record.info;
            const auto has = [&matcher](const QString &where) {
                return matcher.indexIn(where) >= 0;
            };
            return has(info.displayName()) || has(info.path) || has(addressText(info))
                   || has(row.id().toString()) || has(info.userAgent);
        };
    }

    Matcher field(const FilterToken &token)
    {
        const QString name = token.field.toLower();
        if (token.text.isEmpty() && !token.isQuoted)
            return fail(tr("a value is missing after %1%2").arg(token.field, token.op));
        for (const TextField &candidate : TextFields) {
            if (candidate.name == name)
                return textField(candidate, token);
        }
        for (const NumberField &candidate : NumberFields) {
            if (candidate.name == name)
                return numberField(candidate, token);
        }
        return fail(tr("unknown field '%1'; there are %2")
                        .arg(token.field, ClientFilter::fields().join(u", "_s)));
    }

    Matcher textField(const TextField &field, const FilterToken &token)
    {
        const auto get = field.get;
        const QString value = token.text;
        m_isFixed = m_isFixed && field.isFixed;
        if (token.op == "~"_L1) {
            const BoundedRegex expression(value, Qt::CaseInsensitive);
            if (!expression.isValid())
                return fail(
                    tr("the expression %1 is not right: %2").arg(value, expression.errorString()));
            return [get, expression](const ClientRow &row, WallTime) {
                return expression.match(get(row).toUtf8(), ForARow) == BoundedRegex::Fit::Yes;
            };
        }
        if (token.op == ":"_L1 && !token.isQuoted && (value.contains(u'*') || value.contains(u'?')))
            return [get, expression = glob(value)](const ClientRow &row, WallTime) {
                return expression.match(get(row)).hasMatch();
            };
        if (token.op == ":"_L1)
            return [get, matcher = QStringMatcher(value, Qt::CaseInsensitive)](
                       const ClientRow &row, WallTime) { return matcher.indexIn(get(row)) >= 0; };
        if (token.op == "="_L1 || token.op == "!="_L1)
            return [get, value, wanted = token.op == "="_L1](const ClientRow &row, WallTime) {
                return (get(row).compare(value, Qt::CaseInsensitive) == 0) == wanted;
            };
        return fail(tr("%1 is no number: use : = != or ~").arg(token.field));
    }

    Matcher numberField(const NumberField &field, const FilterToken &token)
    {
        const auto value = numberOf(field.name, token.text);
        if (!value)
            return fail(tr("%1 needs a number, not '%2'").arg(token.field, token.text));
        m_isFixed = false;
        m_dependsOnTime = m_dependsOnTime || field.name == "since"_L1;
        const auto compared = [&](auto compare) -> Matcher {
            return [get = field.get, limit = *value, compare](const ClientRow &row, WallTime now) {
                const auto number = get(row, now);
                return number && compare(*number, limit);
            };
        };
        if (token.op == ">"_L1)
            return compared(std::greater<>());
        if (token.op == ">="_L1)
            return compared(std::greater_equal<>());
        if (token.op == "<"_L1)
            return compared(std::less<>());
        if (token.op == "<="_L1)
            return compared(std::less_equal<>());
        if (token.op == "!="_L1)
            return compared(std::not_equal_to<>());
        if (token.op == ":"_L1 || token.op == "="_L1)
            return compared(std::equal_to<>());
        return fail(tr("%1 is a number: use < <= = >= or >").arg(token.field));
    }

    FilterLexer m_lexer;
    FilterToken m_token;
    QString m_problem;
    int m_depth = 0; ///< of parentheses and negations
    bool m_dependsOnTime = false;
    bool m_isFixed = true;
};

} // namespace

ClientFilter::Parsed ClientFilter::parse(const QString &text)
{
    Parser parser(text);
    Matcher matcher = parser.parse();
    Parsed parsed;
    parsed.problem = parser.problem();
    if (matcher && parsed.problem.isEmpty()) {
        parsed.filter.m_matcher = std::make_shared<const Matcher>(std::move(matcher));
        parsed.filter.m_dependsOnTime = parser.dependsOnTime();
        parsed.filter.m_isFixed = parser.isFixed();
    }
    return parsed;
}

QStringList ClientFilter::fields()
{
    QStringList names;
    for (const TextField &field : TextFields)
        names.append(field.name);
    for (const NumberField &field : NumberFields)
        names.append(field.name);
    return names;
}

} // namespace Signalbox
