#pragma once

#include "core/filter/patternmatcher.h"
#include "core/filter/sqlcondition.h"
#include "core/json/jsonpath.h"
#include "core/values/logentry.h"

#include <optional>

namespace Signalbox {

/// A value within the JSON of a payload, for the fields "json.user.id" of the filter language. It
/// is looked for in the payload itself, and in what an envelope brings as its message. Any thread.
class JsonField
{
public:
    /// `field` as written, "json" and the way to the value: "json.items[0].id", "json['a b']".
    /// nullopt: that is no way.
    static std::optional<JsonField> parse(const QString &field);
    /// How much of a text, which begins with "json" in any case, belongs to such a field.
    static qsizetype lengthIn(QStringView text);

    struct Value
    {
        QByteArray text{}; ///< of a string what it stands for, of all others the JSON, compact
        bool isString = false;
        std::optional<double> number{}; ///< if it is one
    };
    /// nullopt: there is none.
    std::optional<Value> valueIn(const LogEntry &entry) const;
    /// What all entries that have a value there fulfil.
    SqlCondition sql() const;

private:
    JsonField() = default;

    QList<JsonPath> m_paths; ///< the first that leads somewhere counts
    std::optional<TextMatcher> m_key; ///< of the value, as it is mostly written
};

/// Compares what a JSON value is with what a filter asks for.
class JsonComparison
{
public:
    /// `op` is one of : = != < <= > >=. Numbers are compared as numbers, unless `isQuoted`; texts
    /// without their case.
    JsonComparison(const QString &op, const QString &wanted, bool isQuoted);
    bool holds(const JsonField::Value &value) const;

private:
    bool isEqual(const JsonField::Value &value) const;
    /// Less than 0, 0, more than 0; nullopt: they cannot be compared.
    std::optional<int> order(const JsonField::Value &value) const;

    QString m_op;
    QString m_wanted;
    std::optional<double> m_number;
};

} // namespace Signalbox
