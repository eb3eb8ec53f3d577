#pragma once

#include "core/routes/scriptvalues.h"
#include "core/values/logentry.h"

#include <QString>

#include <chrono>
#include <optional>

namespace Signalbox {

enum class RouteKind : quint8 { Signal, Http, Event };

/// Which route is meant.
struct RouteName
{
    RouteKind kind = RouteKind::Signal;
    /// Signal: its path. Http: method and path ("POST /broadcast"). Event: type and path ("connect
    /// /msg"), and "#2" and so on behind it when there are several.
    QString name{};

    bool operator==(const RouteName &) const = default;
};

/// What is to be known about a route right now. A value.
struct RouteStatus
{
    RouteName route;
    bool enabled = true; ///< in the configuration
    /// Why it does not work although it is enabled: RouteBroken, RouteSwitchedOff (after three
    /// breaches in a minute, or by hand); None: it works.
    Why off = Why::None;
    quint64 runs = 0; ///< since the configuration was applied
    quint64 failures = 0;
    std::optional<ScriptFault> lastError; ///< of the newest failure
    quint64 cause = 0; ///< sequence of the message that led to it; 0: none did, or it has no entry
    quint64 errorEntry = 0; ///< sequence of the entry that tells of it; 0: nobody reads the log
    std::optional<std::chrono::microseconds> p99; ///< of the last runs' times; rules have none

    bool operator==(const RouteStatus &) const = default;
};

} // namespace Signalbox
