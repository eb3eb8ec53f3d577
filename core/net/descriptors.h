#pragma once

#include <QByteArray>
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
/// next. Costs one system call.
DescriptorRoom descriptorRoom(qintptr newest);
/// Sends what the system takes at once, and closes.
void answerAndClose(qintptr descriptor, const QByteArray &answer);

} // namespace Signalbox
