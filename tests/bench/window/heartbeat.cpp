#include "heartbeat.h"

#include "threadclock.h"

#include <algorithm>
#include <utility>

namespace Signalbox {

namespace {

float milliseconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<float, std::milli>(time).count();
}

} // namespace

Heartbeat::Heartbeat()
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(Beat);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
}

void Heartbeat::setListener(std::function<void(std::chrono::nanoseconds)> heard)
{
    m_heard = std::move(heard);
}

void Heartbeat::start()
{
    m_stalls.clear();
    m_works.clear();
    m_waits.clear();
    m_begin = m_last = Clock::now();
    m_workBegin = m_lastWork = threadTime();
    m_lastWait = threadWait();
    m_timer.start();
}

void Heartbeat::beat()
{
    const Clock::time_point now = Clock::now();
    const std::chrono::nanoseconds time = threadTime();
    const std::chrono::nanoseconds work = time - std::exchange(m_lastWork, time);
    const std::chrono::nanoseconds wait = threadWait();
    m_stalls.push_back(std::max(0.0F, milliseconds(now - std::exchange(m_last, now) - Beat)));
    m_works.push_back(milliseconds(work));
    m_waits.push_back(milliseconds(wait - std::exchange(m_lastWait, wait)));
    if (m_heard)
        m_heard(work);
}

Heartbeat::Summary Heartbeat::summaryOf(std::vector<float> values)
{
    if (values.empty())
        return {};
    std::sort(values.begin(), values.end());
    return {values.back(), values[(values.size() * 99 + 99) / 100 - 1]};
}

double Heartbeat::longestStallSince(size_t beat) const
{
    return beat < m_stalls.size()
               ? *std::max_element(m_stalls.begin() + std::ptrdiff_t(beat), m_stalls.end())
               : 0;
}

double Heartbeat::share() const
{
    const std::chrono::duration<double> time = m_last - m_begin;
    return time.count() > 0 ? std::chrono::duration<double>(m_lastWork - m_workBegin) / time : 0;
}

} // namespace Signalbox
