#pragma once

#include "core/config/scriptconfig.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Signalbox {

/// When a rule acts: all that is given must hold. With nothing given it always does.
struct RuleCondition
{
    QString jsonPath{}; ///< the part of the message that is looked at (JsonPath); empty: all of it.
                        ///< Given alone: that part must be there
    std::optional<QString> contains{}; ///< its text has this in it, whatever the case
    std::optional<QByteArray> equals{}; ///< it is this value; compact JSON
    QString matches{}; ///< its text fits this regular expression (PCRE)

    bool operator==(const RuleCondition &) const = default;
};

/// What a rule does. Values and texts are templates (MessageTemplate).
struct RuleAction
{
    enum class Kind : quint8 { Pass, Reply, SendTo, Drop, Close };

    Kind kind = Kind::Pass;
    QByteArray value{}; ///< Reply, SendTo: compact JSON
    QString path{}; ///< SendTo; all three empty: everyone
    QString group{};
    QString clientId{};
    QString reason{}; ///< Drop: for the log. Close: for the client
    quint16 code = 1000; ///< Close

    bool operator==(const RuleAction &) const = default;
};

struct RuleConfig
{
    RuleCondition condition{};
    RuleAction action{};

    bool operator==(const RuleConfig &) const = default;
};

/// What becomes of the messages of clients on a path: a script, or rules, of which the first that
/// fits acts; when none does, the message is passed on as without a route.
struct SignalRouteConfig
{
    QString path{}; ///< PathPattern; no two with the same key
    bool enabled = true;
    ScriptConfig script{}; ///< meaningful when there are no rules
    QList<RuleConfig> rules{};

    bool operator==(const SignalRouteConfig &) const = default;
};

/// A script that answers HTTP requests.
struct HttpRouteConfig
{
    QString method = QStringLiteral("GET"); ///< one of httpMethodNames()
    QString path{}; ///< PathPattern; no two with the same key and method
    bool enabled = true;
    ScriptConfig script{};

    bool operator==(const HttpRouteConfig &) const = default;
};

/// A folder whose files are served.
struct PagesConfig
{
    QString path = QStringLiteral("/"); ///< where it begins; no parameters
    QString directory{}; ///< relative to the configuration file

    bool operator==(const PagesConfig &) const = default;
};

enum class EventType : quint8 { Connect, Disconnect };

/// A script for clients that come or go.
struct EventConfig
{
    EventType type = EventType::Connect;
    QString path = QStringLiteral("/*"); ///< PathPattern; several may be for one path
    bool enabled = true;
    ScriptConfig script{};

    bool operator==(const EventConfig &) const = default;
};

} // namespace Signalbox
