#include "core/server/routeservice.h"

#include "core/json/jsonscanner.h"
#include "core/routes/scriptresponse.h"
#include "core/server/shard.h"
#include "core/server/storefiles.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace Signalbox {

namespace {

constexpr auto ReportTime = 300ms;
constexpr size_t KeptTimes = 512; ///< runs of which p99 is taken
constexpr qsizetype MaxFaultText = 1000;

Why whyOf(const ScriptOutcome &outcome)
{
    switch (outcome.result) {
    case ScriptOutcome::Result::Done:
        return Why::None;
    case ScriptOutcome::Result::Threw:
        return Why::RouteFailed;
    case ScriptOutcome::Result::TooSlow:
        return Why::RouteTooSlow;
    case ScriptOutcome::Result::Crashed:
        return Why::RouteCrashed;
    case ScriptOutcome::Result::Refused:
        break;
    }
    return outcome.isFromOutside ? Why::RouteBroken : Why::RouteBusy;
}

} // namespace

struct RouteService::Route
{
    std::shared_ptr<RouteState> state = std::make_shared<RouteState>();
    bool enabled = true;
    ScriptConfig config;
    QList<RuleConfig> rules;
    const ScriptLibrary::Script *script = nullptr; ///< null: rules, or not enabled
    Why off = Why::None;
    std::optional<ScriptFault> lastError;
    quint64 cause = 0; ///< sequence of the message that led to it; 0: none did
    quint64 errorEntry = 0; ///< sequence of the entry that tells of it
    std::deque<steady_clock::time_point> breaches;
    std::vector<std::chrono::microseconds> times; ///< of the last runs, as a ring
    size_t nextTime = 0;

    void setOff(Why why)
    {
        off = why;
        state->isOff.store(why != Why::None);
    }
    void setError(const std::optional<ScriptFault> &fault, quint64 causeOfIt = 0, quint64 entry = 0)
    {
        lastError = fault;
        cause = causeOfIt;
        errorEntry = entry;
    }
    RouteStatus status() const
    {
        RouteStatus status{.route = state->name,
                           .enabled = enabled,
                           .off = off,
                           .runs = state->runs.load(),
                           .failures = state->failures.load(),
                           .lastError = lastError,
                           .cause = cause,
                           .errorEntry = errorEntry,
                           .p99 = std::nullopt};
        if (!times.empty()) {
            auto sorted = times;
            const auto at = sorted.begin() + qsizetype((sorted.size() - 1) * 99 / 100);
            std::nth_element(sorted.begin(), at, sorted.end());
            status.p99 = *at;
        }
        return status;
    }
};

RouteService::RouteService(const QDir &base, const QDir &store, ServerState *state, QObject *parent)
    : QObject(parent)
    , m_state(state)
    , m_base(base)
    , m_effects(state)
    , m_host(this)
    , m_library(&m_host, base, this)
    , m_tester(&m_host, &m_library, this)
    , m_stateKeeper(scriptStateFile(store), this)
    , m_reportTimer(this)
{
    m_state->routeInbox.setWake(
        [this] { QMetaObject::invokeMethod(this, [this] { takeCalls(); }); });
    connect(&m_host, &ScriptHost::caughtUp, this, [this] { m_effects.flush(); });
    connect(&m_host, &ScriptHost::restarted, this,
            [this](int lost) { note(Why::ScriptsRestarted, {}, false, lost); });
    connect(&m_host, &ScriptHost::unavailable, this,
            [this](const QString &why) { note(Why::RouteBroken, why, true); });
    connect(&m_host, &ScriptHost::stateChanged, this, [this] {
        m_stateKeeper.save(m_host.state());
        Q_EMIT stateChanged(m_host.state());
    });
    connect(&m_stateKeeper, &ScriptStateKeeper::failed, this,
            [this](const Error &error) { note(Why::ScriptStateUnsaved, error.detail, true); });
    connect(&m_library, &ScriptLibrary::broke, this, &RouteService::scriptBroke);
    connect(&m_library, &ScriptLibrary::reloaded, this, &RouteService::scriptReloaded);
    connect(&m_tester, &RouteTester::tested, this, &RouteService::tested);
    m_reportTimer.setInterval(ReportTime);
    connect(&m_reportTimer, &QTimer::timeout, this, &RouteService::report);
}

