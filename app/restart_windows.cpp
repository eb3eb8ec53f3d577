#include "app/restart.h"

namespace Signalbox {

void restartHeadless(char **)
{
    // there is always a screen, and a console program would need another console
}

} // namespace Signalbox
