#pragma once

namespace Signalbox {

class Server;

/// Says on standard output where the server listens: one line `listening URL` per running endpoint,
/// then `ready`.
void printReady(const Server &server);

/// From now on says so, too, when an endpoint begins to listen: on another port than it was to, or
/// when the operator starts it.
void printLaterListening(const Server &server);

/// Says on standard error which endpoints could not start, and why. True: all of them run.
bool printFailures(const Server &server);

} // namespace Signalbox
