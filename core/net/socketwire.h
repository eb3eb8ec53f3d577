#pragma once

#include "core/net/wire.h"

#include <QAbstractSocket>

class QTcpSocket;
class QTimer;

namespace Signalbox {

/// A connection on a Qt socket: TLS everywhere, plain where there is no PlainWire. No more than 64
/// KiB wait inside Qt; the rest waits in our queue, where it can be counted.
class SocketWire final : public Wire
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SocketWire)
public:
    /// Takes the connected (and, for TLS, encrypted) socket.
    SocketWire(QTcpSocket *socket, QObject *parent);

    qint64 read(char *to, qint64 size) override;
    bool announcesOnce() const override { return true; }
    void stopReading() override {} ///< a socket stops by itself when its buffer is full
    bool hasPeerEnded() const override;
    QString tlsVersion() const override;
    QHostAddress localAddress() const override;

protected:
    qint64 send(const char *from, qint64 size) override;
    qint64 sendBlocks(std::span<const QByteArrayView> blocks) override;
    void wantWritable(bool wanted) override;
    void endSending(Peer peer) override;
    void closeNow() override;

private:
    void failed(QAbstractSocket::SocketError error);
    void announce();
    void announceRoom();
    qint64 waitingInside() const;

    QTcpSocket *m_socket;
    QTimer *m_quiet = nullptr; ///< our side has ended; runs out when the peer has stopped sending
    bool m_announced = false;
    bool m_roomAnnounced = false;
};

} // namespace Signalbox
