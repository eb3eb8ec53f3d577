#include "core/net/handshake.h"

#include "core/net/request.h"

#include <QCryptographicHash>

namespace Signalbox {

QByteArray handshakeAnswer(const Request &request, const QByteArray &extensions)
{
    const QByteArray key =
        request.field("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const QByteArray accept = QCryptographicHash::hash(key, QCryptographicHash::Sha1).toBase64();
    static const QByteArray Before = "HTTP/1.1 101 Switching Protocols\r\n"
                                     "Upgrade: websocket\r\n"
                                     "Connection: Upgrade\r\n"
                                     "Sec-WebSocket-Accept: ";
    const QByteArray agreed =
        extensions.isEmpty() ? QByteArray() : "Sec-WebSocket-Extensions: " + extensions + "\r\n";
    return Before + accept + "\r\n" + agreed + "\r\n";
}

} // namespace Signalbox
