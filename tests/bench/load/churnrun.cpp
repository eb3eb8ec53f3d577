#include "churnrun.h"

#include "jsontext.h"

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace Signalbox::Load {

ChurnRun::ChurnRun(const LoadOptions &options)
    : m_options(options)
    , m_server(options.server)
    , m_clients(size_t(options.clients))
    , m_isClosed(size_t(options.clients))
{
}

void ChurnRun::start(size_t index)
{
    if (m_clients[index].start(m_options.port, m_options.tls, m_options.paths.front()))
        m_clients.watch(index);
    else
        ++m_failed;
}

bool ChurnRun::run()
{
    using Clock = std::chrono::steady_clock;
    if (!m_clients.isValid())
        return false;
    std::uint64_t completeBefore = 0;
    std::chrono::nanoseconds cpuBefore{};
    Clock::time_point begin = Clock::now();
    const Clock::time_point warm = begin + m_options.warmUp;
    const Clock::time_point end = warm + m_options.duration;
    for (size_t i = 0; i < m_clients.size(); ++i)
        start(i);
    for (bool measuring = false;;) {
        const Clock::time_point now = Clock::now();
        if (now >= end)
            break;
        if (!measuring && now >= warm) {
            measuring = true;
            begin = now;
            completeBefore = m_complete;
            cpuBefore = m_server.cpuTime();
        }
        m_clients.turn(10ms, *this, [this](size_t index, bool alive) {
            if (std::exchange(m_openedNow, false) && alive) {
                m_clients[index].close();
                m_clients.watch(index);
            }
            if (std::exchange(m_closedNow, false))
                m_isClosed[index] = true;
            if (alive)
                return;
            ++(m_isClosed[index] ? m_complete : m_failed);
            m_isClosed[index] = false;
            start(index);
        });
    }
    m_cpu = m_server.cpuTime() - cpuBefore;
    m_complete -= completeBefore;
    m_seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return m_complete > 0;
}

std::string ChurnRun::report() const
{
    const double microseconds = std::chrono::duration<double, std::micro>(m_cpu).count();
    const double complete = double(std::max<std::uint64_t>(m_complete, 1));
    return "{\"connections\":" + std::to_string(m_complete)
           + ",\"failed\":" + std::to_string(m_failed) + ",\"seconds\":" + decimal(m_seconds)
           + ",\"perSecond\":" + decimal(double(m_complete) / m_seconds)
           + ",\"serverCpuMicroseconds\":" + decimal(microseconds)
           + ",\"serverCpuPerConnection\":" + decimal(microseconds / complete) + "}";
}

} // namespace Signalbox::Load
