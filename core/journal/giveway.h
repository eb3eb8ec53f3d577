#pragma once

namespace Signalbox {

/// The calling thread lets others go first from now on where the machine is busy: what it does for
/// the log on disk can wait a while, server and window cannot. QThread::LowPriority would do, but
/// means nothing to Linux's usual scheduler, which only knows niceness.
void giveWay();

} // namespace Signalbox
