#include "core/net/epolldispatcher.h"
#include "core/net/socketdispatcher.h"

#include <QLoggingCategory>

namespace Signalbox {

namespace {
Q_LOGGING_CATEGORY(lcDispatcher, "signalbox.dispatcher")
}

std::unique_ptr<QAbstractEventDispatcher> makeSocketDispatcher()
{
    const QByteArray wanted = qgetenv("SIGNALBOX_DISPATCHER");
    if (wanted == "qt")
        return nullptr;
    if (!wanted.isEmpty() && wanted != "epoll")
        qCWarning(lcDispatcher, "SIGNALBOX_DISPATCHER is neither qt nor epoll: taking epoll");
    auto dispatcher = std::make_unique<EpollDispatcher>();
    if (!dispatcher->isValid()) {
        qCWarning(lcDispatcher, "no descriptor is left for epoll: taking Qt's own dispatcher");
        return nullptr;
    }
    return dispatcher;
}

} // namespace Signalbox
