#pragma once

#include "core/values/logentry.h"

#include <QList>

namespace Signalbox {

/// An incoming JSON message on "/chat" with that sequence number.
LogEntry incoming(quint64 sequence, const QByteArray &payload = R"({"message":"hi"})");
/// `count` of them, numbered from `first`.
QList<LogEntry> incomingBatch(quint64 first, int count);
/// A plausible minute of traffic: messages and what they caused, clients coming and going, things
/// that went wrong.
QList<LogEntry> livelyBatch(quint64 first, int count);

} // namespace Signalbox
