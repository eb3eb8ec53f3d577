#pragma once

namespace Signalbox {

/// Has the memory of large messages go back to the system when they are gone. glibc raises the size
/// from which a block is a mapping of its own as such blocks come and go, up to 32 MiB; then a
/// burst of messages stays in the process for good. Before the first thread starts.
void giveLargeBlocksBack();

} // namespace Signalbox
