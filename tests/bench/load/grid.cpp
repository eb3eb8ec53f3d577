#include "grid.h"

#include "histogram.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace Signalbox::Load {

namespace {

/// The middle of where in an interval arrivals fall, 0 to `interval`: a mean on a circle.
double meanPhase(const std::vector<std::int64_t> &arrivals, std::int64_t interval)
{
    double x = 0;
    double y = 0;
    for (const std::int64_t at : arrivals) {
        const double angle = 2 * std::numbers::pi * double(at % interval) / double(interval);
        x += std::cos(angle);
        y += std::sin(angle);
    }
    return std::atan2(y, x) / (2 * std::numbers::pi) * double(interval);
}

/// Where in an interval the grid's points are. One in a thousand may come before its point: clocks
/// are read at two places.
std::int64_t gridPhase(const std::vector<std::int64_t> &arrivals, std::int64_t interval)
{
    const auto mean = std::int64_t(meanPhase(arrivals, interval));
    std::vector<std::int64_t> around;
    for (const std::int64_t at : arrivals) {
        const std::int64_t from = ((at - mean) % interval + interval) % interval;
        around.push_back(from >= interval / 2 ? from - interval : from);
    }
    const auto least = around.begin() + std::ptrdiff_t(around.size() / 1000);
    std::nth_element(around.begin(), least, around.end());
    return mean + *least;
}

std::int64_t median(std::vector<std::int64_t> values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

GridReport compareWithGrid(const std::vector<std::int64_t> &arrivals, std::int64_t interval)
{
    GridReport report;
    if (arrivals.size() < 10)
        return report;
    const std::int64_t phase = gridPhase(arrivals, interval);
    const std::int64_t early = interval / 20;
    std::vector<std::int64_t> late(arrivals.size());
    std::int64_t next = INT64_MAX;
    std::int64_t last = 0;
    for (size_t i = arrivals.size(); i-- > 0;) {
        const std::int64_t point = (arrivals[i] - phase + early) / interval;
        next = std::min(point, next - 1);
        late[i] = std::max<std::int64_t>(0, arrivals[i] - phase - next * interval);
        if (i + 1 == arrivals.size())
            last = next;
    }
    Histogram errors;
    for (const std::int64_t error : late)
        errors.add(std::uint64_t(error));
    const auto tenth = std::ptrdiff_t(late.size() / 10);
    report.ticks = std::int64_t(arrivals.size());
    report.missing = last - next + 1 - report.ticks;
    report.p50 = errors.percentile(0.5);
    report.p99 = errors.percentile(0.99);
    report.maximum = errors.maximum();
    report.drift =
        median({late.end() - tenth, late.end()}) - median({late.begin(), late.begin() + tenth});
    return report;
}

std::string GridReport::json() const
{
    return "{\"ticks\":" + std::to_string(ticks) + ",\"missing\":" + std::to_string(missing)
           + ",\"p50\":" + std::to_string(p50) + ",\"p99\":" + std::to_string(p99)
           + ",\"max\":" + std::to_string(maximum) + ",\"drift\":" + std::to_string(drift) + "}";
}

} // namespace Signalbox::Load
