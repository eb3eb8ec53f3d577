#pragma once

#include "core/values/logentry.h"

#include <QList>

#include <chrono>

namespace Signalbox {

class LogModel;

/// An incoming JSON message on "/chat" with that sequence number.
LogEntry incoming(quint64 sequence, const QByteArray &payload = R"({"message":"hi"})");
/// `count` of them, numbered from `first`.
QList<LogEntry> incomingBatch(quint64 first, int count);
/// The same, spread over one second.
QList<LogEntry> flood(quint64 first, int count, std::chrono::seconds second);
/// A plausible minute of traffic: messages and what they caused, clients coming and going, things
/// that went wrong.
QList<LogEntry> livelyBatch(quint64 first, int count);
/// Of the rows that are shown, in their order.
QList<quint64> sequences(const LogModel &model);

} // namespace Signalbox
