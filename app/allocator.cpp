#include "app/allocator.h"

#ifdef __linux__
#include <malloc.h>
#endif

namespace Signalbox {

void giveLargeBlocksBack()
{
#ifdef __GLIBC__
    constexpr int Large = 256 * 1024; // more than what usual messages take: they stay fast
    constexpr int Slack = 4 * 1024 * 1024; // free memory that is kept at hand
    mallopt(M_MMAP_THRESHOLD, Large);
    mallopt(M_TRIM_THRESHOLD, Slack);
#endif
}

} // namespace Signalbox
