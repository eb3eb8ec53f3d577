#pragma once

#include "core/values/clientinfo.h"

#include <QDateTime>
#include <QString>

#include <chrono>

namespace Signalbox {

inline constexpr qint64 MiB = 1024 * 1024; ///< bytes

// Numbers as the window shows them, in the user's locale: short ones in three significant digits
// for columns and the status strip, exact ones for tooltips. Sizes are counted in thousands (kB,
// MB), limits in 1,024s (KiB, MiB) as they are set.

QString shortNumber(double value); ///< "412", "18.3", "8.2k", "1.84M"
QString exactNumber(quint64 value); ///< "1,204"
QString shortRate(double perSecond); ///< "8.2k/s"
QString shortBytes(quint64 bytes); ///< "31 B", "1.9 kB", "2.1 MB"
QString exactBytes(quint64 bytes); ///< "1,204 bytes"
QString shortByteRate(double bytesPerSecond); ///< "96 kB/s"
QString
limitBytes(quint64 bytes); ///< "64 KiB", "1 MiB"; "1,000 bytes" when it is no round number of them

/// "12 ms", "0.8 ms", "1.2 s"; for what is measured, not for ages.
QString shortLatency(std::chrono::microseconds time);
/// "now", "8 s", "11 min", "2 h 14 m", "3 d 4 h"; negative counts as now.
QString shortDuration(std::chrono::seconds time);

QDateTime toLocalTime(WallTime time);
QString clockTime(WallTime time); ///< "10:42:07.123", local
QString exactTime(WallTime time); ///< with date, microseconds and the zone, local

/// "sentence: detail", or the sentence alone.
QString withDetail(const QString &sentence, const QString &detail);

} // namespace Signalbox
