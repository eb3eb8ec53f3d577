#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace Signalbox {

/// The way to a value inside a JSON text: "user.name", "items[0].id", "$[2]['a b']". "$" alone is
/// the whole text; the leading "$." may be left out. A value.
class JsonPath
{
public:
    /// nullopt: not a path.
    static std::optional<JsonPath> parse(QStringView text);

    /// The bytes of the value it leads to, as written; nullopt: there is none, or `json` is not
    /// JSON up to there. Of duplicate keys the first counts.
    std::optional<QByteArrayView> find(QByteArrayView json) const;

    bool operator==(const JsonPath &) const = default;

private:
    struct Step
    {
        QByteArray key; ///< UTF-8
        qsizetype index = -1; ///< of an array; -1: `key` of an object

        bool operator==(const Step &) const = default;
    };
    QList<Step> m_steps;
};

} // namespace Signalbox
