#include "app/process.h"

namespace Signalbox {

void settleProcess()
{
    // files take their rights from their folder, and there are no such signals
}

} // namespace Signalbox
