#include "churnrun.h"

#include "jsontext.h"

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace Signalbox::Load {

namespace {
constexpr int MaxOpening = 128; // of those that stay: enough to keep a server busy
}

ChurnRun::ChurnRun(const LoadOptions &options)
    : m_options(options)
    , m_server(options.server)
    , m_clients(size_t(options.clients))
    , m_isClosed(size_t(options.clients))
    , m_states(size_t(options.clients))
{
}

void ChurnRun::start(size_t index)
{
    if (m_clients[index].start(m_options.port, m_options.tls,
                               m_options.paths[index % m_options.paths.size()])) {
        m_clients.watch(index);
        setState(index, State::Opening);
    } else {
        ++m_failed;
    }
}

void ChurnRun::setState(size_t index, State state)
{
    m_opening += (state == State::Opening ? 1 : 0) - (m_states[index] == State::Opening ? 1 : 0);
    m_states[index] = state;
}

/// Those that stay come in little by little: a crowd that is there before the measuring begins.
void ChurnRun::startMore()
{
    const int most = m_options.replace > 0 ? MaxOpening : m_options.clients;
    while (m_started < m_clients.size() && m_opening < most)
        start(m_started++);
}

void ChurnRun::leave(size_t index)
{
    setState(index, State::Leaving);
    m_clients[index].close();
    m_clients.watch(index);
}

void ChurnRun::replaceSome(Clock::time_point now)
{
    if (m_options.replace == 0 || m_started < m_clients.size())
        return;
    if (m_replacingSince == Clock::time_point())
        m_replacingSince = now;
    const auto due = std::uint64_t(std::chrono::duration<double>(now - m_replacingSince).count()
                                   * m_options.replace);
    for (; m_replaced < due; ++m_replaced) {
        if (m_states[m_next] == State::Open)
            leave(m_next);
        m_next = (m_next + 1) % m_clients.size();
    }
}

void ChurnRun::served(size_t index, bool alive)
{
    if (std::exchange(m_openedNow, false) && alive) {
        setState(index, State::Open);
        if (m_options.replace == 0)
            leave(index);
    }
    if (std::exchange(m_closedNow, false))
        m_isClosed[index] = true;
    if (alive)
        return;
    ++(m_isClosed[index] ? m_complete : m_failed);
    m_isClosed[index] = false;
    setState(index, State::Gone);
    start(index);
}

bool ChurnRun::run()
{
    if (!m_clients.isValid())
        return false;
    std::uint64_t completeBefore = 0;
    std::chrono::nanoseconds cpuBefore{};
    Clock::time_point begin = Clock::now();
    const Clock::time_point warm = begin + m_options.warmUp;
    const Clock::time_point end = warm + m_options.duration;
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
        startMore();
        replaceSome(now);
        m_clients.turn(10ms, *this, [this](size_t index, bool alive) { served(index, alive); });
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
