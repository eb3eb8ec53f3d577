#pragma once

#include <QObject>
#include <QTimer>

#include <array>
#include <chrono>

namespace Signalbox {

/// Measures how long its thread's event loop keeps events waiting: a heartbeat every 10 ms, and how
/// much later than due it comes. Keeps the longest stall of the last ten seconds and of the whole
/// run. Lives in the thread it measures.
class StallMeter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StallMeter)
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds Beat{10};
    static constexpr std::chrono::seconds Recent{10};

    explicit StallMeter(QObject *parent = nullptr);

    void start();
    /// One heartbeat at `now`. The timer calls it; a test may do so instead.
    void beat(Time now);

    std::chrono::milliseconds recent() const; ///< the longest of the last ten seconds
    std::chrono::milliseconds longest() const; ///< of the whole run

private:
    struct Second
    {
        qint64 number = -1; ///< seconds of the steady clock
        std::chrono::steady_clock::duration longest{0};
    };
    std::array<Second, size_t(Recent.count())> m_seconds; ///< a ring, by number
    std::chrono::steady_clock::duration m_longest{0};
    Time m_last;
    QTimer m_timer{this};
};

} // namespace Signalbox
