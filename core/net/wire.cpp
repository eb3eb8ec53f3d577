#include "core/net/wire.h"

#include "core/net/banlist.h"

#include <algorithm>

namespace Signalbox {

using SteadyClock = std::chrono::steady_clock;

namespace {
constexpr qint64 PlaceBytes = 64; // what a place in a queue takes besides the message
}

Wire::~Wire()
{
    dropQueue();
}

qint64 Wire::writeNow(std::span<const QByteArrayView> blocks)
{
    if (!m_open || m_finishing)
        return -1;
    if (m_queue)
        return 0;
    return blocks.size() == 1 ? send(blocks[0].data(), blocks[0].size()) : sendBlocks(blocks);
}

Wire::Written Wire::write(const QByteArray &bytes, const FrameRef &frame, qint64 sent,
                          quint32 place)
{
    if (!m_open || m_finishing)
        return Written::Failed;
    const bool first = !m_queue;
    if (first) {
        if (sent == 0)
            sent = send(bytes.constData(), bytes.size());
        if (sent < 0)
            return Written::Failed; // the reading side tells
        if (sent == bytes.size())
            return Written::Sent;
        m_queue = std::make_unique<std::deque<Waiting>>();
        m_offset = sent;
    }
    m_queue->push_back({bytes, frame, SteadyClock::now(), place});
    enterBudget(m_queue->back());
    m_queuedBytes += bytes.size() - sent;
    if (first)
        wantWritable(true);
    return Written::Queued;
}

void Wire::finish(Peer peer)
{
    if (!m_open || m_finishing)
        return;
    m_finishing = true;
    m_peer = peer;
    if (!m_queue)
        endSending(m_peer);
}

void Wire::finishWith(const QByteArray &last, Peer peer)
{
    if (!m_open || m_finishing)
        return;
    qint64 sent = 0;
    const bool atOnce = peer == Peer::Done && !m_queue && mayCloseNow();
    if (atOnce && !last.isEmpty())
        sent = std::max<qint64>(sendBeforeClose(last.constData(), last.size()), 0);
    if (atOnce && sent == last.size()) {
        m_finishing = true;
        closeNow();
        QMetaObject::invokeMethod(
            this, [this] { broken({}); }, Qt::QueuedConnection);
        return;
    }
    if (sent < last.size())
        write(last, nullptr, sent);
    finish(peer);
}

void Wire::abort()
{
    if (!m_open)
        return;
    m_open = false;
    m_user = nullptr;
    dropQueue();
    closeNow();
}

bool Wire::dropOldest()
{
    if (!m_queue || m_sending)
        return false;
    const auto first = m_queue->begin() + (m_offset > 0 ? 1 : 0);
    const auto found = std::find_if(
        first, m_queue->end(), [](const Waiting &waiting) { return waiting.frame != nullptr; });
    if (found == m_queue->end())
        return false;
    leaveBudget(*found);
    found->frame->countLost(found->place, Receipt::Dropped);
    m_queuedBytes -= found->bytes.size();
    m_queue->erase(found);
    if (m_queue->empty()) {
        m_queue.reset();
        wantWritable(false);
    }
    return true;
}

// The same whichever encoding waits: the last that leaves may be another than the first.
qint64 Wire::sizeOf(const Waiting &waiting)
{
    return waiting.frame ? waiting.frame->bytes.size() : waiting.bytes.size();
}

// A signal counts in the first queue it enters, until it leaves the last.
void Wire::enterBudget(const Waiting &waiting)
{
    if (!m_budget)
        return;
    const bool isShared =
        waiting.frame && waiting.frame->queues.fetch_add(1, std::memory_order_relaxed) > 0;
    m_budget->add(PlaceBytes + (isShared ? 0 : sizeOf(waiting)));
}

void Wire::leaveBudget(const Waiting &waiting)
{
    if (!m_budget)
        return;
    const bool isShared =
        waiting.frame && waiting.frame->queues.fetch_sub(1, std::memory_order_relaxed) > 1;
    m_budget->remove(PlaceBytes + (isShared ? 0 : sizeOf(waiting)));
}

std::chrono::milliseconds Wire::oldestQueued() const
{
    if (!m_queue)
        return std::chrono::milliseconds{0};
    return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now()
                                                                 - m_queue->front().since);
}

void Wire::readable()
{
    if (m_open && m_user)
        m_user->wireReadable();
}

void Wire::writable()
{
    if (!m_open || !m_queue || m_sending)
        return; // a TLS socket calls from inside send()
    m_sending = true;
    sendQueue();
    m_sending = false;
    if (!m_queue->empty())
        return;
    m_queue.reset();
    wantWritable(false);
    if (m_finishing)
        endSending(m_peer);
    if (m_user)
        m_user->wireDrained();
}

void Wire::sendQueue()
{
    while (!m_queue->empty()) {
        const Waiting &front = m_queue->front();
        const qint64 left = front.bytes.size() - m_offset;
        if (front.frame)
            front.frame->note(front.place, Receipt::Leaving);
        const qint64 sent = send(front.bytes.constData() + m_offset, left);
        if (sent < 0)
            return; // the reading side tells
        m_queuedBytes -= sent;
        if (sent < left) {
            if (front.frame)
                front.frame->note(front.place, Receipt::Waiting);
            if (sent == 0)
                return; // the system, or Qt, says when there is room
            m_offset += sent;
            continue;
        }
        if (front.frame)
            front.frame->countDone(front.place);
        leaveBudget(front);
        m_queue->pop_front();
        m_offset = 0;
    }
}

void Wire::broken(const QString &why)
{
    if (!m_open)
        return;
    m_open = false;
    dropQueue();
    closeNow();
    if (WireUser *user = std::exchange(m_user, nullptr))
        user->wireGone(why);
}

void Wire::setPeer(const QHostAddress &address, quint16 port)
{
    m_peerAddress = plainAddress(address);
    m_peerPort = port;
}

void Wire::dropQueue()
{
    if (!m_queue)
        return;
    for (const Waiting &waiting : *m_queue) {
        leaveBudget(waiting);
        if (waiting.frame)
            waiting.frame->countLost(waiting.place, Receipt::Left);
    }
    m_queue.reset();
    m_queuedBytes = 0;
    m_offset = 0;
}

} // namespace Signalbox
