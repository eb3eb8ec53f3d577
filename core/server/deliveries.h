#pragma once

#include "core/server/dispatch.h"
#include "core/server/hub.h"
#include "core/server/serverstate.h"

#include <QHash>
#include <QObject>

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace Signalbox {

/// Takes signals to the clients of one shard. What is added in one turn of the event loop leaves
/// together, at its end: each client gets all that is for it in one write. Signals for the same
/// clients are laid side by side once, for all of them. Lives in its shard's thread.
class Deliveries final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Deliveries)
public:
    using Finished = std::function<void(Dispatch &)>;

    /// `finished` is called for a signal that the last shard is done with.
    Deliveries(ServerState *state, const Hub *hub, Finished finished, QObject *parent);

    void add(const std::shared_ptr<Dispatch> &dispatch);
    /// Sends what has been added, now: to be called before anything else is sent to a client, and
    /// before the hub changes.
    void flush();

private:
    /// Signals of one turn that follow each other and have the same target. One whose deliveries
    /// are counted, or noted one by one, is alone.
    struct Parcel
    {
        size_t first = 0; ///< in m_leaving
        size_t last = 0; ///< behind the last of them
        std::array<QByteArray, EncodingCount> bytes; ///< all their frames; empty: not needed yet
        qint64 payloadBytes = 0;
        quint32 recipients = 0;
        quint32 sent = 0; ///< of those, who took all of it at once
        bool isNoted = false; ///< its frame keeps receipts
        QHash<const Client *, quint32> places; ///< in those
    };
    /// What one client gets.
    struct Share
    {
        Client *client = nullptr;
        std::vector<size_t> parcels; ///< in m_parcels, in order
    };

    using Parcels = std::span<const size_t>; ///< by their index
    void pack();
    void send();
    void noteRecipients();
    void noteLeftOut();
    const QByteArray &bytesOf(Parcel &parcel, Encoding encoding) const;
    bool mayGo(size_t parcel, const Client *client);
    void sendTo(Client *client, Parcels parcels);
    void sendOneByOne(Client *client, Parcels parcels, qint64 sent);
    void account();

    ServerState *m_state;
    const Hub *m_hub;
    Finished m_finished;
    std::vector<std::shared_ptr<Dispatch>> m_waiting; ///< added in this turn
    qint64 m_waitingBytes = 0;
    std::vector<std::shared_ptr<Dispatch>> m_leaving; ///< during flush()
    std::vector<Parcel> m_parcels;
    std::vector<Share> m_shares; ///< the first m_shareCount count; the others keep their memory
    size_t m_shareCount = 0;
    std::vector<QByteArrayView> m_blocks; ///< of the share that is being sent
    bool m_notes = false; ///< one of the parcels is noted
    bool m_watchesTurns = false;
};

} // namespace Signalbox
