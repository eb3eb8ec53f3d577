#pragma once

#include "core/config/routeconfig.h"
#include "core/routes/routestatus.h"
#include "ui/editors/scriptwords.h"

#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace Signalbox {

enum class RouteUse : quint8 { Signal, Http, Connect, Disconnect };

/// A route of any kind as the window shows and edits it: signal routes, HTTP routes and events have
/// the most in common. What a kind does not have keeps its default.
struct Route
{
    RouteUse kind = RouteUse::Signal;
    QString method = QStringLiteral("GET"); ///< Http
    QString path{};
    bool enabled = true;
    ScriptConfig script{}; ///< meaningful when there are no rules
    QList<RuleConfig> rules{}; ///< Signal

    bool operator==(const Route &) const = default;
};

/// What the server says of a route.
struct RouteHealth
{
    quint64 runs = 0;
    std::optional<std::chrono::microseconds> p99{}; ///< of its run time; nullopt: none was measured
    QString error{}; ///< of the last run that failed, or of the script; empty: there was none
    int line = 0; ///< 1-based; 0: not known
    quint64 cause = 0; ///< the log row whose message led to the error; 0: none
    quint64 errorRow = 0; ///< the log row that tells of the error; 0: none
    QString offBecause{}; ///< the server switched it off, and why; empty: it did not

    bool operator==(const RouteHealth &) const = default;
};

ScriptPurpose useOf(RouteUse kind);
/// What a route is called: "/messages", "POST /broadcast", "connect /msg". Unique but for events.
QString titleOf(const Route &route);
/// Under which its versions are kept; not for people.
QString keyOf(const Route &route);
/// The id that RoutesModel gives to the route that the server calls so, and back.
QString idOf(const RouteName &name);
RouteName nameOf(const QString &id);
/// A path that the pattern stands for: "/rooms/room" of "/rooms/:room".
QString examplePath(const QString &pattern);
QString kindIcon(RouteUse kind); ///< for lineIcon()
QString kindText(RouteUse kind); ///< translated: "Signal route"
/// One line about how it does, translated.
QString stateText(const Route &route, const RouteHealth &state);

} // namespace Signalbox
