#pragma once

#include "core/routes/routecall.h"
#include "core/routes/scriptvalues.h"
#include "core/server/serverstate.h"

#include <functional>
#include <vector>

namespace Signalbox {

struct DeliveryBudget;
struct Dispatch;

/// Does what routes ask for: makes signals of it, hands them to the shards, and writes the log.
/// Each thread that runs routes has its own.
class RouteEffects
{
    Q_DISABLE_COPY_MOVE(RouteEffects)
public:
    explicit RouteEffects(ServerState *state)
        : m_state(state)
    {
    }

    /// What one run asks for. `leftOut`: sends that were over the limit already.
    void perform(const RouteCause &cause, const QList<ScriptEffect> &effects, int leftOut);
    /// A run that failed: says so in the log, and to the sender if he wants to know. The entry's
    /// sequence number.
    quint64 fail(const RouteCause &cause, Why why, const QString &detail);
    /// Hands over what has been gathered, in order. Nothing leaves before.
    void flush();

    /// An entry of kind Route about a run.
    static LogEntry entryOf(const RouteCause &cause, Why why, const QString &detail = {});

private:
    using Order = std::function<void(Shard *)>;

    void send(const RouteCause &cause, const ScriptEffect &effect,
              const std::shared_ptr<DeliveryBudget> &budget);
    void pass(const RouteCause &cause, const std::shared_ptr<DeliveryBudget> &budget);
    void dispatch(const RouteCause &cause, Target target, const QByteArray &payload,
                  PayloadType type, bool toSender, const std::shared_ptr<DeliveryBudget> &budget);
    static constexpr int AllShards = -1;
    void give(int shard, const Order &order);

    ServerState *m_state;
    std::vector<std::vector<Order>> m_orders; ///< by the shard's place in the list
};

} // namespace Signalbox
