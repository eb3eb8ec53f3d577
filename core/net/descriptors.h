#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QtGlobal>

namespace Signalbox {

/// How many more descriptors (sockets, files) this process may open.
enum class DescriptorRoom : quint8 {
    Plenty,
    Scarce, ///< the rest is for files, scripts and the window: connections are turned away
    NearlyNone, ///< not even enough to turn them away gently
};

/// Lets this process open as many descriptors as the system allows it, at most 65,536.
void raiseDescriptorLimit();
int descriptorLimit(); ///< 0: there is none
/// Judged by the number of the descriptor made last, since the lowest free number is always taken
/// next. `limit`: what descriptorLimit() said lately.
DescriptorRoom descriptorRoom(qintptr newest, int limit);
/// Who is at the other end of a connection; IPv4 that comes by an IPv6 socket is IPv4. Null: it is
/// gone.
QHostAddress peerOf(qintptr descriptor);
/// Whether the peer has ended its side, or broken the connection, though it may have sent bytes
/// that have not been read yet. False where the system does not tell.
bool hasPeerEnded(qintptr descriptor);
/// Sends what the system takes at once, and closes.
void answerAndClose(qintptr descriptor, const QByteArray &answer);

} // namespace Signalbox
