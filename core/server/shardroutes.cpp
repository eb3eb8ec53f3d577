// The parts of a shard that concern routes: which one is a client's, and what goes to it.

#include "core/routes/eventjson.h"
#include "core/server/clientroute.h"
#include "core/server/shard.h"
#include "core/web/demopage.h"
#include "core/web/pages.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

void Shard::setRoutes(const std::shared_ptr<const RouteTable> &routes)
{
    const bool knewClients = m_routes->hasScripts;
    m_routes = routes;
    for (Client *client : m_hub.all()) {
        findRoute(client);
        if (!knewClients)
            tellJoined(*client);
    }
}

void Shard::findRoute(Client *client)
{
    const auto match = m_routes->signalRoute(client->info().path);
    if (!match.route) {
        client->route.reset();
        return;
    }
    auto found = std::make_shared<ClientRoute>();
    found->route = match.route;
    found->parameters = match.parameters;
    if (match.route->rules.empty()) {
        found->routeJson = routeJson(match.route->pattern.text(), match.parameters);
        found->clientJson = clientJson(client->info());
        found->contextJson = contextJson(client->info(), client->endpoint().config);
    }
    client->route = found;
}

void Shard::tellJoined(const Client &client)
{
    if (!m_routes->hasScripts)
        return;
    RouteCall call{.kind = RouteCall::Kind::Join};
    call.cause.client = client.info().id;
    call.event.path = client.info().path;
    call.event.client = clientJson(client.info(), true);
    m_state->routeInbox.push(std::move(call));
}

RouteCause Shard::causeOf(const ClientInfo &client, const QString &name, const QString &route,
                          quint64 sequence)
{
    RouteCause cause;
    cause.route = route;
    cause.sequence = sequence;
    cause.client = client.id;
    cause.clientName = name;
    cause.endpoint = client.endpoint;
    cause.path = client.path;
    cause.shard = m_index;
    return cause;
}

void Shard::runEvents(EventType type, const Client &client, quint64 sequence)
{
    m_routes->forEachEvent(type, client.info().path, [&](const EventRoute &event) {
        const bool left = type == EventType::Disconnect;
        RouteCall call{.route = event.state->id};
        call.event.purpose = left ? ScriptPurpose::Disconnect : ScriptPurpose::Connect;
        call.event.document =
            clientEventJson(type, wallTimeNow(), left ? &client.ending() : nullptr);
        call.event.client = clientJson(client.info());
        call.cause = causeOf(client.info(), client.displayName(), event.state->name.name, sequence);
        m_state->routeInbox.push(std::move(call));
    });
}

void Shard::toRoute(Client *client, LogEntry entry, const ClientMessage &asked)
{
    const ClientRoute &found = *client->route;
    const SignalRoute &route = *found.route;
    RouteState &state = *route.state;
    if (state.isOff.load(std::memory_order_relaxed))
        return refuseMessage(client, std::move(entry), Why::RouteOff, state.name.name);
    if (!route.rules.empty())
        return askRules(client, std::move(entry), asked);
    const WallTime at = entry.at;
    RouteCall call{.route = state.id};
    call.cause = logRouted(client->info(), client->displayName(), state.name.name, std::move(entry),
                           asked, client->endpoint().config.errors);
    call.event = {.purpose = ScriptPurpose::Message,
                  .message = asked,
                  .client = found.clientJson,
                  .context = found.contextJson,
                  .route = found.routeJson,
                  .path = client->info().path,
                  .timestamp = millisecondsOf(at)};
    m_state->routeInbox.push(std::move(call));
}

RouteCause Shard::logRouted(const ClientInfo &client, const QString &name, const QString &route,
                            LogEntry &&entry, const ClientMessage &asked, bool tellSender)
{
    entry.why = Why::ToRoute;
    entry.detail = route;
    const quint64 sequence =
        asked.isMended ? addMended(entry) : m_state->feed.add(std::move(entry));
    RouteCause cause = causeOf(client, name, route, sequence);
    cause.message = asked;
    cause.isMessage = true;
    cause.tellSender = tellSender;
    return cause;
}

