#pragma once

#include <memory>

class QAbstractEventDispatcher;

namespace Signalbox {

/// The event dispatcher for a thread that holds thousands of sockets; null where Qt's own is the
/// best there is, or when the environment says SIGNALBOX_DISPATCHER=qt. To be given to
/// QThread::setEventDispatcher().
std::unique_ptr<QAbstractEventDispatcher> makeSocketDispatcher();

} // namespace Signalbox
