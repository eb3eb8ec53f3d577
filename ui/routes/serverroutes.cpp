#include "ui/routes/serverroutes.h"

#include "core/server/sendtarget.h"
#include "core/server/server.h"
#include "core/values/pathpattern.h"
#include "ui/editors/targettext.h"
#include "ui/model/clientdirectory.h"
#include "ui/model/configurationcontroller.h"
#include "ui/routes/routesmodel.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QUndoStack>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

RouteUse useOf(EventType type)
{
    return type == EventType::Connect ? RouteUse::Connect : RouteUse::Disconnect;
}

QList<Route> routesOf(const Configuration &configuration)
{
    QList<Route> routes;
    for (const SignalRouteConfig &config : configuration.signalRoutes)
        routes.append({.path = config.path,
                       .enabled = config.enabled,
                       .script = config.script,
                       .rules = config.rules});
    for (const HttpRouteConfig &config : configuration.httpRoutes)
        routes.append({.kind = RouteUse::Http,
                       .method = config.method,
                       .path = config.path,
                       .enabled = config.enabled,
                       .script = config.script});
    for (const EventConfig &config : configuration.events)
        routes.append({.kind = useOf(config.type),
                       .path = config.path,
                       .enabled = config.enabled,
                       .script = config.script});
    return routes;
}

Configuration withRoutes(Configuration configuration, const QList<Route> &routes)
{
    configuration.signalRoutes.clear();
    configuration.httpRoutes.clear();
    configuration.events.clear();
    for (const Route &route : routes) {
        switch (route.kind) {
        case RouteUse::Signal:
            configuration.signalRoutes.append(
                {route.path, route.enabled, route.script, route.rules});
            break;
        case RouteUse::Http:
            configuration.httpRoutes.append(
                {route.method, route.path, route.enabled, route.script});
            break;
        case RouteUse::Connect:
        case RouteUse::Disconnect:
            configuration.events.append(
                {route.kind == RouteUse::Connect ? EventType::Connect : EventType::Disconnect,
                 route.path, route.enabled, route.script});
            break;
        }
    }
    return configuration;
}

/// Why the routes cannot be a part of a configuration; the reader of the file knows all the rules.
std::optional<QString> refusalOf(const Configuration &configuration, const QList<Route> &routes)
{
    for (const Route &route : routes)
        if (const auto pattern = PathPattern::parse(route.path); !pattern)
            return ServerRoutes::tr("“%1” is no path for a route: it %2.")
                .arg(visibleText(route.path), pattern.error().detail);
    const ConfigurationReading reading = parseConfiguration(toDocument(configuration));
    if (reading)
        return std::nullopt;
    const ConfigurationProblem &problem = reading.problems.first();
    const QString key = problem.key.section(u'.', -1);
    if (key == "path"_L1)
        return ServerRoutes::tr("Another route is there for the same path already.");
    return ServerRoutes::tr("It cannot be saved: “%1” %2.")
        .arg(key, visibleText(problem.error.detail));
}

/// Why what a test was given does not reach the route.
QString notForTheRoute(const RouteTestResult &result)
{
    switch (result.problem) {
    case Why::BadRequest:
        return ServerRoutes::tr("This is no path: %1").arg(visibleText(result.detail));
    case Why::NoSuchPage:
        return ServerRoutes::tr("The route is not for this path: %1")
            .arg(visibleText(result.detail));
    case Why::NotAllowed:
        return ServerRoutes::tr("The route is not for this method: %1")
            .arg(visibleText(result.detail));
    default:
        break;
    }
    LogEntry entry;
    entry.kind = LogKind::In;
    entry.why = result.problem;
    entry.detail = result.detail;
    return whyText(entry);
}

/// A change by hand of the object that scripts share.
class StateCommand final : public QUndoCommand
{
public:
    StateCommand(Server &server, QByteArray after)
        : QUndoCommand(ServerRoutes::tr("change the state that scripts share"))
        , m_server(server)
        , m_before(server.scriptState())
        , m_after(std::move(after))
    {
    }

