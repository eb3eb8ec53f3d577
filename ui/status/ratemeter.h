#pragma once

#include "core/log/feed.h"

#include <chrono>
#include <deque>

namespace Signalbox {

/// How fast the counters grow, per second.
struct Rates
{
    double messagesIn = 0;
    double bytesIn = 0;
    double messagesOut = 0; ///< deliveries
    double bytesOut = 0;

    bool operator==(const Rates &) const = default;
};

/// Averages counters over the last second, or over what is nearest to it. Arithmetic only; any
/// thread.
class RateMeter
{
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds Window{1000};

    /// Takes the counters as they were at `now` and gives the rates. Counters that went back start
    /// afresh.
    Rates add(const Totals &totals, Time now);

private:
    struct Sample
    {
        Time at;
        Totals totals;
    };
    std::deque<Sample> m_samples; ///< oldest first; the first is the newest that is a Window old
};

} // namespace Signalbox
