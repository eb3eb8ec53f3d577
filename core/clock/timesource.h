#pragma once

#include "core/values/clientinfo.h"

#include <QTimeZone>

#include <chrono>
#include <functional>

namespace Signalbox {

/// Where a Clock gets the time from and what wakes it; tests have their own.
class TimeSource
{
    Q_DISABLE_COPY_MOVE(TimeSource)
public:
    TimeSource() = default;
    virtual ~TimeSource() = default;

    /// Since some moment; never goes back, goes on while the computer sleeps.
    virtual std::chrono::microseconds monotonic() const = 0;
    virtual WallTime wall() const = 0;
    virtual QTimeZone zone() const { return QTimeZone::systemTimeZone(); } ///< as it is now
    /// Calls `wake` once after `delay`, a little late rather than early; forgets an earlier wish.
    virtual void wakeAfter(std::chrono::microseconds delay) = 0;
    virtual void cancel() = 0;

    std::function<void()> wake; ///< set by the Clock
};

} // namespace Signalbox
