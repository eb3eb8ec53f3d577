#include "core/clock/systemtime.h"

namespace Signalbox {

using namespace std::chrono;

SystemTime::SystemTime(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (wake)
            wake();
    });
}

microseconds SystemTime::monotonic() const
{
    return timeSinceBoot();
}

WallTime SystemTime::wall() const
{
    return time_point_cast<microseconds>(system_clock::now());
}

void SystemTime::wakeAfter(microseconds delay)
{
    m_timer.start(std::max(milliseconds(0), ceil<milliseconds>(delay)));
}

} // namespace Signalbox
