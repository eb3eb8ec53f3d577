#pragma once

namespace Signalbox {

/// The argument that makes the program a script process instead of a server.
inline constexpr const char *ScriptWorkerArgument = "--script-worker";

/// Whether the program was started as a script process.
bool isScriptWorker(int argc, char **argv);

/// The life of a script process: takes scripts and events from standard input, gives what they ask
/// for on standard output, and ends with its input. Has no other way to the world, a limit on its
/// memory and on the time of each run. Call it before anything else in main(); returns the exit
/// status.
int runScriptWorker(int argc, char **argv);

} // namespace Signalbox
