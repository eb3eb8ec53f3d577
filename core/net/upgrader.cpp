#include "core/net/upgrader.h"

#include "core/net/request.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>
#include <cstring>

namespace Signalbox {

namespace {

/// What QWebSocketServer is to read: nothing that the gate has not looked at.
QByteArray cleanRequest(const Request &request)
{
    QByteArray out =
        "GET " + request.target + " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    for (const QByteArray name : {"Host", "Sec-WebSocket-Version", "Sec-WebSocket-Key"})
        out += name + ": " + request.field(name) + "\r\n";
    return out + "\r\n";
}

/// To Qt a connected socket that brings one request.
class RequestSocket final : public QTcpSocket
{
public:
    explicit RequestSocket(const QByteArray &request)
        : m_request(request)
    {
        setSocketState(ConnectedState);
        setOpenMode(QIODevice::ReadWrite | QIODevice::Unbuffered);
    }

    /// Takes what was written so far; what comes later is not kept.
    QByteArray takeAnswer()
    {
        m_taken = true;
        return std::exchange(m_answer, {});
    }
    qint64 bytesAvailable() const override { return m_request.size(); }
    void disconnectFromHost() override { close(); }
    void close() override { QIODevice::close(); }

protected:
    qint64 readData(char *to, qint64 size) override
    {
        const qint64 n = std::min<qint64>(size, m_request.size());
        if (n <= 0)
            return n; // Qt asks for nothing, with no place for it
        std::memcpy(to, m_request.constData(), size_t(n));
        m_request.remove(0, n);
        return n;
    }
    qint64 skipData(qint64 size) override
    {
        const qint64 n = std::min<qint64>(size, m_request.size());
        m_request.remove(0, n);
        return n;
    }
    qint64 readLineData(char *to, qint64 size) override
    {
        const qsizetype end = m_request.indexOf('\n');
        return readData(to, end < 0 ? size : std::min<qint64>(size, end + 1));
    }
    qint64 writeData(const char *from, qint64 size) override
    {
        if (!m_taken)
            m_answer.append(from, size);
        return size;
    }

private:
    QByteArray m_request;
    QByteArray m_answer;
    bool m_taken = false;
};

} // namespace

Upgrader::Upgrader(const QString &serverName, QObject *parent)
    : m_server(new QWebSocketServer(serverName, QWebSocketServer::NonSecureMode, parent))
{
}

QByteArray Upgrader::answer(const Request &request, const QByteArray &extensions)
{
    const QPointer<RequestSocket> socket = new RequestSocket(cleanRequest(request));
    m_server->handleConnection(socket);
    // Qt puts off the reading, as it would for a TLS socket: it is done now.
    QCoreApplication::sendPostedEvents(socket, QEvent::MetaCall);
    QCoreApplication::sendPostedEvents(m_server, QEvent::MetaCall);
    const QWebSocket *upgraded = m_server->nextPendingConnection();
    QByteArray answer = upgraded ? socket->takeAnswer() : QByteArray();
    socket->takeAnswer(); // a QWebSocket that goes says good-bye
    delete upgraded;
    delete socket; // unless it went with it
    if (!answer.isEmpty() && !extensions.isEmpty())
        answer.insert(answer.size() - 2, "Sec-WebSocket-Extensions: " + extensions + "\r\n");
    return answer;
}

} // namespace Signalbox
