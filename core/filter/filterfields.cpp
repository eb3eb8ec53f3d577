#include "core/filter/entryconditions.h"
#include "core/filter/entrywords.h"
#include "core/filter/filterparser.h"
#include "core/filter/globmatcher.h"
#include "core/filter/jsonfield.h"
#include "core/filter/sentencematcher.h"
#include "core/filter/timerange.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <optional>

// The fields of the filter language: "path:/chat", "size>1kb", "time:yesterday".

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

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

/// Numbers and times are columns of the file under these names.
QByteArray columnOf(const QString &field)
{
    if (field == "no"_L1)
        return "id";
    return field.toLatin1();
}

} // namespace

QStringList FilterParser::fieldNames()
{
    return textFields() + wordFields() + whyFields() + numberFields()
           + QStringList{u"time"_s, u"json"_s};
}

LogFilter::Term FilterParser::field(const FilterToken &token)
{
    const QString name = token.field.toLower();
    if (name == "json"_L1 || name.startsWith("json."_L1) || name.startsWith("json["_L1))
        return jsonField(token);
    if (!fieldNames().contains(name))
        return fail(Code::UnknownField, {token.field, nearest(name, fieldNames())});
    if (token.text.isEmpty() && !token.isQuoted)
        return fail(Code::ValueMissing, {token.field, token.op});
    if (name == "time"_L1)
        return timeField(token);
    if (numberFields().contains(name))
        return numberField(name, token);
    if (token.op.contains(u'<') || token.op.contains(u'>'))
        return fail(Code::NoNumberField, {name});
    if (whyFields().contains(name))
        return whyField(token);
    return wordFields().contains(name) ? wordField(name, token) : textField(name, token);
}

LogFilter::Term FilterParser::textField(const QString &name, const FilterToken &token)
{
    const QString value = token.text;
    const bool isClient = name == "client"_L1;
    const QByteArray column = isClient ? "name"_ba : name.toLatin1();
    const auto sqlOf = [isClient](const SqlCondition &sql) {
        return isClient ? clientCondition(sql) : sql;
    };
    if (token.op == "~"_L1) {
        const PatternMatcher matcher = regex(value, token.ignoresCase);
        return {
            [name, matcher](const LogEntry &entry) { return matcher.isIn(textOf(name, entry)); },
            sqlOf(expressionCondition(column, value, token.ignoresCase))};
    }
    if (token.op == ":"_L1 && GlobMatcher::isGlob(value) && !token.isQuoted) {
        return {[name, glob = GlobMatcher(value)](const LogEntry &entry) {
                    return glob.matches(textOf(name, entry));
                },
                sqlOf(globCondition(column, value))};
    }
    if (token.op == ":"_L1) {
        const auto id = isClient ? ClientId::fromString(value) : std::nullopt;
        SqlCondition sql = sqlOf(SqlCondition::holds(column, value));
        if (id) // a name that looks like an id is found as well
            sql = sql || SqlCondition("client=x'" + id->value.toRfc4122().toHex() + '\'', true);
        return {[name, value, id](const LogEntry &entry) {
                    return (id && entry.client == *id)
                           || textOf(name, entry).contains(value, Qt::CaseInsensitive);
                },
                sql};
    }
    const bool wanted = token.op == "="_L1;
    return {[name, value, wanted](const LogEntry &entry) {
                return (textOf(name, entry).compare(value, Qt::CaseInsensitive) == 0) == wanted;
            },
            wanted ? sqlOf(equalCondition(column, value)) : SqlCondition()};
}

LogFilter::Term FilterParser::wordField(const QString &name, const FilterToken &token)
{
    const QStringList words = wordsOf(name);
    const bool isRegex = token.op == "~"_L1;
    const std::optional<PatternMatcher> matcher =
        isRegex ? std::optional(regex(token.text, true)) : std::nullopt;
    if (!isFine())
        return {};
    const GlobMatcher glob(token.text);
    quint32 wanted = 0; // one bit per word
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (matcher ? matcher->isIn(words[i]) : glob.matches(words[i]))
            wanted |= 1U << i;
    }
    if (wanted == 0 && !isRegex) {
        const QString meant = nearest(token.text, words);
        return meant.isEmpty() ? fail(Code::OneOf, QStringList{name} + words)
                               : fail(Code::UnknownWord, {name, token.text, meant});
    }
    if (token.op == "!="_L1)
        wanted = ~wanted;
    return {[name, wanted](const LogEntry &entry) {
                return (wanted >> wordIndex(name, entry) & 1U) != 0;
            },
            name == "kind"_L1  ? kindCondition(wanted)
            : name == "dir"_L1 ? directionCondition(wanted)
                               : typeCondition(wanted)};
}

