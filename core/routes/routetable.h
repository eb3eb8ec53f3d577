#pragma once

#include "core/routes/routestatus.h"
#include "core/routes/rule.h"
#include "core/values/pathpattern.h"

#include <atomic>
#include <memory>
#include <vector>

namespace Signalbox {

using RouteId = quint64; ///< never used again

/// What all threads may know of a route, and count.
struct RouteState
{
    RouteId id = 0;
    RouteName name; ///< not changed
    std::atomic<bool> isOff{false}; ///< broken, or switched off: nothing runs
    std::atomic<quint64> runs{0};
    std::atomic<quint64> failures{0};
};

/// A signal route as the shards use it. Not changed once it is made, but for its state.
struct SignalRoute
{
    PathPattern pattern;
    std::shared_ptr<RouteState> state;
    std::vector<Rule> rules; ///< empty: a script
    std::chrono::milliseconds ruleTime{250}; ///< for one message
    bool readsMessages = false; ///< the rules do
};

struct HttpRoute
{
    QByteArray method;
    PathPattern pattern;
    std::shared_ptr<RouteState> state;
};

struct EventRoute
{
    EventType type = EventType::Connect;
    PathPattern pattern;
    std::shared_ptr<RouteState> state;
};

struct PagesFolder
{
    QString path; ///< with a slash at its end
    QString directory; ///< absolute
};

/// All routes that are enabled. Made anew whenever they change, and handed to the shards whole.
class RouteTable
{
public:
    struct SignalMatch
    {
        std::shared_ptr<const SignalRoute> route; ///< null: none
        PathPattern::Parameters parameters;
    };
    struct HttpMatch
    {
        const HttpRoute *route = nullptr; ///< null: none for this method
        PathPattern::Parameters parameters;
        QByteArrayList methods; ///< that there are for this path; empty: none at all
    };

    void add(SignalRoute route) { m_signalRoutes.push_back(std::make_shared<SignalRoute>(route)); }
    void add(HttpRoute route) { m_httpRoutes.push_back(std::move(route)); }
    void add(EventRoute route) { m_eventRoutes.push_back(std::move(route)); }
    void add(PagesFolder pages) { m_pages.push_back(std::move(pages)); }
    /// Puts the most exact ones first. Call it when all are there.
    void sort();
    /// Whether any script is there that may ask for the clients.
    bool hasScripts = false;

    SignalMatch signalRoute(const QString &path) const;
    /// HEAD is answered by a route for GET, unless there is one for HEAD.
    HttpMatch httpRoute(const QByteArray &method, const QString &path) const;
    const PagesFolder *pages(const QString &path) const;
    template<typename Visit>
    void forEachEvent(EventType type, const QString &path, Visit visit) const
    {
        for (const EventRoute &event : m_eventRoutes)
            if (event.type == type && !event.state->isOff.load() && event.pattern.match(path))
                visit(event);
    }

private:
    std::vector<std::shared_ptr<const SignalRoute>> m_signalRoutes;
    std::vector<HttpRoute> m_httpRoutes;
    std::vector<EventRoute> m_eventRoutes;
    std::vector<PagesFolder> m_pages;
};

} // namespace Signalbox
