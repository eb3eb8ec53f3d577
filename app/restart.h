#pragma once

namespace Signalbox {

/// Puts this program, with `--headless` added to its arguments, in the place of this process.
/// Returns only when that cannot be done. `argv` as main() got it.
void restartHeadless(char **argv);

} // namespace Signalbox
