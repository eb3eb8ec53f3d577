#include "core/net/descriptors.h"

#include <winsock2.h>

namespace Signalbox {

// Windows gives sockets until memory runs out.
void raiseDescriptorLimit() {}

int descriptorLimit()
{
    return 0;
}

DescriptorRoom descriptorRoom(qintptr)
{
    return DescriptorRoom::Plenty;
}

void answerAndClose(qintptr descriptor, const QByteArray &answer)
{
    ::send(SOCKET(descriptor), answer.constData(), int(answer.size()), 0);
    ::closesocket(SOCKET(descriptor));
}

} // namespace Signalbox
