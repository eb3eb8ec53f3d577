#pragma once

#include "core/net/frame.h"
#include "core/net/prefetch.h"
#include "core/net/queuebudget.h"

#include <QByteArray>
#include <QHostAddress>
#include <QObject>

#include <chrono>
#include <deque>
#include <memory>
#include <span>

namespace Signalbox {

/// Who hears what happens on a Wire. Called from the event loop, never from inside a call to the
/// wire.
class WireUser
{
public:
    virtual ~WireUser() = default;
    virtual void wireReadable() = 0;
    virtual void wireDrained() = 0; ///< everything that waited has been handed to the system
    virtual void
    wireGone(const QString &why) = 0; ///< the connection is over; `why` is empty for an orderly end
};

/// One accepted connection as a byte stream, plain or TLS, with the queue of what the system did
/// not take at once. Frames are shared, not copied, into the queue. Lives in its shard's thread;
/// deleted only by deleteLater().
class Wire : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Wire)
public:
    enum class Written : quint8 { Sent, Queued, Failed };
    enum class Peer : quint8 { Done, MaySend }; ///< what is known of its side when ours ends

    ~Wire() override;

    void setUser(WireUser *user) { m_user = user; }
    /// Where what waits is counted; outlives the wire. Before anything waits.
    void setBudget(QueueBudget *budget) { m_budget = budget; }
    /// Bytes read; 0: none now; -1: the peer has ended its side, or the connection broke.
    virtual qint64 read(char *to, qint64 size) = 0;
    /// What comes from now on stays where it is. The end of the connection may go unnoticed.
    virtual void stopReading() = 0;
    Written write(const QByteArray &bytes) { return write(bytes, nullptr, 0); }
    /// `sent`: how many of its bytes have gone already, by writeNow(). `place`: this client's in
    /// the frame's receipts.
    Written write(const FrameRef &frame, Encoding encoding = Encoding::Plain, qint64 sent = 0,
                  quint32 place = Receipts::NoPlace)
    {
        return write(frame->bytesFor(encoding), frame, sent, place);
    }
    /// Hands over what the system takes of these blocks at once; nothing while something waits. How
    /// many bytes that were; -1: the connection is broken.
    qint64 writeNow(std::span<const QByteArrayView> blocks);
    /// Sends what waits, then ends our side (FIN, or TLS close_notify). Nothing can be written
    /// afterwards. A peer that may still be sending is read from for a while: to close in its face
    /// is a reset, and resets overtake our last words.
    void finish(Peer peer = Peer::Done);
    /// The same, with our last bytes before the end. When the peer has said its last and they can
    /// leave at once, they go in one packet with the FIN, and nobody waits for the peer's.
    void finishWith(const QByteArray &last, Peer peer = Peer::Done);
    /// Whether it may hold bytes that it has announced already and does not announce again.
    virtual bool announcesOnce() const { return false; }
    /// Whether the peer has ended its side, or broken the connection, though not all that it sent
    /// has been read. May cost a system call.
    virtual bool hasPeerEnded() const = 0;
    /// Ends the connection now; what waits is lost. No call to the user follows.
    void abort();

    /// Leaves out the signal that has waited longest, unless it has begun to leave. False: there is
    /// none.
    bool dropOldest();

    qint64 queuedBytes() const { return m_queuedBytes; }
    int queuedFrames() const { return m_queue ? int(m_queue->size()) : 0; }
    std::chrono::milliseconds oldestQueued() const; ///< 0: nothing waits
    bool isOpen() const { return m_open; }
    /// What writeNow() looks at.
    void prefetchHead() const { prefetch(this, 3 * CacheLine); }

    QHostAddress peerAddress() const { return m_peerAddress; }
    quint16 peerPort() const { return m_peerPort; }
    virtual QHostAddress localAddress() const = 0; ///< may cost a system call
    virtual QString tlsVersion() const { return {}; } ///< "TLS 1.3"; empty: plain

protected:
    explicit Wire(QObject *parent)
        : QObject(parent)
    {
    }

    /// Hands bytes over; how many were taken, 0 for none now, -1 when the connection is broken.
    virtual qint64 send(const char *from, qint64 size) = 0;
    virtual qint64 sendBlocks(std::span<const QByteArrayView> blocks) = 0;
    virtual void wantWritable(bool wanted) = 0;
    virtual void endSending(Peer peer) = 0;
    /// Whether closing now is no reset that overtakes what was sent: the last read took all there
    /// was.
    virtual bool mayCloseNow() const { return false; }
    /// Like send(), in front of closeNow(): the bytes may wait for that.
    virtual qint64 sendBeforeClose(const char *from, qint64 size) { return send(from, size); }
    virtual void closeNow() = 0;

    void readable();
    void writable(); ///< sends from the queue
    void broken(const QString &why);
    void setPeer(const QHostAddress &address, quint16 port);

private:
    struct Waiting
    {
        QByteArray bytes;
        FrameRef frame; ///< null for control frames and HTTP
        std::chrono::steady_clock::time_point since;
        quint32 place; ///< in the frame's receipts
    };
    Written write(const QByteArray &bytes, const FrameRef &frame, qint64 sent,
                  quint32 place = Receipts::NoPlace);
    void sendQueue();
    static qint64 sizeOf(const Waiting &waiting);
    void enterBudget(const Waiting &waiting);
    void leaveBudget(const Waiting &waiting);
    void dropQueue();

    WireUser *m_user = nullptr;
    QueueBudget *m_budget = nullptr;
    std::unique_ptr<std::deque<Waiting>> m_queue; ///< only while something waits
    qint64 m_offset = 0; ///< sent bytes of the queue's front
    qint64 m_queuedBytes = 0;
    QHostAddress m_peerAddress;
    quint16 m_peerPort = 0;
    bool m_open = true;
    bool m_finishing = false;
    Peer m_peer = Peer::Done;
    bool m_sending = false;
};

} // namespace Signalbox
