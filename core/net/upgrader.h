#pragma once

#include <QByteArray>
#include <QString>

class QObject;
class QWebSocketServer;

namespace Signalbox {

struct Request;

/// Lets Qt's QWebSocketServer answer upgrade requests. It sees a request that the gate has checked,
/// on a socket that exists in memory for that long only; its QWebSocket goes at once. The
/// connection itself it never sees: QWebSocket of Qt 6.4 takes unmasked frames, refuses legal
/// fragments, and queues pongs and sends without bound; and it would keep 20 KiB for each client,
/// its socket's buffer included. Lives in its shard's thread.
class Upgrader
{
    Q_DISABLE_COPY_MOVE(Upgrader)
public:
    /// Makes a QWebSocketServer that is a child of `parent` and moves with it.
    Upgrader(const QString &serverName, QObject *parent);

    /// The whole answer, "HTTP/1.1 101 …" and its fields. Empty: Qt would not upgrade this.
    /// `extensions`: those that have been agreed on, as the answer has to say it.
    QByteArray answer(const Request &request, const QByteArray &extensions = {});

private:
    QWebSocketServer *m_server;
};

} // namespace Signalbox
