#include "histogram.h"

#include <algorithm>
#include <bit>

namespace Signalbox::Load {

unsigned Histogram::bucketOf(std::uint64_t value)
{
    if (value < (1U << SubBits))
        return unsigned(value);
    const unsigned shift = unsigned(std::bit_width(value)) - SubBits - 1;
    return (shift << SubBits) + unsigned(value >> shift);
}

std::uint64_t Histogram::upperEdge(unsigned bucket)
{
    if (bucket < (2U << SubBits))
        return bucket;
    const unsigned shift = (bucket >> SubBits) - 1;
    const std::uint64_t mantissa = bucket - (shift << SubBits);
    return ((mantissa + 1) << shift) - 1;
}

void Histogram::add(std::uint64_t microseconds)
{
    ++m_counts[bucketOf(microseconds)];
    ++m_count;
    m_maximum = std::max(m_maximum, microseconds);
}

std::uint64_t Histogram::percentile(double fraction) const
{
    const auto wanted = std::uint64_t(double(m_count) * fraction);
    std::uint64_t seen = 0;
    for (unsigned bucket = 0; bucket < Buckets; ++bucket) {
        seen += m_counts[bucket];
        if (seen > 0 && seen >= wanted)
            return std::min(upperEdge(bucket), m_maximum);
    }
    return 0;
}

} // namespace Signalbox::Load
