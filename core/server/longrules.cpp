#include "core/server/longrules.h"

namespace Signalbox {

LongRules::LongRules(QObject *home, Decided decided)
    : m_decided(std::move(decided))
    , m_side(home)
{
}

bool LongRules::add(RuleMessage &&message)
{
    if (m_waiting >= MaxWaiting || m_waitingBytes >= MaxWaitingBytes)
        return false;
    ++m_waiting;
    m_waitingBytes += message.asked.payload.size();
    ++m_routes[message.route->route->state->id];
    const auto shared = std::make_shared<const RuleMessage>(std::move(message));
    m_side.run(
        [shared]() -> RuleDecision {
            const SignalRoute &route = *shared->route->route;
            if (route.state->isOff.load(std::memory_order_relaxed))
                return {}; // it was switched off meanwhile, which is looked at again
            return decide(route.rules,
                          {.message = shared->asked,
                           .client = shared->client,
                           .parameters = shared->route->parameters,
                           .now = shared->entry.at},
                          route.state->runs, route.ruleTime);
        },
        [this, shared](const RuleDecision &decision) { done(*shared, decision); });
    return true;
}

void LongRules::done(const RuleMessage &message, const RuleDecision &decision)
{
    --m_waiting;
    m_waitingBytes -= message.asked.payload.size();
    const auto route = m_routes.find(message.route->route->state->id);
    if (--*route == 0)
        m_routes.erase(route);
    m_decided(message, decision);
}

} // namespace Signalbox
