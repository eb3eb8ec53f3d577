#pragma once

#include <QColor>
#include <QList>
#include <QStringView>

namespace Signalbox {

/// A stretch of JSON text of one colour.
struct JsonSpan
{
    enum class Kind : quint8 {
        Key,
        String,
        Number,
        Literal,
        Mark,
        Other
    }; ///< Mark: brackets, commas, colons, space
    qsizetype start = 0;
    qsizetype length = 0;
    Kind kind = Kind::Other;

    bool operator==(const JsonSpan &) const = default;
};

/// Cuts `text` into spans without a gap. Only for colours: it takes anything, also JSON that was
/// cut off in the middle, and judges nothing (validateJson() does). Linear.
QList<JsonSpan> jsonSpans(QStringView text);

/// The current theme's colour for a span.
QColor jsonColor(JsonSpan::Kind kind);

} // namespace Signalbox
