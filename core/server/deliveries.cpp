#include "core/server/deliveries.h"

#include <QAbstractEventDispatcher>

#include <algorithm>

namespace Signalbox {

namespace {
constexpr qint64 MaxWaiting = 256 * 1024; // of frames; more of them leave at once

bool goTogether(const Dispatch &a, const Dispatch &b)
{
    return !a.budget && !b.budget && !a.frame->receipts && !b.frame->receipts
           && a.target == b.target;
}

/// NoPlace: it has had its copy already, as when a target names it twice.
quint32 takePlace(QHash<const Client *, quint32> &places, const Client *client)
{
    const auto found = places.constFind(client);
    if (found == places.cend())
        return Receipts::NoPlace;
    const quint32 place = *found;
    places.erase(found);
    return place;
}

/// Why a client did not take a copy.
Receipt receiptOfFailure(const Client &client)
{
    return !client.isClosing() && client.queuedMessages() > 0 ? Receipt::Dropped : Receipt::Left;
}
} // namespace

Deliveries::Deliveries(ServerState *state, const Hub *hub, Finished finished, QObject *parent)
    : QObject(parent)
    , m_state(state)
    , m_hub(hub)
    , m_finished(std::move(finished))
{
}

void Deliveries::add(const std::shared_ptr<Dispatch> &dispatch)
{
    if (!m_watchesTurns) { // only in the shard's thread is there a dispatcher to ask
        m_watchesTurns = true;
        const QAbstractEventDispatcher *turns = QAbstractEventDispatcher::instance();
        // Which of the two comes at the end of a turn differs from dispatcher to dispatcher.
        connect(turns, &QAbstractEventDispatcher::awake, this, &Deliveries::flush);
        connect(turns, &QAbstractEventDispatcher::aboutToBlock, this, &Deliveries::flush);
    }
    m_waiting.push_back(dispatch);
    m_waitingBytes += dispatch->frame->bytes.size();
    if (m_waitingBytes > MaxWaiting)
        flush();
}

void Deliveries::flush()
{
    if (m_waiting.empty() || !m_leaving.empty())
        return; // called again from within: a client that is closed asks for it
    std::swap(m_waiting, m_leaving);
    m_waitingBytes = 0;
    pack();
    if (m_state->held.load(std::memory_order_relaxed)) {
        for (const auto &dispatch : m_leaving) {
            dispatch->held.store(true, std::memory_order_relaxed);
            if (dispatch->frame->receipts)
                dispatch->frame->receipts->addList(); // an empty one
        }
    } else {
        if (m_notes)
            noteRecipients();
        send();
        if (m_notes)
            noteLeftOut();
    }
    account();
    m_notes = false;
    m_parcels.clear();
    m_leaving.clear();
}

void Deliveries::pack()
{
    for (size_t first = 0; first < m_leaving.size();) {
        Parcel parcel{.first = first, .last = first};
        do {
            parcel.payloadBytes += m_leaving[parcel.last++]->frame->payload.size();
        } while (parcel.last < m_leaving.size()
                 && goTogether(*m_leaving[first], *m_leaving[parcel.last]));
        parcel.isNoted = m_leaving[first]->frame->receipts != nullptr;
        m_notes = m_notes || parcel.isNoted;
        first = parcel.last;
        m_parcels.push_back(std::move(parcel));
    }
}

/// Before any of them gets anything.
void Deliveries::noteRecipients()
{
    for (Parcel &parcel : m_parcels) {
        if (!parcel.isNoted)
            continue;
        Receipts &receipts = *m_leaving[parcel.first]->frame->receipts;
        m_hub->forEach(m_leaving[parcel.first]->target, [&](const Client *client) {
            if (!client->isClosing() && !parcel.places.contains(client))
                parcel.places.insert(client,
                                     receipts.enter(client->info().id, client->displayName()));
        });
        receipts.addList();
    }
}

/// Those who were closed while the others got theirs.
void Deliveries::noteLeftOut()
{
    for (Parcel &parcel : m_parcels) {
        for (const quint32 place : std::as_const(parcel.places)) {
            m_leaving[parcel.first]->frame->countLost(place, Receipt::Left);
            ++parcel.recipients;
        }
    }
}

const QByteArray &Deliveries::bytesOf(Parcel &parcel, Encoding encoding) const
{
    QByteArray &bytes = parcel.bytes[size_t(encoding)];
    if (!bytes.isEmpty())
        return bytes;
    qsizetype size = 0;
    for (size_t i = parcel.first; i < parcel.last; ++i)
        size += m_leaving[i]->frame->bytesFor(encoding).size();
    bytes = m_leaving[parcel.first]->frame->bytesFor(encoding); // shared, while it is alone
    if (parcel.last > parcel.first + 1)
        bytes.reserve(size);
    for (size_t i = parcel.first + 1; i < parcel.last; ++i)
        bytes += m_leaving[i]->frame->bytesFor(encoding);
    return bytes;
}

void Deliveries::send()
{
    if (m_parcels.size() == 1) {
        static constexpr size_t Only = 0;
        m_hub->forEach(m_leaving.front()->target, [this](Client *client) {
            if (mayGo(Only, client))
                sendTo(client, Parcels(&Only, 1));
        });
        return;
    }
    m_shareCount = 0;
    for (size_t i = 0; i < m_parcels.size(); ++i) {
        m_hub->forEach(m_leaving[m_parcels[i].first]->target, [this, i](Client *client) {
            if (!mayGo(i, client))
                return;
            if (client->share >= m_shareCount || m_shares[client->share].client != client) {
                if (m_shareCount == m_shares.size())
                    m_shares.emplace_back();
                client->share = m_shareCount++;
                m_shares[client->share].client = client;
                m_shares[client->share].parcels.clear();
            }
            m_shares[client->share].parcels.push_back(i);
        });
    }
    for (size_t i = 0; i < m_shareCount; ++i)
        sendTo(m_shares[i].client, m_shares[i].parcels);
}

bool Deliveries::mayGo(size_t parcel, const Client *client)
{
    if (client->isClosing())
        return false;
    DeliveryBudget *budget = m_leaving[m_parcels[parcel].first]->budget.get();
    if (!budget || budget->left.fetch_sub(1) > 0)
        return true;
    ++budget->cut;
    return false;
}

void Deliveries::sendTo(Client *client, Parcels parcels)
{
    if (client->isClosing()) // since a moment ago
        return;
    m_blocks.clear();
    qint64 size = 0;
    bool isNoted = false;
    for (const size_t i : parcels) {
        Parcel &parcel = m_parcels[i];
        ++parcel.recipients;
        isNoted = isNoted || parcel.isNoted;
        for (size_t at = parcel.first; at < parcel.last; ++at)
            if (LogEntry &entry = m_leaving[at]->sent; !entry.client.isNull())
                entry.clientName = client->displayName(); // the only one, on any shard
        const QByteArray &bytes = bytesOf(parcel, client->encoding());
        m_blocks.push_back(bytes);
        size += bytes.size();
    }
    if (isNoted)
        return sendOneByOne(client, parcels, 0);
    const qint64 sent = client->sendNow(m_blocks);
    if (sent != size)
        return sendOneByOne(client, parcels, std::max<qint64>(sent, 0));
    for (const size_t i : parcels) {
        Parcel &parcel = m_parcels[i];
        ++parcel.sent;
        client->countSent(parcel.last - parcel.first, parcel.payloadBytes);
    }
}

// Some of it has to wait, or the connection is broken: what becomes of each frame is told apart.
void Deliveries::sendOneByOne(Client *client, Parcels parcels, qint64 sent)
{
    for (const size_t i : parcels) {
        for (size_t at = m_parcels[i].first; at < m_parcels[i].last; ++at) {
            Dispatch &dispatch = *m_leaving[at];
            const Frame &frame = *dispatch.frame;
            const qint64 size = frame.bytesFor(client->encoding()).size();
            const qint64 mine = std::min(sent, size);
            sent -= mine;
            Wire::Written written = Wire::Written::Sent;
            quint32 place = Receipts::NoPlace;
            if (m_parcels[i].isNoted) {
                place = takePlace(m_parcels[i].places, client);
                frame.note(place, Receipt::Leaving);
            }
            if (mine == size)
                client->countSent(1, frame.payload.size());
            else
                written = client->send(dispatch.frame, mine, place);
            if (written == Wire::Written::Failed) {
                frame.countLost(place, receiptOfFailure(*client));
                continue;
            }
            if (written == Wire::Written::Sent) {
                frame.countDone(place);
            } else {
                dispatch.waiting.fetch_add(1, std::memory_order_relaxed);
                frame.note(place, Receipt::Waiting);
            }
            m_state->messagesOut.fetch_add(1, std::memory_order_relaxed);
            m_state->bytesOut.fetch_add(quint64(frame.payload.size()), std::memory_order_relaxed);
        }
    }
}

void Deliveries::account()
{
    for (const Parcel &parcel : m_parcels) {
        m_state->messagesOut.fetch_add(quint64(parcel.sent) * (parcel.last - parcel.first),
                                       std::memory_order_relaxed);
        m_state->bytesOut.fetch_add(quint64(parcel.sent) * quint64(parcel.payloadBytes),
                                    std::memory_order_relaxed);
        for (size_t at = parcel.first; at < parcel.last; ++at) {
            Dispatch &dispatch = *m_leaving[at];
            dispatch.frame->done.fetch_add(parcel.sent, std::memory_order_relaxed);
            dispatch.frame->recipients.fetch_add(parcel.recipients, std::memory_order_relaxed);
            if (dispatch.shardsLeft.fetch_sub(1, std::memory_order_acq_rel) == 1)
                m_finished(dispatch);
        }
    }
}

} // namespace Signalbox
