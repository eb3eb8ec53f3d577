#pragma once

namespace Signalbox {

class Server;
struct EndpointStatus;

/// Says on standard output where the server listens: one line `listening URL` per running endpoint,
/// then `ready`.
void printReady(const Server &server);

/// From now on says so, too, when an endpoint begins to listen: on another port than it was to, or
/// when the operator starts it.
void printLaterListening(const Server &server);

/// From now on says on standard error when the log on disk cannot be written, and when it can
/// again.
void printJournalTrouble(const Server &server);

/// Says on standard error which endpoints could not start, and why. True: all of them run.
bool printFailures(const Server &server);
/// Says on standard error why this endpoint does not run.
void printFailure(const EndpointStatus &status);

} // namespace Signalbox