void Shard::tellError(const ClientId &id, Why why, const QString &detail, quint64 cause)
{
    if (Client *client = m_hub.find(id))
        sendError(client, why, detail, cause);
}

Response Shard::refusePage(const Gate &gate, const Request &request, int status, Why why,
                           const QByteArray &sentence,
                           const QList<std::pair<QByteArray, QByteArray>> &fields)
{
    refused(gate, why, status, QString::fromLatin1(request.method) % u' ' % *request.path());
    return {.status = status, .body = sentence + '\n', .fields = fields};
}

std::optional<Response> Shard::answer(Gate &gate, const Request &request)
{
    if (!gate.endpoint().config.http)
        return refusePage(gate, request, 426, Why::UpgradeRequired,
                          "This endpoint serves WebSockets only.",
                          {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}});
    const QString path = *request.path();
    const auto match = m_routes->httpRoute(request.method, path);
    if (match.route)
        return askRoute(gate, request, path, match);
    const bool isReading = request.method == "GET" || request.method == "HEAD";
    if (const PagesFolder *pages = isReading ? m_routes->pages(path) : nullptr) {
        const Response response = pageResponse(
            request, pages->directory, path.sliced(std::min(pages->path.size(), path.size())));
        if (response.status == 404)
            refused(gate, Why::NoSuchPage, 404, QString::fromLatin1(request.method) % u' ' % path);
        return response;
    }
    const auto response = builtInPage(gate, request, path);
    if (response && response->status == 404 && !match.methods.isEmpty())
        return refusePage(gate, request, 405, Why::NotAllowed,
                          "There is no route for this method here.",
                          {{"Allow", match.methods.join(", ")}});
    return response;
}

Response Shard::refusePage(const Gate &gate, const Refusal &refusal)
{
    refused(gate, refusal.why, refusal.response.status, refusal.detail);
    return refusal.response;
}

std::optional<Response> Shard::builtInPage(Gate &gate, const Request &request, const QString &path)
{
    if (path == "/"_L1) {
        if (request.method != "GET" && request.method != "HEAD")
            return refusePage(gate, request, 405, Why::NotAllowed, "This page can only be read.",
                              {{"Allow", "GET, HEAD"}});
        const DemoPage &page = demoPage();
        if (request.field("if-none-match") == page.etag)
            return Response{
                .status = 304, .type = "text/html; charset=utf-8", .fields = {{"ETag", page.etag}}};
        return Response{.type = "text/html; charset=utf-8",
                        .body = page.html,
                        .fields = {{"Content-Security-Policy", page.contentSecurityPolicy},
                                   {"ETag", page.etag},
                                   {"Cache-Control", "no-cache"},
                                   {"Referrer-Policy", "no-referrer"}}};
    }
    if (path == "/broadcast"_L1) {
        if (request.method != "POST")
            return refusePage(gate, request, 405, Why::NotAllowed, "Broadcasts are sent with POST.",
                              {{"Allow", "POST"}});
        return broadcast(gate, request);
    }
    return refusePage(gate, request, 404, Why::NoSuchPage,
                      "There is no page here. The start page is /");
}

std::optional<Response> Shard::askRoute(Gate &gate, const Request &request, const QString &path,
                                        const RouteTable::HttpMatch &match)
{
    if (const auto refusal = gate.checkCaller(request))
        return refusePage(gate, *refusal);
    const RouteState &state = *match.route->state;
    if (state.isOff.load(std::memory_order_relaxed))
        return refusePage(gate, request, 503, Why::RouteOff, "This route is switched off.");
    RouteCall call{.route = state.id, .request = askLater(gate)};
    call.event.purpose = ScriptPurpose::Http;
    call.cause.route = state.name.name;
    call.cause.endpoint = gate.endpoint().config.name;
    call.cause.path = path;
    call.cause.shard = m_index;
    call.cause.kind = LogKind::Http;
    askScript(request, path, match.parameters, std::move(call));
    return std::nullopt;
}

} // namespace Signalbox
