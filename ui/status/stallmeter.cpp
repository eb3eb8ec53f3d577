#include "ui/status/stallmeter.h"

#include <algorithm>
#include <utility>

namespace Signalbox {

using namespace std::chrono;

StallMeter::StallMeter(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(Beat);
    connect(&m_timer, &QTimer::timeout, this, [this] { beat(steady_clock::now()); });
}

void StallMeter::start()
{
    m_last = {};
    m_timer.start();
}

void StallMeter::beat(Time now)
{
    const Time last = std::exchange(m_last, now);
    if (last == Time())
        return;
    const auto stall = std::max(now - last - Beat, steady_clock::duration::zero());
    m_longest = std::max(m_longest, stall);
    const qint64 number = duration_cast<seconds>(now.time_since_epoch()).count();
    Second &second = m_seconds[size_t(number) % m_seconds.size()];
    if (second.number != number)
        second = {number, stall};
    else
        second.longest = std::max(second.longest, stall);
}

milliseconds StallMeter::recent() const
{
    const qint64 now = duration_cast<seconds>(m_last.time_since_epoch()).count();
    steady_clock::duration longest{0};
    for (const Second &second : m_seconds)
        if (second.number >= 0 && now - second.number < Recent.count())
            longest = std::max(longest, second.longest);
    return duration_cast<milliseconds>(longest);
}

milliseconds StallMeter::longest() const
{
    return duration_cast<milliseconds>(m_longest);
}

} // namespace Signalbox
