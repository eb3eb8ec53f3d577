// The part of Shard that lets rules decide about messages: at once, or beside its other work when
// that takes long.

#include "core/server/shard.h"

namespace Signalbox {

namespace {

constexpr std::chrono::milliseconds ShortTime{1};
constexpr qsizetype LongMessage = 64 * 1024;

} // namespace

void Shard::askRules(Client *client, LogEntry entry, const ClientMessage &asked)
{
    const SignalRoute &route = *client->route->route;
    RuleDecision decision{.result = RuleDecision::Result::OutOfTime};
    const bool isLong = asked.payload.size() > LongMessage && route.readsMessages;
    if (!isLong && !m_longRules.isNeeded(route.state->id))
        decision = decide(route.rules,
                          {.message = asked,
                           .client = client->info(),
                           .parameters = client->route->parameters,
                           .now = entry.at},
                          route.state->runs, ShortTime);
    const bool tellSender = client->endpoint().config.errors;
    if (decision.result == RuleDecision::Result::OutOfTime) {
        RuleMessage message{client->route, client->info(), std::move(entry), asked, tellSender};
        if (m_longRules.add(std::move(message)))
            return;
        return refuseMessage(client, std::move(message.entry), Why::RouteBusy,
                             route.state->name.name);
    }
    if (decision.isPass())
        return passOn(client, std::move(entry), asked);
    m_effects.perform(logRouted(client->info(), client->displayName(), route.state->name.name,
                                std::move(entry), asked, tellSender),
                      {decision.effect}, 0);
    m_effects.flush();
}

void Shard::rulesDecided(const RuleMessage &message, const RuleDecision &decision)
{
    const SignalRoute &route = *message.route->route;
    LogEntry entry = message.entry;
    if (decision.isPass()) {
        Client *client = m_hub.find(message.client.id);
        const bool isOff = route.state->isOff.load(std::memory_order_relaxed);
        if (client && isOff)
            return refuseMessage(client, std::move(entry), Why::RouteOff, route.state->name.name);
        if (client)
            return passOn(client, std::move(entry), message.asked);
        entry.why = isOff ? Why::RouteOff : Why::ConnectionLost; // its sender has left meanwhile
        entry.failed = true;
        m_state->feed.add(std::move(entry));
        return;
    }
    const RouteCause cause =
        logRouted(message.client, message.client.displayName(), route.state->name.name,
                  std::move(entry), message.asked, message.tellSender);
    if (decision.result == RuleDecision::Result::OutOfTime) {
        m_state->routeInbox.push(
            {.kind = RouteCall::Kind::TooSlow,
             .route = route.state->id,
             .cause = cause,
             .problem = outOfTime(decision.rule, route.ruleTime, message.asked.payload.size())});
        return;
    }
    m_effects.perform(cause, {decision.effect}, 0);
    m_effects.flush();
}

} // namespace Signalbox
