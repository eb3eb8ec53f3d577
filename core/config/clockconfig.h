#pragma once

#include "core/config/scriptconfig.h"
#include "core/values/signal.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>
#include <variant>

namespace Signalbox {

/// The signal that a timer or schedule sends.
struct ClockSignal
{
    QByteArray value{}; ///< JSON, UTF-8, without white space between its tokens, which keep their
                        ///< bytes; neither null nor ""
    QString path{}; ///< empty: every path
    QString group{}; ///< empty: every group
    QString clientId{}; ///< a UUID; given: that one client, whatever path and group say

    /// As it goes out: a string as its text, any other value as its JSON.
    Signal signal() const;
    bool operator==(const ClockSignal &) const = default;
};

using ClockScript = ScriptConfig;

/// What happens to runs that fell into a time when the program or the computer was off.
enum class MissedPolicy : quint8 {
    Skip, ///< nothing
    Once, ///< one run makes up for all of them
    All, ///< each is made up for, at most the last ten
};

/// What timers and schedules have in common.
struct ClockTask
{
    QString name{}; ///< unique among timers and schedules together
    bool enabled = true;
    int limit = 0; ///< runs after which it is finished; 0: never
    bool onStart = false; ///< runs once more when the program starts
    MissedPolicy missed = MissedPolicy::Skip;
    std::variant<ClockSignal, ClockScript> action{};

    bool operator==(const ClockTask &) const = default;
};

/// Fires every so many seconds.
struct TimerConfig : ClockTask
{
    static constexpr std::chrono::microseconds ShortestInterval{10'000};
    static constexpr std::chrono::microseconds LongestInterval = std::chrono::hours(24 * 366);
    /// Below it, missed runs are always skipped: they would have to be written down one by one.
    static constexpr std::chrono::microseconds ShortestMadeUp = std::chrono::seconds(1);

    std::chrono::microseconds interval = std::chrono::seconds(1);
    int skip = 0; ///< the first ticks after a start, which are left out

    bool operator==(const TimerConfig &) const = default;
};

/// Fires at times of day.
struct ScheduleConfig : ClockTask
{
    QStringList cron{}; ///< one or more expressions (Cron); it fires when any of them does, once
    QString zone{}; ///< IANA name, such as "Europe/Berlin"; empty: the system's
    QString start{}; ///< ISO 8601; without an offset it is a time in `zone`; empty: no bound
    QString end{}; ///< as `start`; the last moment

    bool operator==(const ScheduleConfig &) const = default;
};

} // namespace Signalbox
