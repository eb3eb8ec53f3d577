#include "core/filter/jsonfield.h"

#include "core/filter/globmatcher.h"
#include "core/json/jsonformat.h"

#include <cmath>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype PrefixLength = 4; // "json"

/// Of a JSON number, and of what is written like one.
std::optional<double> numberIn(const QString &text)
{
    const bool looksLikeOne =
        !text.isEmpty()
        && (text.front().isDigit()
            || (text.size() > 1 && text.front() == u'-' && text.at(1).isDigit()));
    bool isNumber = false;
    const double number = looksLikeOne ? text.toDouble(&isNumber) : 0;
    return isNumber && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

bool endsStep(QChar c)
{
    return c.isSpace() || u".[]:=<>~!()\"'"_s.contains(c);
}

/// The name of the last object's member on the way; empty: it is a place in a list, or everything.
QString lastKey(QStringView way)
{
    if (way.endsWith(u']')) {
        const qsizetype open = way.lastIndexOf(u'[');
        const QStringView inside = way.sliced(open + 1, way.size() - open - 2);
        return inside.size() > 2 && (inside.front() == u'"' || inside.front() == u'\'')
                   ? inside.sliced(1, inside.size() - 2).toString()
                   : QString();
    }
    return way.sliced(way.lastIndexOf(u'.') + 1).toString();
}

} // namespace

qsizetype JsonField::lengthIn(QStringView text)
{
    qsizetype at = PrefixLength;
    while (at < text.size()) {
        if (text[at] == u'.') {
            ++at;
            while (at < text.size() && !endsStep(text[at]))
                ++at;
        } else if (text[at] == u'[') {
            const bool isQuoted =
                at + 1 < text.size() && (text[at + 1] == u'"' || text[at + 1] == u'\'');
            const qsizetype quote = isQuoted ? text.indexOf(text[at + 1], at + 2) : at;
            const qsizetype close = quote < 0 ? -1 : text.indexOf(u']', quote);
            if (close < 0)
                return at;
            at = close + 1;
        } else {
            break;
        }
    }
    return at;
}

std::optional<JsonField> JsonField::parse(const QString &field)
{
    const QString way = field.sliced(PrefixLength);
    JsonField parsed;
    for (const QLatin1StringView start : {"$"_L1, "$.message"_L1, "$.Message"_L1}) {
        const auto path = JsonPath::parse(QString(start % way));
        if (!path)
            return std::nullopt;
        parsed.m_paths.append(*path);
    }
    if (const QString key = lastKey(way); !key.isEmpty())
        parsed.m_key.emplace(QString::fromUtf8(escapeJsonString(key.toUtf8())), Qt::CaseSensitive);
    return parsed;
}

std::optional<JsonField::Value> JsonField::valueIn(const LogEntry &entry) const
{
    if (entry.payload.isEmpty() || entry.type == PayloadType::Binary)
        return std::nullopt;
    // whoever writes a key in another way has to use escapes
    if (m_key && !m_key->isIn(entry.payload) && !entry.payload.contains('\\'))
        return std::nullopt;
    for (const JsonPath &path : m_paths) {
        const auto found = path.find(entry.payload);
        if (!found)
            continue;
        if (found->startsWith('"')) {
            const auto text = unescapeJsonString(*found);
            return Value{text ? *text : found->sliced(1, found->size() - 2).toByteArray(), true};
        }
        Value value{compactJson(*found)};
        value.number = numberIn(QString::fromUtf8(value.text));
        return value;
    }
    return std::nullopt;
}

SqlCondition JsonField::sql() const
{
    if (!m_key)
        return {};
    return (SqlCondition::holds("payload", m_key->needle(), true)
            || SqlCondition::holds("payload", u"\\"_s, true))
        .inexact();
}

JsonComparison::JsonComparison(const QString &op, const QString &wanted, bool isQuoted)
    : m_op(op)
    , m_wanted(wanted)
{
    if (!isQuoted)
        m_number = numberIn(wanted);
    if (op == ":"_L1 && !isQuoted && GlobMatcher::isGlob(wanted))
        m_op = u"glob"_s;
}

bool JsonComparison::isEqual(const JsonField::Value &value) const
{
    if (m_number && value.number) {
        // beyond 2^53 a double cannot tell whole numbers apart
        bool isWhole = false;
        const qlonglong wanted = m_wanted.toLongLong(&isWhole);
        const qlonglong given = isWhole ? value.text.toLongLong(&isWhole) : 0;
        return isWhole ? wanted == given : *m_number == *value.number;
    }
    return QString::fromUtf8(value.text).compare(m_wanted, Qt::CaseInsensitive) == 0;
}

std::optional<int> JsonComparison::order(const JsonField::Value &value) const
{
    if (m_number)
        return !value.number               ? std::nullopt
               : *value.number < *m_number ? std::optional(-1)
                                           : std::optional(*value.number > *m_number ? 1 : 0);
    return value.isString
               ? std::optional(QString::fromUtf8(value.text).compare(m_wanted, Qt::CaseInsensitive))
               : std::nullopt;
}

bool JsonComparison::holds(const JsonField::Value &value) const
{
    if (m_op == "="_L1)
        return isEqual(value);
    if (m_op == "!="_L1)
        return !isEqual(value);
    if (m_op == "glob"_L1)
        return GlobMatcher(m_wanted).matches(QString::fromUtf8(value.text));
    if (m_op == ":"_L1)
        return m_number && value.number
                   ? isEqual(value)
                   : QString::fromUtf8(value.text).contains(m_wanted, Qt::CaseInsensitive);
    const std::optional<int> difference = order(value);
    if (!difference)
        return false;
    return m_op == "<"_L1    ? *difference < 0
           : m_op == "<="_L1 ? *difference <= 0
           : m_op == ">"_L1  ? *difference > 0
                             : *difference >= 0;
}

} // namespace Signalbox
