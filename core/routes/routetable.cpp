#include "core/routes/routetable.h"

#include "core/values/target.h"

#include <algorithm>

namespace Signalbox {

void RouteTable::sort()
{
    std::stable_sort(
        m_signalRoutes.begin(), m_signalRoutes.end(),
        [](const auto &a, const auto &b) { return a->pattern.isMoreExact(b->pattern); });
    std::stable_sort(m_httpRoutes.begin(), m_httpRoutes.end(),
                     [](const auto &a, const auto &b) { return a.pattern.isMoreExact(b.pattern); });
    std::stable_sort(m_pages.begin(), m_pages.end(),
                     [](const auto &a, const auto &b) { return a.path.size() > b.path.size(); });
}

RouteTable::SignalMatch RouteTable::signalRoute(const QString &path) const
{
    for (const auto &route : m_signalRoutes)
        if (const auto parameters = route->pattern.match(path))
            return {route, *parameters};
    return {};
}

RouteTable::HttpMatch RouteTable::httpRoute(const QByteArray &method, const QString &path) const
{
    HttpMatch best;
    const HttpRoute *get = nullptr;
    PathPattern::Parameters getParameters;
    for (const HttpRoute &route : m_httpRoutes) {
        const auto parameters = route.pattern.match(path);
        if (!parameters)
            continue;
        if (!best.methods.contains(route.method))
            best.methods.append(route.method);
        if (!best.route && route.method == method) {
            best.route = &route;
            best.parameters = *parameters;
        }
        if (!get && route.method == "GET") {
            get = &route;
            getParameters = *parameters;
        }
    }
    if (get && !best.methods.contains("HEAD"))
        best.methods.append("HEAD");
    if (!best.route && method == "HEAD" && get) {
        best.route = get;
        best.parameters = getParameters;
    }
    return best;
}

const PagesFolder *RouteTable::pages(const QString &path) const
{
    const QString key = pathKey(path) + u'/';
    for (const PagesFolder &folder : m_pages)
        if (key.startsWith(pathKey(folder.path)))
            return &folder;
    return nullptr;
}

} // namespace Signalbox
