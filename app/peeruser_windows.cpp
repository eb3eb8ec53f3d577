#include "app/peeruser.h"

#include <QLocalSocket>

#include <windows.h>

namespace Signalbox {

bool isOwnUser(const QLocalSocket &socket, qint64 process)
{
    if (process == 0) // a server's end, which its access list lets nobody else open
        return true;
    ULONG server = 0;
    return ::GetNamedPipeServerProcessId(HANDLE(socket.socketDescriptor()), &server)
           && qint64(server) == process;
}

} // namespace Signalbox
