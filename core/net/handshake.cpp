#include "core/net/handshake.h"

#include "core/net/request.h"

#include <QCryptographicHash>

namespace Signalbox {

QByteArray handshakeAnswer(const Request &request, const QByteArray &extensions)
{
    const QByteArray key =
        request.field("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const QByteArray accept = QCryptographicHash::hash(key, QCryptographicHash::Sha1).toBase64();
    return "HTTP/1.1 101 Switching Protocols\r\n"
           "Upgrade: websocket\r\n"
           "Connection: Upgrade\r\n"
           "Sec-WebSocket-Accept: "
           + accept + "\r\n"
           + (extensions.isEmpty() ? QByteArray()
                                   : "Sec-WebSocket-Extensions: " + extensions + "\r\n")
           + "\r\n";
}

} // namespace Signalbox
