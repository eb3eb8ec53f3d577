#pragma once

#include "core/values/logentry.h"
#include "core/values/result.h"

#include <QByteArray>

namespace Signalbox {

/// The entry as one line of JSON, without its end: {"no":7,"at":"2026-11-24T10:00:00.000001Z",
/// "kind":"in","why":"ToAll","type":"json","size":15,…,"payload":"…"}. What is empty or 0 is left
/// out; a payload that is no UTF-8 is "payloadBase64". Nothing is lost.
QByteArray entryToJson(const LogEntry &entry);
/// Reads it again. Keys that it does not know are passed over. Fails with BadDocument.
Result<LogEntry> entryFromJson(QByteArrayView line);

} // namespace Signalbox
