#pragma once

#include "core/net/deadline.h"
#include "core/net/framereader.h"
#include "core/net/wire.h"

#include <QTcpSocket>

namespace Signalbox {

/// Who gets what a Link has checked. Called from the event loop.
class LinkUser
{
public:
    virtual ~LinkUser() = default;
    virtual void linkReceived(QByteArray &&message, bool binary) = 0;
    virtual void linkPonged(const QByteArray &payload) = 0;
    virtual void linkClosed(quint16 code,
                            const QString &reason) = 0; ///< the peer sent a close frame
    virtual void linkFailed(quint16 code,
                            const QString &problem) = 0; ///< it broke the protocol or a limit
    virtual void linkDrained() = 0;
    virtual void linkTimedOut() = 0; ///< it did not answer our close frame in time
    virtual void linkGone(const QString &why) = 0;
};

/// What stands between a connection and its QWebSocket. To Qt it is a connected QTcpSocket that
/// brings one clean upgrade request and takes our close frame at the end. Everything between
/// goes past Qt: frames are checked and joined by a FrameReader and handed to the user; pings are
/// answered here; signals go straight to the wire. (QWebSocket of Qt 6.4 takes unmasked frames,
/// refuses legal fragments, and queues pongs and sends without bound.) Lives in its shard's thread;
/// deleted by deleteLater().
class Link final : public QTcpSocket, private WireUser
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Link)
public:
    /// `handshake`: a whole upgrade request for QWebSocketServer; `early`: bytes that came after
    /// it. Owns the wire. `scratch`: the shard's read buffer.
    Link(Wire *wire, const QByteArray &handshake, const QByteArray &early,
         const FrameReader::Limits &limits, QByteArray *scratch, DeadlineWheel *wheel,
         QObject *parent);
    ~Link() override;

    /// From now on `user` is told, first of all when the connection ends.
    void setUser(LinkUser *user) { m_user = user; }
    /// Begins to read frames, those that came early first. There is a user.
    void start();
    void setTimes(std::chrono::milliseconds message, std::chrono::milliseconds close);
    Wire *wire() const { return m_wire; }
    void ping(const QByteArray &payload);
    bool isClosing() const { return m_closed; }
    /// Ends the connection now, without a close frame.
    void cut(const QString &why);

    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override { return m_wire->queuedBytes(); }
    void disconnectFromHost() override { close(); }
    void close() override;

protected:
    qint64 readData(char *to, qint64 size) override;
    qint64 skipData(qint64 size) override;
    qint64 readLineData(char *to, qint64 size) override;
    qint64 writeData(const char *from, qint64 size) override;

private:
    void wireReadable() override;
    void wireDrained() override;
    void wireGone(const QString &why) override;
    void consume(QByteArrayView input);
    void handle(FrameReader::Event event);
    void passClose(const QByteArray &payload);
    void sendPong();
    void gone(const QString &why);

    Wire *m_wire;
    LinkUser *m_user = nullptr;
    QByteArray *m_scratch;
    QByteArray m_ready; ///< what the QWebSocket may read
    QByteArray m_early;
    QByteArray m_pong; ///< payload of the newest ping not answered yet
    FrameReader m_reader;
    Deadline m_messageDeadline;
    Deadline m_closeDeadline;
    std::chrono::milliseconds m_messageTime{30'000};
    std::chrono::milliseconds m_closeTime{5'000};
    bool m_started = false;
    bool m_pongOwed = false;
    bool m_peerClosed = false; ///< its close frame has come, or it failed: nothing more is read
    bool m_failed = false; ///< it does not know yet that nothing more is read
    bool m_closed = false; ///< the QWebSocket is done with us
    bool m_gone = false;
};

} // namespace Signalbox