RouteService::~RouteService()
{
    m_state->routeInbox.setWake(nullptr);
    m_stateKeeper.finish();
    m_host.disconnect(this);
}

void RouteService::note(Why why, const QString &detail, bool failed, int count)
{
    LogEntry entry;
    entry.at = wallTimeNow();
    entry.kind = failed ? LogKind::Error : LogKind::Note;
    entry.why = why;
    entry.failed = failed;
    entry.detail = detail;
    entry.count = quint32(count);
    m_state->feed.add(entry);
}

void RouteService::start()
{
    const auto loaded = m_stateKeeper.load();
    if (!loaded) {
        note(Why::ScriptStateUnsaved, loaded.error().detail, true);
        Q_EMIT fileDamaged(
            {.kind = DamagedFile::Kind::ScriptState, .detail = loaded.error().detail});
        return;
    }
    if (const auto &recovery = loaded->recovery) {
        const bool isEarlier = recovery->savedAt.isValid();
        note(isEarlier ? Why::ScriptStateRecovered : Why::ScriptStateLost, recovery->setAside,
             true);
        Q_EMIT fileDamaged({.kind = DamagedFile::Kind::ScriptState,
                            .keptAs = recovery->setAside,
                            .isEarlier = isEarlier});
    }
    m_host.setState(loaded->state);
    Q_EMIT stateChanged(loaded->state);
}

void RouteService::apply(const Configuration &configuration)
{
    ScriptSettings settings = m_host.settings();
    settings.deadline = configuration.scriptLimits.deadline;
    settings.megabytes = configuration.scriptLimits.megabytes;
    m_host.setSettings(settings);
    m_library.beginUse();
    publish(configuration);
    for (const TimerConfig &timer : configuration.timers)
        if (const auto *script = std::get_if<ScriptConfig>(&timer.action))
            m_library.use(*script, timer.name);
    for (const ScheduleConfig &schedule : configuration.schedules)
        if (const auto *script = std::get_if<ScriptConfig>(&schedule.action))
            m_library.use(*script, schedule.name);
    m_library.dropUnused();
    if (m_routes.empty())
        m_reportTimer.stop();
    else if (!m_reportTimer.isActive())
        m_reportTimer.start();
    report();
}

std::shared_ptr<RouteService::Route> RouteService::makeRoute(const RouteName &name, bool enabled,
                                                             const ScriptConfig &script,
                                                             const QList<RuleConfig> &rules)
{
    std::shared_ptr<Route> route;
    for (const auto &known : std::as_const(m_byId))
        if (known->state->name == name && known->enabled == enabled && known->config == script
            && known->rules == rules)
            route = known;
    if (!route) {
        route = std::make_shared<Route>();
        route->state->id = ++m_lastRoute;
        route->state->name = name;
        route->enabled = enabled;
        route->config = script;
        route->rules = rules;
    }
    route->script = nullptr;
    if (enabled && rules.isEmpty()) {
        route->script = m_library.use(script, name.name);
        if (route->script->fault)
            breakRoute(*route, *route->script->fault);
    }
    return route;
}

