#pragma once

#include "core/net/frame.h"
#include "core/values/logentry.h"
#include "core/values/target.h"

#include <atomic>
#include <functional>
#include <memory>

namespace Signalbox {

/// How many deliveries one run of a route may cause, over all its signals.
struct DeliveryBudget
{
    explicit DeliveryBudget(int deliveries)
        : left(deliveries)
    {
    }
    std::atomic<int> left;
    std::atomic<quint32> cut{0}; ///< deliveries that were left out and have not been logged yet
    LogEntry entry; ///< tells of them
};

/// A signal on its way through the shards, and the log entries that are made of it when the last of
/// them is done.
struct Dispatch
{
    FrameRef frame;
    Target target;
    LogEntry cause; ///< the message that asked for it; kind Note: there was none
    LogEntry sent; ///< the signal's own entry
    /// Called with the signal's own entry when the last shard is done, in that shard's thread.
    std::function<void(const LogEntry &sent)> whenSent;
    std::shared_ptr<DeliveryBudget> budget; ///< null: not counted
    bool isMended = false; ///< the message, as in ClientMessage
    bool tellSender = false; ///< the sender wants to know when nobody was there
    std::atomic<quint32> waiting{0}; ///< copies that went into a queue
    std::atomic<int> shardsLeft{1};
    std::atomic<bool> held{false};
    std::atomic<bool> unrecorded{false}; ///< sent by hand, and not written down
};

/// As large as the limits let any message be. Only what comes another way, as from a script, can be
/// larger.
inline constexpr qsizetype LargestKeptPayload = 64 * 1024 * 1024;

/// Puts a payload into an entry, shared; cut if it is larger than that.
void setPayload(LogEntry &entry, const QByteArray &payload);
/// Which rule a target is: ToAll, ToPath, ToGroup, ToClient, ToClients.
Why whyOf(const Target &target);
/// Why nobody was there: Nobody, NobodyOnPath, NobodyInGroup, UnknownClient.
Why nobodyFor(const Target &target);
/// The path, group or client id that a target names.
QString detailOf(const Target &target);

} // namespace Signalbox
