#pragma once

#include <QtGlobal>

class QLocalSocket;

namespace Signalbox {

/// Whether the other end of a connected local socket is a process of the user that we are; where
/// the system tells processes only, whether it is `process`, if that is known (not 0). False also:
/// the system does not say.
bool isOwnUser(const QLocalSocket &socket, qint64 process);

} // namespace Signalbox
