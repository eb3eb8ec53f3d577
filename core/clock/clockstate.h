#pragma once

#include "core/values/result.h"
#include "core/values/walltime.h"

#include <QMap>
#include <QString>

#include <optional>

namespace Signalbox {

/// What a timer or schedule remembers when the program ends.
struct TaskState
{
    quint64 count = 0; ///< runs of the plan since it was last switched on by hand
    std::optional<WallTime> lastRun{};
    /// Whatever was planned up to this moment has run or was left out, and never runs again.
    std::optional<WallTime> handled{};
    std::optional<bool> enabled{}; ///< by hand, against the configuration; nullopt: as it says

    bool operator==(const TaskState &) const = default;
};

using ClockState = QMap<QString, TaskState>; ///< by name

/// {"version":1,"timers":{"beat":{"count":3,"lastRun":"2026-11-24T10:00:00.000001Z",…}}}
QByteArray toJson(const ClockState &state);
/// Fails with BadDocument.
Result<ClockState> clockStateFromJson(const QByteArray &json);

} // namespace Signalbox
