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

/// What is wrong with `text` as JSON; nullopt: nothing. Pure.
std::optional<JsonError> checkPayload(PayloadKind kind, const QString &text);

/// The bytes that go on the wire: text as it stands; the text of a JSON string, verbatim; any other
/// JSON value without the white space between its tokens, which keep their bytes. Precondition:
/// checkPayload() found nothing.
QByteArray encodePayload(PayloadKind kind, const QString &text);

/// "Line 3, column 11: a key in double quotes was expected here."
QString jsonProblemText(const JsonError &error);

} // namespace Signalbox