void RouteService::publish(const Configuration &configuration)
{
    auto table = std::make_shared<RouteTable>();
    std::vector<std::shared_ptr<Route>> routes;
    for (const SignalRouteConfig &config : configuration.signalRoutes) {
        const auto pattern = PathPattern::parse(config.path);
        if (!pattern)
            continue; // checked when it was read
        const auto route = makeRoute({RouteKind::Signal, config.path}, config.enabled,
                                     config.script, config.rules);
        routes.push_back(route);
        if (!config.enabled)
            continue;
        SignalRoute entry{.pattern = *pattern,
                          .state = route->state,
                          .ruleTime = configuration.scriptLimits.deadline};
        for (const RuleConfig &rule : config.rules)
            entry.rules.emplace_back(rule);
        entry.readsMessages = std::ranges::any_of(entry.rules, &Rule::readsMessage);
        table->add(std::move(entry));
    }
    for (const HttpRouteConfig &config : configuration.httpRoutes) {
        const auto pattern = PathPattern::parse(config.path);
        if (!pattern)
            continue;
        const auto route = makeRoute({RouteKind::Http, QString(config.method % u' ' % config.path)},
                                     config.enabled, config.script, {});
        routes.push_back(route);
        if (config.enabled)
            table->add(HttpRoute{config.method.toLatin1(), *pattern, route->state});
    }
    QHash<QString, int> events;
    for (const EventConfig &config : configuration.events) {
        const auto pattern = PathPattern::parse(config.path);
        if (!pattern)
            continue;
        QString name =
            (config.type == EventType::Connect ? u"connect "_s : u"disconnect "_s) + config.path;
        if (const int number = ++events[name]; number > 1)
            name += u" #%1"_s.arg(number);
        const auto route = makeRoute({RouteKind::Event, name}, config.enabled, config.script, {});
        routes.push_back(route);
        if (config.enabled)
            table->add(EventRoute{config.type, *pattern, route->state});
    }
    for (const PagesConfig &config : configuration.pages) {
        const QString path = percentDecoded(config.path);
        table->add(PagesFolder{path.endsWith(u'/') ? path : path + u'/',
                               m_base.absoluteFilePath(config.directory)});
    }
    table->sort();
    m_routes = std::move(routes);
    m_byId.clear();
    for (const auto &route : m_routes)
        m_byId.insert(route->state->id, route);
    const auto runsScript = [](const ClockTask &task) {
        return std::holds_alternative<ScriptConfig>(task.action); // it may be switched on by hand
    };
    table->hasScripts =
        std::any_of(m_routes.begin(), m_routes.end(),
                    [](const auto &route) { return route->script != nullptr; })
        || std::any_of(configuration.timers.begin(), configuration.timers.end(), runsScript)
        || std::any_of(configuration.schedules.begin(), configuration.schedules.end(), runsScript);
    if (table->hasScripts != std::exchange(m_hasScripts, table->hasScripts)) {
        takeCalls(); // of the time before
        m_host.forgetClients(); // the shards tell who is there, if anybody asks
    }
    for (Shard *shard : m_state->shards)
        QMetaObject::invokeMethod(shard, [shard, table] { shard->setRoutes(table); });
}

void RouteService::scriptReloaded(const ScriptLibrary::Script *script)
{
    for (const auto &route : m_routes) {
        if (route->script != script)
            continue;
        route->breaches.clear();
        route->setError({});
        route->setOff(Why::None); // what it was off for may be mended
    }
    report();
}

void RouteService::scriptBroke(const ScriptLibrary::Script *script)
{
    for (const auto &route : m_routes)
        if (route->script == script)
            breakRoute(*route, *script->fault);
    report();
}

void RouteService::breakRoute(Route &route, const ScriptFault &fault)
{
    if (route.off == Why::RouteBroken && route.lastError == fault)
        return;
    route.setOff(Why::RouteBroken);
    RouteCause cause;
    cause.path = route.state->name.name;
    route.setError(fault, 0,
                   m_effects.fail(cause, Why::RouteBroken, fault.toString().left(MaxFaultText)));
}

void RouteService::setEnabled(const RouteName &name, bool enabled)
{
    for (const auto &route : m_routes) {
        if (route->state->name != name)
            continue;
        route->breaches.clear();
        if (route->off == Why::RouteBroken)
            continue; // only another script mends it
        route->setOff(enabled ? Why::None : Why::RouteSwitchedOff);
    }
    report();
}

void RouteService::takeCalls()
{
    for (RouteCall &call : m_state->routeInbox.take()) {
        switch (call.kind) {
        case RouteCall::Kind::Join:
            m_host.join(call.cause.client, call.event.path, call.event.client);
            break;
        case RouteCall::Kind::Leave:
            m_host.leave(call.cause.client);
            break;
        case RouteCall::Kind::Run:
            runCall(std::move(call));
            break;
        case RouteCall::Kind::TooSlow:
            rulesTooSlow(call);
            break;
        }
    }
    m_effects.flush();
}

void RouteService::runCall(RouteCall &&call)
{
    const auto route = m_byId.value(call.route);
    if (!route || !route->script || route->off != Why::None) { // it has changed meanwhile
        if (call.cause.isMessage)
            m_effects.fail(call.cause, Why::RouteOff, call.cause.route);
        if (call.request != 0) {
            ScriptOutcome refused;
            refused.result = ScriptOutcome::Result::Refused;
            answer(call.cause, call.request, refused);
        }
        return;
    }
    m_host.run(route->script->id, call.event,
               [this, route, cause = std::move(call.cause),
                request = call.request](ScriptOutcome &&outcome) {
                   finished(route, cause, request, std::move(outcome));
               });
}

