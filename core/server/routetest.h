#pragma once

#include "core/config/configuration.h"
#include "core/net/request.h"
#include "core/routes/routestatus.h"
#include "core/routes/scriptvalues.h"
#include "core/values/clientinfo.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Signalbox {

/// A trial of a route as it is being written: nothing is sent, and the state stays as it is.
struct RouteTest
{
    ScriptPurpose purpose = ScriptPurpose::Message;
    ScriptConfig script{}; ///< meaningful when there are no rules
    QList<RuleConfig> rules{}; ///< Message only
    QString path{}; ///< the route's pattern
    QByteArray method{}; ///< Http: the route's
    QByteArray input{}; ///< Message: what the client sends, an envelope. Timer: the event, JSON
    Request request{}; ///< Http: what comes; without a content type it has no `data`
    ClientInfo client{}; ///< who sends it, or comes and goes
    EndpointConfig endpoint{}; ///< where the client is
};

/// What it would have done.
struct RouteTestResult
{
    quint64 request = 0; ///< what Server::testRoute() returned
    /// Why what comes does not reach the route. Message: Empty, NotJson … Http: BadRequest,
    /// NoSuchPage, NotAllowed. None: it does.
    Why problem = Why::None;
    QString detail{}; ///< of the problem
    ClientMessage message{}; ///< Message: what was read; sends inherit from it (sendTargetOf())
    int rule = -1; ///< 0-based: the rule that fitted; -1: none, or a script
    ScriptOutcome outcome{}; ///< the effects, in order; of rules too
};

} // namespace Signalbox
