#pragma once

#include <array>
#include <cstdint>

namespace Signalbox::Load {

/// Counts durations in buckets that are at most 1/32 wide of their value, so its size does not
/// grow with the number of samples.
class Histogram
{
public:
    void add(std::uint64_t microseconds);
    std::uint64_t count() const { return m_count; }
    std::uint64_t maximum() const { return m_maximum; }
    /// The upper edge of the bucket that holds `fraction` (0 to 1) of the samples; 0 without any.
    std::uint64_t percentile(double fraction) const;

private:
    static constexpr unsigned SubBits = 5;
    static constexpr unsigned Buckets = (64 - SubBits + 1) << SubBits;

    static unsigned bucketOf(std::uint64_t value);
    static std::uint64_t upperEdge(unsigned bucket);

    std::array<std::uint64_t, Buckets> m_counts{};
    std::uint64_t m_count = 0;
    std::uint64_t m_maximum = 0;
};

} // namespace Signalbox::Load
