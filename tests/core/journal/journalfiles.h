#pragma once

#include "core/values/logentry.h"

#include <QList>

namespace Signalbox {

/// Entries with anything in every field: empty and long texts, every byte in payloads, the largest
/// numbers. The same for the same `seed`; numbered from `first`.
QList<LogEntry> randomEntries(int count, quint32 seed, quint64 first = 1);

/// A message from a client.
LogEntry message(quint64 sequence, const QByteArray &payload = "hello");

/// Everything that a journal's file holds, oldest first; fails the test when it cannot be read.
QList<LogEntry> entriesIn(const QString &fileName);
/// What SQLite says about the whole file: "ok" if it is right.
QString verdictOn(const QString &fileName);

} // namespace Signalbox
