#pragma once

#include "core/net/deadline.h"
#include "core/net/endpointcontext.h"
#include "core/net/framereader.h"
#include "core/net/prefetch.h"
#include "core/net/ratebucket.h"
#include "core/net/readturns.h"
#include "core/net/secondcounter.h"
#include "core/net/wire.h"
#include "core/values/logentry.h"

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
    /// It broke the protocol or a limit.
    virtual void linkFailed(quint16 code, const QString &problem, Why why) = 0;
    virtual void linkDrained() = 0;
    virtual void linkTimedOut() = 0; ///< it did not answer our close frame in time
    virtual void linkGone(const QString &why) = 0; ///< the last call
};

/// A WebSocket on a Wire, from the end of its handshake on: checks and joins frames, answers pings,
/// carries out the closing. Signals go past it, straight to the wire. Lives in its shard's thread;
/// must not be deleted while it calls its user.
class Link final : private WireUser
{
    Q_DISABLE_COPY_MOVE(Link)
public:
    /// Owns the wire. `early`: what came behind the upgrade request. `encoding`: what has
    /// been agreed on. `turns`: the shard's.
    Link(Wire *wire, LinkUser *user, const QByteArray &early, const FrameReader::Limits &limits,
         Encoding encoding, ReadTurns *turns, DeadlineWheel *wheel);
    ~Link() override;

    /// Begins to read frames, those that came early first.
    void start();
    /// Whose times and rates are watched; it outlives the link. Before start().
    void setEndpoint(const EndpointContext *endpoint);
    quint64 bytesRead() const { return m_bytesRead; } ///< from the network, frame heads and all
    int framesOfMessage() const { return m_reader.frames(); } ///< of the last one
    Wire *wire() const { return m_wire.get(); }
    /// What wire() and encoding() look at.
    void prefetchHead() const
    {
        prefetch(&m_wire);
        prefetch(&m_encoding);
    }
    Encoding encoding() const { return m_encoding; }
    void ping(const QByteArray &payload);
    /// Sends a close frame, behind what waits, and ends the connection when the peer has answered,
    /// or when its time is up. The code is one that may be sent, the reason at most 123 bytes.
    void close(quint16 code, const QString &reason);
    bool isClosing() const { return m_closed; }
    /// How long no whole frame has come, of whatever kind; the handshake counts as one. Not counted
    /// is time in which this thread stood still.
    std::chrono::milliseconds silence() const
    {
        return DeadlineWheel::Tick * (m_messageDeadline.ticks() - m_heardAt);
    }
    /// Ends the connection now, without a close frame.
    void cut(const QString &why);

private:
    class Rest;

    void wireReadable() override;
    void wireDrained() override;
    void wireGone(const QString &why) override;
    void turnCame();
    void consume(QByteArrayView input);
    qsizetype consumeSome(QByteArrayView input);
    bool mustWait() const
    {
        return m_encoding != Encoding::Plain && m_turns->isOver() && !m_closed;
    }
    void takeMessage(bool binary);
    void handle(FrameReader::Event event, bool isLast); ///< of what has been read so far
    void passClose(const QByteArray &payload);
    void finishWith(const QByteArray &last);
    void endMessage();
    void note(Peak peak, std::chrono::milliseconds time);
    void flood(Why why, const QString &problem);
    void floodOfBytes();
    qint64 byteBurst() const;
    bool mayTake(qint64 bytes);
    void sendPong();

    std::unique_ptr<Wire> m_wire;
    LinkUser *m_user;
    ReadTurns *m_turns;
    std::unique_ptr<Rest> m_rest; ///< read already, but not looked at yet
    QByteArray m_pong; ///< payload of the newest ping not answered yet
    FrameReader m_reader;
    Deadline m_messageDeadline;
    Deadline m_closeDeadline;
    const EndpointContext *m_endpoint = nullptr;
    RateBucket m_bytes{0};
    RateBucket m_pings{0};
    SecondCounter m_pingsInSecond;
    quint64 m_bytesRead = 0;
    quint32 m_heardAt = 0; ///< the tick of the last read with a whole frame
    Encoding m_encoding;
    bool m_started = false;
    bool m_pongOwed = false;
    bool m_peerClosed = false; ///< its close frame has come, or it failed: nothing more is read
    bool m_failed = false; ///< it broke the protocol or a limit, and may still be sending
    bool m_floods = false; ///< it sent so much that it gets little time to read our last words
    bool m_closed = false; ///< our close frame is on its way
    bool m_gone = false;
};

} // namespace Signalbox
