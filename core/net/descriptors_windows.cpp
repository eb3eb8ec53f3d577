#include "core/net/banlist.h"
#include "core/net/descriptors.h"

#include <winsock2.h>

namespace Signalbox {

// Windows gives sockets until memory runs out.
void raiseDescriptorLimit() {}

int descriptorLimit()
{
    return 0;
}

DescriptorRoom descriptorRoom(qintptr, int)
{
    return DescriptorRoom::Plenty;
}

QHostAddress peerOf(qintptr descriptor)
{
    sockaddr_storage storage{};
    int size = sizeof storage;
    if (::getpeername(SOCKET(descriptor), reinterpret_cast<sockaddr *>(&storage), &size) != 0)
        return {};
    return plainAddress(QHostAddress(reinterpret_cast<const sockaddr *>(&storage)));
}

bool hasPeerEnded(qintptr)
{
    return false;
}

void answerAndClose(qintptr descriptor, const QByteArray &answer)
{
    ::send(SOCKET(descriptor), answer.constData(), int(answer.size()), 0);
    ::closesocket(SOCKET(descriptor));
}

} // namespace Signalbox
