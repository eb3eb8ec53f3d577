#pragma once

#include "core/values/clientinfo.h"

#include <QDateTime>
#include <QStringView>

#include <optional>

namespace Signalbox {

/// From `first` on, and before `end`.
struct TimeRange
{
    WallTime first;
    WallTime end;

    bool operator==(const TimeRange &) const = default;
};

/// What a time in the filter language means, at `now` in its zone: "10:42" (today, that minute),
/// "10:42:07", "2026-11-24", "2026-11-24T10:42", "today", "yesterday", or two of them with ".."
/// between, both included. nullopt: none of these.
std::optional<TimeRange> timeRangeFrom(const QString &text, const QDateTime &now);

} // namespace Signalbox
