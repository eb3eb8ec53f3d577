#pragma once

#include "core/json/jsonscanner.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace Signalbox {

/// How the composer's text is meant.
enum class PayloadKind : quint8 {
    Json, ///< any JSON value; checked
    Text, ///< sent as it stands
};

/// What a text is as a payload.
struct PayloadVerdict
{
    std::optional<JsonError> error;
    qsizetype errorAt = 0; ///< where it is wrong, in UTF-16 units
    /// What goes on the wire: text as it stands; the text of a JSON string, verbatim; any other
    /// JSON value without the white space between its tokens, which keep their bytes. Of a text
    /// with an error, its UTF-8.
    QByteArray payload;
    bool isBlank = true; ///< nothing but white space
};
/// Pure; any thread.
PayloadVerdict judgePayload(PayloadKind kind, const QString &text);

/// "Line 3, column 11: a key in double quotes was expected here."
QString jsonProblemText(const JsonError &error);

} // namespace Signalbox
