#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace Signalbox::Load {

/// How far the arrivals of a timer's signals are from its grid.
struct GridReport
{
    std::int64_t ticks = 0; ///< that arrived
    std::int64_t missing = 0; ///< points of the grid between the first and the last without one
    std::uint64_t p50 = 0; ///< lateness, microseconds
    std::uint64_t p99 = 0;
    std::uint64_t maximum = 0;
    std::int64_t drift = 0; ///< of the median lateness, from the first tenth to the last

    std::string json() const;
};

/// `arrivals` in microseconds, ascending; `interval` > 0. The grid is laid through the most
/// punctual arrivals. Each is taken for the latest tick that it can be, in order, so that a tick
/// that was left out does not count as one that is late.
GridReport compareWithGrid(const std::vector<std::int64_t> &arrivals, std::int64_t interval);

} // namespace Signalbox::Load
