#pragma once

#include "core/routes/ruledecision.h"
#include "core/server/clientroute.h"
#include "core/server/sidethread.h"
#include "core/values/logentry.h"

#include <QHash>

#include <functional>
#include <memory>

namespace Signalbox {

/// A message that rules decide about.
struct RuleMessage
{
    std::shared_ptr<const ClientRoute> route;
    ClientInfo client; ///< who sent it
    LogEntry entry;
    ClientMessage asked;
    bool tellSender = false; ///< when it is not passed on
};

/// Decides about messages whose rules take long, in a thread beside the shard's; and about those
/// that came after one of them to the same route, so that they stay in order. Belongs to a shard.
class LongRules
{
    Q_DISABLE_COPY_MOVE(LongRules)
public:
    using Decided = std::function<void(const RuleMessage &message, const RuleDecision &decision)>;

    static constexpr int MaxWaiting = 1'000; ///< messages
    static constexpr qsizetype MaxWaitingBytes = 16 * 1024 * 1024;

    /// `decided` is called in the thread of `home`, in the order of add().
    LongRules(QObject *home, Decided decided);

    /// Whether a message for this route has to wait here, because others do.
    bool isNeeded(RouteId route) const { return !m_routes.isEmpty() && m_routes.contains(route); }
    /// Too much waits already: false.
    bool add(RuleMessage &&message);

private:
    void done(const RuleMessage &message, const RuleDecision &decision);

    Decided m_decided;
    QHash<RouteId, int> m_routes; ///< how many messages wait
    int m_waiting = 0;
    qsizetype m_waitingBytes = 0;
    SideThread m_side;
};

} // namespace Signalbox
