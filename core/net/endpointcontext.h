#pragma once

#include "core/config/configuration.h"
#include "core/net/addressbook.h"
#include "core/net/admission.h"
#include "core/net/limitpeaks.h"
#include "core/net/seat.h"

#include <QSslConfiguration>

#include <atomic>
#include <memory>
#include <optional>

namespace Signalbox {

struct QueueBudget;

/// What the shards need to know of a running endpoint. Made when it starts and not changed
/// afterwards, but for the counts, which any thread may read.
struct EndpointContext
{
    quint64 run = 0; ///< a new number at every start
    EndpointConfig config;
    Limits limits;
    QHostAddress address; ///< null: all of this machine's
    AdmissionRules admission;

    mutable std::atomic<int> clients{0}; ///< and those that are being upgraded
    mutable std::atomic<int> undecided{0}; ///< accepted, and no whole request head has come yet
    mutable std::atomic<int> kept{0}; ///< HTTP connections that wait for another request
    mutable std::atomic<bool> closing{false}; ///< nobody is let in any more

    std::shared_ptr<AddressBook> addresses; ///< never null while it runs
    mutable LimitPeaks peaks;
    QueueBudget *budget = nullptr; ///< of all endpoints together; outlives this

    int maxUndecided = 256; ///< accepting waits while as many are undecided
    bool takesUndecided() const { return undecided.load(std::memory_order_relaxed) < maxUndecided; }
    static constexpr int MaxKept = 256;
};

/// A connection that has just been accepted, on its way to a shard.
struct Arrival
{
    qintptr descriptor = -1;
    std::shared_ptr<const EndpointContext> endpoint;
    Seat undecided;
    std::optional<Refusal> refusal{}; ///< it is to be turned away with this
    std::optional<QSslConfiguration> tls{}; ///< of endpoints with TLS: what is shown now
};

} // namespace Signalbox
