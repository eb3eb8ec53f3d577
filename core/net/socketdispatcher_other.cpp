#include "core/net/socketdispatcher.h"

#include <QAbstractEventDispatcher>

namespace Signalbox {

std::unique_ptr<QAbstractEventDispatcher> makeSocketDispatcher()
{
    return nullptr;
}

} // namespace Signalbox
