#pragma once

#include "heartbeat.h"

#include <stop_token>
#include <thread>

namespace Signalbox {

/// The heartbeat of a thread that does nothing else, as a floor: how late the machine itself is,
/// however little a thread wants of it.
class IdleBeat final
{
public:
    void start();
    void stop();
    Heartbeat::Summary stalls() const { return Heartbeat::summaryOf(m_stalls); } ///< after stop()

private:
    void beat(const std::stop_token &stop);

    std::vector<float> m_stalls; ///< milliseconds, one for each beat
    std::jthread m_thread;
};

} // namespace Signalbox
