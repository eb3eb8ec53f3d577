#pragma once

#include "core/config/limits.h"

#include <optional>

namespace Signalbox {

/// A limit in words. Plain text.
struct LimitWords
{
    QString name; ///< "Message size"
    QString breach; ///< what happens then: "Closed with 1009."
};
/// Empty words for a limit that has none.
LimitWords limitWords(const LimitSpec &limit);

/// "1,000", "256 KiB", "20 s": as the unit of the limit wants it.
QString limitValueText(const LimitSpec &limit, qint64 value);

/// The highest value that was seen, as LimitPeaks::byKey() gives it.
QString limitPeakText(const LimitSpec &limit, qint64 peak);

/// The value that somebody typed: a whole number, in the locale's writing or plain, with a unit
/// where the limit has one ("256 KiB", "1 MB", "20 s"), or "no limit" where 0 is that; no value: it
/// is none.
std::optional<qint64> limitValueFrom(const LimitSpec &limit, const QString &text);

} // namespace Signalbox
