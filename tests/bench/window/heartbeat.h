#pragma once

#include <QTimer>

#include <chrono>
#include <functional>
#include <vector>

namespace Signalbox {

/// Measures its thread by a heartbeat every 10 ms: how much later than due each one comes (the
/// stall), and between two of them how much processor time the thread took (its work: the stall
/// that a machine would see that has nothing else to do) and how long it could have run but waited
/// for a core.
class Heartbeat final
{
public:
    static constexpr std::chrono::milliseconds Beat{10};
    struct Summary ///< milliseconds
    {
        double longest = 0;
        double p99 = 0; ///< 99 of 100 are not longer
    };

    Heartbeat();

    /// `heard` gets the work at each heartbeat.
    void setListener(std::function<void(std::chrono::nanoseconds)> heard);
    void start();
    void stop() { m_timer.stop(); }
    Summary stalls() const { return summaryOf(m_stalls); }
    Summary works() const { return summaryOf(m_works); }
    Summary waits() const { return summaryOf(m_waits); }
    double longestStallSince(size_t beat) const; ///< milliseconds; `beat` counts from start()
    size_t beats() const { return m_stalls.size(); }
    double share() const; ///< of one core that this thread took since start(), 0 to 1

    static Summary summaryOf(std::vector<float> values); ///< milliseconds

private:
    using Clock = std::chrono::steady_clock;
    void beat();

    QTimer m_timer;
    std::function<void(std::chrono::nanoseconds)> m_heard;
    Clock::time_point m_begin;
    Clock::time_point m_last;
    std::chrono::nanoseconds m_workBegin{};
    std::chrono::nanoseconds m_lastWork{};
    std::chrono::nanoseconds m_lastWait{};
    std::vector<float> m_stalls; ///< milliseconds, one for each beat
    std::vector<float> m_works;
    std::vector<float> m_waits;
};

} // namespace Signalbox
