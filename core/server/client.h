#pragma once

#include "core/net/endpointcontext.h"
#include "core/net/link.h"
#include "core/values/closecode.h"
#include "core/values/logentry.h"

#include <memory>

namespace Signalbox {

class Client;
struct ClientRoute;

/// Whom clients tell: their shard.
class ClientUser
{
public:
    virtual ~ClientUser() = default;
    virtual void clientSent(Client *client, QByteArray &&message, bool binary) = 0;
    virtual void clientChanged(Client *client) = 0; ///< its counters; called often, must be cheap
    /// It is about to be closed: the last moment to send it what is meant for it already.
    virtual void clientEnding(Client *client) = 0;
    virtual void clientClosing(Client *client, Why why, const QString &detail) = 0;
    /// It did too much, or took too little: `count` messages were left out since the last call.
    virtual void clientExceeded(Client *client, Why why, quint32 count, const QString &detail) = 0;
    virtual void queuesFull() = 0; ///< too much waits, over all clients
    virtual void clientGone(Client *client) = 0; ///< the last call
};

/// One connected peer: its link, its counters, and the limits that watch over it. Lives in its
/// shard's thread; deletes itself some time after clientGone().
class Client final : public QObject, private LinkUser
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Client)
public:
    /// `wire`: after its handshake; `early`: what came behind the request; `encoding`: what has
    /// been agreed on; `turns`: the shard's.
    Client(ClientInfo &&info, std::shared_ptr<const EndpointContext> endpoint, Seat seat,
           Wire *wire, const QByteArray &early, Encoding encoding, ReadTurns *turns,
           ClientUser *user, DeadlineWheel *wheel, QObject *parent);

    const ClientInfo &info() const { return *m_info; }
    /// As in its ClientInfo, but made only once.
    const QString &displayName() const;
    const EndpointContext &endpoint() const { return *m_endpoint; }
    ClientStats stats() const;
    quint64 queuedBytes() const { return quint64(m_link.wire()->queuedBytes()); }

    Encoding encoding() const { return m_link.encoding(); }

    /// Begins to read, and to ping.
    void start();
    /// What became of this copy, of which `sent` bytes have gone by sendNow(). Closes the client
    /// when its queue would pass a limit. `place`: its own in the frame's receipts.
    Wire::Written send(const FrameRef &frame, qint64 sent = 0, quint32 place = Receipts::NoPlace);
    /// Hands over whole frames as far as the system takes them at once; nothing while something
    /// waits. How many bytes that were; -1: the connection is broken.
    qint64 sendNow(std::span<const QByteArrayView> blocks)
    {
        return m_link.wire()->writeNow(blocks);
    }
    /// Both together: what it takes to send to this client comes into the cache meanwhile. The
    /// second some time after the first, which it builds on.
    void prefetch() const;
    void prefetchWire() const { m_link.wire()->prefetchHead(); }
    /// Counts frames that have gone by sendNow().
    void countSent(size_t frames, qint64 payloadBytes);
    void close(quint16 code, const QString &reason, Why why, ClosedBy by,
               const QString &detail = {});
    void ping();
    /// Ends the connection now, without a close frame.
    void cut() { m_link.cut({}); }
    void countRefused() { ++m_stats.refused; }
    bool isClosing() const { return m_closing; }
    std::chrono::milliseconds oldestQueued() const { return m_link.wire()->oldestQueued(); }
    int queuedMessages() const { return m_link.wire()->queuedFrames(); }
    quint64 bytesRead() const { return m_link.bytesRead(); } ///< from the network
    /// How it ended; complete when clientGone() is called.
    const ClientLeft &ending() const { return m_ending; }

    // Places in the shard's lists, so that leaving them needs no search.
    size_t indexInAll = 0;
    size_t indexOnPath = 0;
    size_t indexInGroup = 0;
    std::shared_ptr<const ClientRoute> route; ///< null: the default rule; set by the shard
    size_t share = 0; ///< of what Deliveries sends
    quint64 messagesAtLook = 0; ///< its counters at the shard's last look
    quint64 bytesAtLook = 0;
    bool isDirty = false; ///< counters changed since the last look

private:
    void linkReceived(QByteArray &&message, bool binary) override;
    void linkPonged(const QByteArray &payload) override;
    void linkClosed(quint16 code, const QString &reason) override;
    void linkFailed(quint16 code, const QString &problem, Why why) override;
    void linkDrained() override;
    void linkTimedOut() override;
    void linkGone(const QString &why) override;
    void heartbeat();
    void tooOld();
    void changed();
    /// What is left out, told once a second.
    struct Excess
    {
        std::chrono::steady_clock::time_point since; ///< it has not stopped for a second since then
        std::chrono::steady_clock::time_point last;
        std::chrono::steady_clock::time_point told;
        quint32 count = 0; ///< since it was told
    };
    bool mayTake(); ///< a message of the client
    bool makeRoom(qsizetype size);
    void countDropped();
    using Detail = QString (Client::*)() const; ///< made only when it is told
    void countExcess(std::unique_ptr<Excess> &excess, Why why, Detail detail);
    void tellExcess(const std::unique_ptr<Excess> &excess, Why why, Detail detail);
    QString messagesDetail() const;
    QString queueDetail() const; ///< the limit that its queue has reached
    std::chrono::milliseconds untilIdle() const;
    void beat(std::chrono::milliseconds after);

    /// Apart: glibc tidies its heap up for every object that is larger than 1,032 bytes.
    std::unique_ptr<const ClientInfo> m_info;
    mutable QString m_displayName;
    std::shared_ptr<const EndpointContext> m_endpoint;
    Seat m_seat; ///< among those of the endpoint
    Link m_link;
    ClientUser *m_user;
    ClientStats m_stats;
    ClientLeft m_ending;
    Deadline m_heartbeat; ///< next ping, or the last moment for its pong
    Deadline m_queueAge;
    std::chrono::steady_clock::time_point m_pingedAt;
    std::chrono::steady_clock::time_point m_lastMessage; ///< kept if idle clients have to go
    RateBucket m_messages;
    std::unique_ptr<Excess> m_tooMany; ///< messages of the client; null: never
    std::unique_ptr<Excess> m_dropped; ///< messages for the client; null: never
    quint32 m_pingNumber = 0;
    bool m_awaitingPong = false;
    bool m_closing = false;
};

} // namespace Signalbox