LogFilter::Term FilterParser::whyField(const FilterToken &token)
{
    const QString value = token.text;
    const bool wanted = token.op != "!="_L1;
    if (value == "dropped"_L1 || value == "failed"_L1)
        return {[wanted](const LogEntry &entry) { return entry.failed == wanted; },
                SqlCondition(wanted ? "failed=1" : "failed=0", true)};
    if (token.op == "~"_L1) {
        const PatternMatcher matcher = regex(value, true);
        return {[matcher, why = m_wording.why](const LogEntry &entry) {
            return matcher.isIn(why(entry));
        }};
    }
    const auto sentence =
        std::make_shared<const SentenceMatcher>(TextMatcher(value, Qt::CaseInsensitive), m_wording);
    return {
        [sentence, wanted](const LogEntry &entry) { return sentence->matches(entry) == wanted; }};
}

/// A row without a value there does not match, whatever is asked of it.
LogFilter::Term FilterParser::jsonField(const FilterToken &token)
{
    const std::optional<JsonField> field = JsonField::parse(token.field);
    if (!field)
        return fail(Code::BadJsonPath, {token.field});
    if (token.text.isEmpty() && !token.isQuoted)
        return fail(Code::ValueMissing, {token.field, token.op});
    if (token.op == "~"_L1) {
        const PatternMatcher matcher = regex(token.text, token.ignoresCase);
        return {[field = *field, matcher](const LogEntry &entry) {
                    const auto value = field.valueIn(entry);
                    return value && matcher.isIn(QByteArrayView(value->text));
                },
                field->sql()};
    }
    return {[field = *field, comparison = JsonComparison(token.op, token.text, token.isQuoted)](
                const LogEntry &entry) {
                const auto value = field.valueIn(entry);
                return value && comparison.holds(*value);
            },
            field->sql()};
}

LogFilter::Term FilterParser::numberField(const QString &name, const FilterToken &token)
{
    const std::optional<double> number = numberWithUnit(token.text);
    if (!number)
        return fail(Code::NoNumber, {token.text});
    const double value = *number;
    if (token.op == "~"_L1)
        return fail(Code::NumberField, {name});
    const QByteArray op = token.op == ":"_L1 ? "="_ba : token.op.toLatin1();
    const SqlCondition sql(columnOf(name) + op
                               + QByteArray::number(value, 'f', value == std::floor(value) ? 0 : 6),
                           true);
    const auto with = [name, value, sql](auto compare) -> Term {
        return {[name, value, compare](const LogEntry &entry) {
                    return compare(double(numberOf(name, entry)), value);
                },
                sql};
    };
    if (op == "<")
        return with(std::less<>{});
    if (op == "<=")
        return with(std::less_equal<>{});
    if (op == ">")
        return with(std::greater<>{});
    if (op == ">=")
        return with(std::greater_equal<>{});
    if (op == "!=")
        return with(std::not_equal_to<>{});
    return with(std::equal_to<>{});
}

/// Times from `first` on and before `end`; before or after them.
LogFilter::Term FilterParser::timeField(const FilterToken &token)
{
    if (token.op == "~"_L1)
        return fail(Code::NoExpressionForTime, {u"time"_s});
    const std::optional<TimeRange> range = timeRangeFrom(token.text, QDateTime::currentDateTime());
    if (!range)
        return fail(Code::NoTime, {token.text});
    const WallTime first = range->first;
    const WallTime end = range->end;
    const auto at = [](QByteArrayView op, WallTime time) {
        return SqlCondition("at" + op.toByteArray()
                                + QByteArray::number(qint64(time.time_since_epoch().count())),
                            true);
    };
    if (token.op == "<"_L1)
        return {[first](const LogEntry &entry) { return entry.at < first; }, at("<", first)};
    if (token.op == "<="_L1)
        return {[end](const LogEntry &entry) { return entry.at < end; }, at("<", end)};
    if (token.op == ">"_L1)
        return {[end](const LogEntry &entry) { return entry.at >= end; }, at(">=", end)};
    if (token.op == ">="_L1)
        return {[first](const LogEntry &entry) { return entry.at >= first; }, at(">=", first)};
    const SqlCondition within = at(">=", first) && at("<", end);
    const bool wanted = token.op != "!="_L1;
    return {[first, end, wanted](const LogEntry &entry) {
                return (entry.at >= first && entry.at < end) == wanted;
            },
            wanted ? within : !within};
}

} // namespace Signalbox
