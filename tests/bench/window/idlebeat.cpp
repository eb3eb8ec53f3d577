#include "idlebeat.h"

#include <algorithm>

namespace Signalbox {

void IdleBeat::start()
{
    m_stalls.clear();
    m_thread = std::jthread([this](const std::stop_token &stop) { beat(stop); });
}

void IdleBeat::stop()
{
    m_thread = {}; // asks it to stop, and waits for it
}

void IdleBeat::beat(const std::stop_token &stop)
{
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::duration<float, std::milli>;
    for (Clock::time_point due = Clock::now() + Heartbeat::Beat; !stop.stop_requested();
         due = Clock::now() + Heartbeat::Beat) {
        std::this_thread::sleep_until(due);
        m_stalls.push_back(std::max(0.0F, Milliseconds(Clock::now() - due).count()));
    }
}

} // namespace Signalbox
