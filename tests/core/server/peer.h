#pragma once

#include <QSslError>
#include <QTest>
#include <QWebSocket>

namespace Signalbox {

/// A WebSocket client on loopback that remembers what it got.
class Peer final : public QObject
{
public:
    explicit Peer(const QUrl &url)
    {
        connect(&m_socket, &QWebSocket::textMessageReceived, this,
                [this](const QString &text) { received << text; });
        connect(&m_socket, &QWebSocket::sslErrors, &m_socket,
                [this](const QList<QSslError> &) { m_socket.ignoreSslErrors(); });
        m_socket.open(url);
    }
    bool waitForOpen()
    {
        return QTest::qWaitFor(
            [this] { return m_socket.state() == QAbstractSocket::ConnectedState; });
    }
    bool isClosed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    void send(const QString &text) { m_socket.sendTextMessage(text); }
    QWebSocket &socket() { return m_socket; }

    QStringList received;

private:
    QWebSocket m_socket;
};

} // namespace Signalbox