void RouteService::rulesTooSlow(const RouteCall &call)
{
    const quint64 entry = m_effects.fail(call.cause, Why::RuleTooSlow, call.problem);
    const auto route = m_byId.value(call.route);
    if (!route) // it has changed meanwhile
        return;
    route->state->failures.fetch_add(1);
    route->setError(ScriptFault{.message = call.problem}, call.cause.sequence, entry);
    countBreach(*route, call.cause);
}

void RouteService::answer(const RouteCause &cause, quint64 request, const ScriptOutcome &outcome)
{
    Shard *shard = m_state->shards[size_t(cause.shard)];
    QMetaObject::invokeMethod(shard, [shard, request, response = scriptResponse(outcome)] {
        shard->respond(request, response);
    });
}

void RouteService::finished(const std::shared_ptr<Route> &route, const RouteCause &cause,
                            quint64 request, ScriptOutcome &&outcome)
{
    const bool ran = outcome.result != ScriptOutcome::Result::Refused;
    if (ran) {
        route->state->runs.fetch_add(1);
        if (route->times.size() < KeptTimes)
            route->times.push_back(outcome.took);
        else
            route->times[route->nextTime++ % KeptTimes] = outcome.took;
    }
    const quint64 entry = perform(cause, outcome);
    if (outcome.result != ScriptOutcome::Result::Done) {
        route->state->failures.fetch_add(1);
        route->setError(outcome.fault, cause.sequence, entry);
    }
    if (outcome.isBreach())
        countBreach(*route, cause);
    if (request != 0)
        answer(cause, request, outcome);
}

quint64 RouteService::perform(const RouteCause &cause, const ScriptOutcome &outcome)
{
    m_effects.perform(cause, outcome.effects, outcome.leftOut);
    if (outcome.result == ScriptOutcome::Result::Done)
        return 0;
    return m_effects.fail(cause, whyOf(outcome), outcome.fault.toString().left(MaxFaultText));
}

void RouteService::countBreach(Route &route, const RouteCause &cause)
{
    const auto now = steady_clock::now();
    route.breaches.push_back(now);
    while (now - route.breaches.front() > BreachTime)
        route.breaches.pop_front();
    if (route.breaches.size() < MaxBreaches || route.off != Why::None)
        return;
    route.setOff(Why::RouteSwitchedOff);
    RouteCause told;
    told.path = route.state->name.name;
    told.sequence = cause.sequence;
    told.endpoint = cause.endpoint; // the error may quote its clients
    m_effects.fail(told, Why::RouteSwitchedOff,
                   route.lastError ? route.lastError->toString().left(MaxFaultText) : QString());
    report();
}

void RouteService::run(const ScriptConfig &script, const QByteArray &event, const RouteCause &cause,
                       const Done &done)
{
    ScriptEvent asked{.purpose = ScriptPurpose::Timer, .document = event};
    const ScriptLibrary::Script *known = m_library.use(script, cause.route);
    const auto ended = [this, cause, done](ScriptOutcome &&outcome) {
        const quint64 entry = perform(cause, outcome);
        done(outcome, entry);
    };
    if (!known->fault)
        return m_host.run(known->id, asked, ended);
    ScriptOutcome refused;
    refused.result = ScriptOutcome::Result::Refused;
    refused.fault = *known->fault;
    ended(std::move(refused));
    m_effects.flush();
}

QList<RouteStatus> RouteService::statuses() const
{
    QList<RouteStatus> statuses;
    for (const auto &route : m_routes)
        statuses.append(route->status());
    return statuses;
}

void RouteService::report()
{
    m_effects.flush();
    const QList<RouteStatus> now = statuses();
    if (now == m_reported)
        return;
    m_reported = now;
    Q_EMIT changed(now);
}

void RouteService::setState(const QByteArray &state)
{
    if (state.size() > MaxScriptState || !state.startsWith('{') || validateJson(state))
        return;
    m_host.setState(state);
    m_stateKeeper.save(state);
    m_stateKeeper.begin();
    Q_EMIT stateChanged(state);
}

} // namespace Signalbox