    void undo() override { m_server.setScriptState(m_before); }
    void redo() override { m_server.setScriptState(m_after); }

private:
    Server &m_server;
    QByteArray m_before;
    QByteArray m_after;
};

QString whyOff(const RouteStatus &status)
{
    if (status.off != Why::RouteSwitchedOff)
        return {};
    return ServerRoutes::tr("it was stopped three times in a minute");
}

} // namespace

ServerRoutes::ServerRoutes(Server &server, ConfigurationController &configuration,
                           const ClientDirectory &directory, QObject *parent)
    : RoutesDoor(parent)
    , m_server(server)
    , m_configuration(configuration)
    , m_directory(directory)
{
    connect(&configuration, &ConfigurationController::changed, this, &RoutesDoor::routesChanged);
    connect(&server, &Server::routesChanged, this, &RoutesDoor::statesChanged);
    connect(&server, &Server::scriptStateChanged, this, &RoutesDoor::stateChanged);
    connect(&server, &Server::routeTested, this, &ServerRoutes::answered);
}

QList<Route> ServerRoutes::routes() const
{
    return routesOf(m_configuration.configuration());
}

QHash<QString, RouteHealth> ServerRoutes::states() const
{
    QHash<QString, RouteHealth> states;
    const QList<RouteStatus> statuses = m_server.routes();
    for (const RouteStatus &status : statuses) {
        RouteHealth state{.runs = status.runs, .p99 = status.p99};
        if (status.lastError) {
            state.error = status.lastError->message;
            state.line = status.lastError->line;
            state.cause = status.cause;
            state.errorRow = status.errorEntry;
        }
        state.offBecause = whyOff(status);
        states.insert(idOf(status.route), state);
    }
    return states;
}

std::optional<QString> ServerRoutes::setRoutes(const QList<Route> &routes, const QString &what)
{
    const Configuration after = withRoutes(m_configuration.configuration(), routes);
    if (const std::optional<QString> refusal = refusalOf(after, routes))
        return refusal;
    m_configuration.change(what, after);
    return std::nullopt;
}

void ServerRoutes::undo()
{
    m_configuration.undoStack()->undo();
}

void ServerRoutes::enableAgain(const QString &id)
{
    m_server.setRouteEnabled(nameOf(id), true);
}

/// A script is the body of a function: with a return in front it is compiled, and nothing of it
/// runs. On the same line, so that lines keep their numbers.
void ServerRoutes::compile(const QString &script, ScriptPurpose)
{
    RouteTest test;
    test.purpose = ScriptPurpose::Timer;
    test.script.source = u"return;"_s + script;
    test.input = "{}";
    m_asked.append({m_server.testRoute(test), script, {}});
}

ClientInfo ServerRoutes::clientFor(const TestInput &input) const
{
    const ClientRecord *record = input.client ? m_directory.find(*input.client) : nullptr;
    if (record != nullptr)
        return record->info;
    ClientInfo info;
    info.id = input.client.value_or(ClientId::create());
    info.path = examplePath(input.route.path);
    info.address = u"127.0.0.1"_s;
    info.endpoint = m_configuration.configuration().endpoints.value(0).name;
    return info;
}

void ServerRoutes::test(const TestInput &input)
{
    RouteTest test;
    test.purpose = useOf(input.route.kind);
    test.script = input.route.script;
    test.rules = input.route.rules;
    test.path = input.route.path;
    test.method = input.route.method.toLatin1();
    test.input = input.message;
    test.request = input.request;
    test.client = clientFor(input);
    const Configuration &configuration = m_configuration.configuration();
    const EndpointConfig *endpoint = configuration.findEndpoint(test.client.endpoint);
    test.endpoint = endpoint != nullptr ? *endpoint : configuration.endpoints.value(0);
    m_asked.append({m_server.testRoute(test), std::nullopt, test.client.id});
}

