#include "core/server/routeeffects.h"

#include "core/server/dispatch.h"
#include "core/server/sendtarget.h"
#include "core/server/shard.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Signalbox {

LogEntry RouteEffects::entryOf(const RouteCause &cause, Why why, const QString &detail)
{
    LogEntry entry;
    entry.at = wallTimeNow();
    entry.kind = LogKind::Route;
    entry.why = why;
    entry.detail = detail;
    entry.cause = cause.sequence;
    entry.client = cause.client;
    entry.clientName = cause.clientName;
    entry.endpoint = cause.endpoint;
    entry.path = cause.path;
    entry.timer = cause.timer;
    return entry;
}

void RouteEffects::perform(const RouteCause &cause, const QList<ScriptEffect> &effects, int leftOut)
{
    // One broadcast to everyone is always allowed, however many they are.
    const int most = std::max<int>(MaxDeliveriesPerRun, int(m_state->clients.load()));
    std::shared_ptr<DeliveryBudget> budget;
    const auto sends = [&] {
        if (!budget) {
            budget = std::make_shared<DeliveryBudget>(most);
            budget->entry = entryOf(cause, Why::RouteLimit,
                                    u"%1 deliveries of one run"_s.arg(MaxDeliveriesPerRun));
            budget->entry.failed = true;
        }
        return budget;
    };
    for (const ScriptEffect &effect : effects) {
        switch (effect.kind) {
        case ScriptEffect::Kind::Send:
            send(cause, effect, sends());
            break;
        case ScriptEffect::Kind::Reply:
            dispatch(cause, {.clients = {cause.client}}, effect.payload, effect.type, true,
                     sends());
            break;
        case ScriptEffect::Kind::Pass:
            pass(cause, sends());
            break;
        case ScriptEffect::Kind::Drop:
            m_state->feed.add(entryOf(cause, Why::RouteDropped, effect.text));
            break;
        case ScriptEffect::Kind::Log:
            m_state->feed.add(entryOf(cause, Why::RouteLog, effect.text));
            break;
        case ScriptEffect::Kind::Close:
            if (const auto id = ClientId::fromString(effect.clientId.value_or(QString())))
                give(AllShards, [id = *id, code = quint16(effect.code),
                                 reason = effect.text](Shard *shard) {
                    shard->closeClients({id}, code, reason, Why::ClosedByRoute, ClosedBy::Route);
                });
            break;
        case ScriptEffect::Kind::Respond: // the connection's shard answers
            break;
        }
    }
    if (leftOut > 0) {
        LogEntry entry =
            entryOf(cause, Why::RouteLimit, u"%1 sends of one run"_s.arg(MaxSendsPerRun));
        entry.failed = true;
        entry.count = quint32(leftOut);
        m_state->feed.add(entry);
    }
}

void RouteEffects::send(const RouteCause &cause, const ScriptEffect &effect,
                        const std::shared_ptr<DeliveryBudget> &budget)
{
    const SendTarget to = sendTargetOf(effect, cause.message, cause.client);
    if (!to.unknownClient.isEmpty()) {
        LogEntry entry = entryOf(cause, Why::UnknownClient, to.unknownClient.left(64));
        entry.failed = true;
        m_state->feed.add(entry);
        return;
    }
    dispatch(cause, to.target, effect.payload, effect.type, to.isSender, budget);
}

void RouteEffects::pass(const RouteCause &cause, const std::shared_ptr<DeliveryBudget> &budget)
{
    // The default rule is what a send inherits when it gives nothing of its own.
    send(cause, {.type = cause.message.type, .payload = cause.message.payload}, budget);
}

void RouteEffects::dispatch(const RouteCause &cause, Target target, const QByteArray &payload,
                            PayloadType type, bool toSender,
                            const std::shared_ptr<DeliveryBudget> &budget)
{
    auto dispatch = std::make_shared<Dispatch>();
    dispatch->frame = std::make_shared<Frame>(payload);
    dispatch->target = std::move(target);
    dispatch->budget = budget;
    LogEntry &sent = dispatch->sent;
    sent.kind = cause.kind;
    sent.at = wallTimeNow();
    sent.cause = cause.sequence;
    sent.endpoint = cause.endpoint;
    sent.timer = cause.timer;
    if (m_state->feed.isWanted()) {
        sent.why = toSender ? Why::Direct : whyOf(dispatch->target);
        sent.detail = toSender ? QString() : detailOf(dispatch->target);
        sent.path = dispatch->target.path.isEmpty() ? cause.path : dispatch->target.path;
        sent.client = dispatch->target.clients.value(0);
        sent.clientName = toSender ? cause.clientName : QString();
        sent.type = type;
        setPayload(sent, payload);
    }
    const int only = toSender ? cause.shard : AllShards;
    dispatch->shardsLeft.store(only != AllShards ? 1 : int(m_state->shards.size()),
                               std::memory_order_relaxed);
    give(only, [dispatch](Shard *shard) { shard->deliver(dispatch); });
}

quint64 RouteEffects::fail(const RouteCause &cause, Why why, const QString &detail)
{
    LogEntry entry = entryOf(cause, why, detail);
    entry.failed = true;
    const quint64 sequence = m_state->feed.add(entry);
    if (cause.tellSender && cause.shard >= 0)
        give(cause.shard, [id = cause.client, why, sequence](Shard *shard) {
            shard->tellError(id, why, {}, sequence);
        });
    return sequence;
}

void RouteEffects::give(int shard, const Order &order)
{
    m_orders.resize(m_state->shards.size());
    for (size_t i = 0; i < m_orders.size(); ++i)
        if (shard == AllShards || shard == int(i))
            m_orders[i].push_back(order);
}

void RouteEffects::flush()
{
    for (size_t i = 0; i < m_orders.size(); ++i) {
        if (m_orders[i].empty())
            continue;
        Shard *shard = m_state->shards[i];
        QMetaObject::invokeMethod(shard, [shard, orders = std::exchange(m_orders[i], {})] {
            for (const Order &order : orders)
                order(shard);
        });
    }
}

} // namespace Signalbox
