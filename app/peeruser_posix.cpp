#include "app/peeruser.h"

#include <QLocalSocket>

#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

namespace Signalbox {

bool isOwnUser(const QLocalSocket &socket, qint64)
{
    const int descriptor = int(socket.socketDescriptor());
#ifdef SO_PEERCRED
    struct ucred peer
    {
    };
    socklen_t size = sizeof peer;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
           && peer.uid == ::geteuid();
#else
    uid_t user = 0;
    gid_t group = 0;
    return ::getpeereid(descriptor, &user, &group) == 0 && user == ::geteuid();
#endif
}

} // namespace Signalbox