void ServerRoutes::answered(const RouteTestResult &result)
{
    const auto at = std::ranges::find(m_asked, result.request, &Asked::request);
    if (at == m_asked.end())
        return; // somebody else asked
    const Asked asked = *at;
    m_asked.erase(at);
    if (!asked.compiled) {
        Q_EMIT tested(reportOf(result, asked.sender));
        return;
    }
    const ScriptOutcome &outcome = result.outcome;
    std::optional<ScriptProblem> problem;
    if (outcome.result == ScriptOutcome::Result::Refused)
        problem = ScriptProblem{outcome.fault.line, outcome.fault.message};
    Q_EMIT compiled(*asked.compiled, problem);
}

TestReport ServerRoutes::reportOf(const RouteTestResult &result, const ClientId &sender) const
{
    const ScriptOutcome &outcome = result.outcome;
    TestReport report{.took = outcome.took, .leftOut = outcome.leftOut};
    if (result.problem != Why::None) {
        report.problem = ScriptProblem{0, notForTheRoute(result)};
        return report;
    }
    for (const ScriptEffect &effect : outcome.effects)
        report.effects.append(effectOf(effect, result.message, sender));
    switch (outcome.result) {
    case ScriptOutcome::Result::Done:
        break;
    case ScriptOutcome::Result::Threw:
    case ScriptOutcome::Result::Refused:
        report.problem = ScriptProblem{outcome.fault.line, outcome.fault.message};
        break;
    case ScriptOutcome::Result::TooSlow:
        report.problem = ScriptProblem{outcome.fault.line, tr("It took too long and was stopped.")};
        break;
    case ScriptOutcome::Result::Crashed:
        report.problem = ScriptProblem{
            0, tr("The script process ended: most likely the script needs too much memory.")};
        break;
    }
    return report;
}

/// Whom a send is for, with what it leaves out taken from the message.
TestEffect ServerRoutes::effectOf(const ScriptEffect &effect, const ClientMessage &message,
                                  const ClientId &sender) const
{
    TestEffect shown{.payload = effect.payload, .text = effect.text, .code = effect.code};
    switch (effect.kind) {
    case ScriptEffect::Kind::Send:
        shown.kind = TestEffect::Kind::Send;
        break;
    case ScriptEffect::Kind::Reply:
        shown.kind = TestEffect::Kind::Reply;
        return shown;
    case ScriptEffect::Kind::Pass:
        shown.kind = TestEffect::Kind::Pass;
        return shown;
    case ScriptEffect::Kind::Drop:
        shown.kind = TestEffect::Kind::Drop;
        return shown;
    case ScriptEffect::Kind::Log:
        shown.kind = TestEffect::Kind::Log;
        return shown;
    case ScriptEffect::Kind::Respond:
        shown.kind = TestEffect::Kind::Respond;
        return shown;
    case ScriptEffect::Kind::Close:
        shown.kind = TestEffect::Kind::Close;
        shown.to = visibleText(effect.clientId.value_or(QString()));
        return shown;
    }
    const SendTarget to = sendTargetOf(effect, message, sender);
    if (to.isSender) {
        shown.kind = TestEffect::Kind::Reply;
        return shown;
    }
    const auto missing = [](const QString &client) {
        return tr("a client that is not there: %1").arg(visibleText(client));
    };
    shown.receivers = to.unknownClient.isEmpty() ? m_directory.count(to.target) : 0;
    if (!to.unknownClient.isEmpty()) {
        shown.to = missing(to.unknownClient);
    } else if (!to.target.clients.isEmpty()) {
        const ClientId &id = to.target.clients.first();
        const ClientRecord *client = m_directory.find(id);
        shown.to =
            client != nullptr ? visibleText(client->info.displayName()) : missing(id.toString());
    } else {
        shown.to = to.target.isAll() ? tr("everyone") : visibleText(targetWords(to.target));
    }
    return shown;
}

QByteArray ServerRoutes::state() const
{
    return m_server.scriptState();
}

void ServerRoutes::setState(const QByteArray &json)
{
    if (json != state())
        m_configuration.undoStack()->push(new StateCommand(m_server, json));
}

QDir ServerRoutes::directory() const
{
    return m_configuration.directory();
}

} // namespace Signalbox
