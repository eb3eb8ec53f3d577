#pragma once

namespace Signalbox {

/// Settles how the system treats this process, before it makes its first file: what it makes is for
/// its user only, and a write beyond a file-size limit or to a closed pipe is an error like others,
/// not the end.
void settleProcess();

} // namespace Signalbox
