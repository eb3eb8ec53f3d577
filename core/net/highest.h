#pragma once

#include <QtGlobal>

#include <atomic>

namespace Signalbox {

/// The highest of the values it was told; 0 at first. Any thread; a value that is not higher costs
/// one look.
class Highest
{
public:
    void note(qint64 value)
    {
        qint64 before = m_value.load(std::memory_order_relaxed);
        while (value > before
               && !m_value.compare_exchange_weak(before, value, std::memory_order_relaxed)) {
        }
    }
    qint64 value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_value{0};
};

} // namespace Signalbox
