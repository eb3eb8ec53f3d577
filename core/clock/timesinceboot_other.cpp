#include "core/clock/systemtime.h"

namespace Signalbox {

std::chrono::microseconds timeSinceBoot()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace Signalbox
