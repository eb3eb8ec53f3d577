#include "core/server/serverstate.h"

namespace Signalbox {

WallTime wallTimeNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

} // namespace Signalbox
