#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace Signalbox {

/// The same value without white space between its tokens; the tokens keep their bytes.
/// Precondition: valid JSON.
QByteArray compactJson(QByteArrayView utf8);

/// The same value indented by two spaces; the tokens keep their bytes; empty containers stay on one
/// line. Below 64 levels the indentation grows no more, so that a hostile payload cannot become a
/// thousand times its size. Text that is not JSON comes back unchanged.
QByteArray prettyJson(QByteArrayView utf8);

/// The text a JSON string token (with its quotes) stands for; half of a surrogate pair becomes
/// U+FFFD. nullopt: not a valid string.
std::optional<QByteArray> unescapeJsonString(QByteArrayView token);

/// Appends `text` (valid UTF-8) as a JSON string with its quotes; escapes only what must be.
void appendJsonString(QByteArray &out, QByteArrayView text);
/// The same as a value of its own.
QByteArray escapeJsonString(QByteArrayView text);

} // namespace Signalbox
