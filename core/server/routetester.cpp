#include "core/server/routetester.h"

#include "core/routes/eventjson.h"
#include "core/routes/ruledecision.h"
#include "core/server/serverstate.h"
#include "core/values/closecode.h"

#include <QPointer>

namespace Signalbox {

namespace {

/// Which rule acts, and what it asks for.
void testRules(RouteTestResult *result, const RouteTest &test, const ClientMessage &message,
               const PathPattern::Parameters &parameters, std::chrono::milliseconds atMost)
{
    const std::vector<Rule> rules(test.rules.begin(), test.rules.end());
    std::atomic<quint64> runs{0};
    const RuleDecision decision = decide(
        rules,
        {.message = message, .client = test.client, .parameters = parameters, .now = wallTimeNow()},
        runs, atMost);
    switch (decision.result) {
    case RuleDecision::Result::Fits:
        result->rule = int(decision.rule);
        result->outcome.effects = {decision.effect};
        break;
    case RuleDecision::Result::NoneFits:
        result->outcome.effects = {{.kind = ScriptEffect::Kind::Pass}};
        break;
    case RuleDecision::Result::OutOfTime:
        result->outcome.result = ScriptOutcome::Result::TooSlow;
        result->outcome.fault.message = outOfTime(decision.rule, atMost, message.payload.size());
        break;
    }
}

/// The event of a request, if the route takes it; otherwise why not.
Why readRequest(QByteArray *event, const RouteTest &test)
{
    const Request &request = test.request;
    const auto path = request.path();
    if (!path)
        return Why::BadRequest;
    const auto pattern = PathPattern::parse(test.path);
    const auto parameters =
        pattern ? pattern->match(*path) : std::optional<PathPattern::Parameters>();
    if (!parameters)
        return Why::NoSuchPage;
    if (request.method != test.method && !(request.method == "HEAD" && test.method == "GET"))
        return Why::NotAllowed;
    *event = httpEventJson(request, *path, *parameters, wallTimeNow());
    return Why::None;
}

} // namespace

RouteTester::RouteTester(ScriptHost *host, const ScriptLibrary *library, QObject *parent)
    : QObject(parent)
    , m_host(host)
    , m_library(library)
{
}

void RouteTester::test(quint64 request, const RouteTest &test)
{
    RouteTestResult result;
    result.request = request;
    ScriptEvent event{.purpose = test.purpose, .isTest = true};
    switch (test.purpose) {
    case ScriptPurpose::Message:
        break;
    case ScriptPurpose::Timer:
        event.document = test.input;
        return testScript(result, test.script, event);
    case ScriptPurpose::Http:
        result.problem = readRequest(&event.document, test);
        if (result.problem != Why::None) {
            result.detail = QString::fromUtf8(test.request.method + ' ' + test.request.target);
            Q_EMIT tested(result);
            return;
        }
        return testScript(result, test.script, event);
    case ScriptPurpose::Connect:
    case ScriptPurpose::Disconnect:
        const bool left = test.purpose == ScriptPurpose::Disconnect;
        const ClientLeft ending{.code = CloseCode::Normal};
        event.document = clientEventJson(left ? EventType::Disconnect : EventType::Connect,
                                         wallTimeNow(), left ? &ending : nullptr);
        event.client = clientJson(test.client);
        return testScript(result, test.script, event);
    }
    EnvelopeReader envelopes(1024, 10'000);
    const auto read = envelopes.read(test.input);
    if (const auto *problem = std::get_if<EnvelopeProblem>(&read)) {
        result.problem = problem->why;
        result.detail = problem->detail;
        Q_EMIT tested(result);
        return;
    }
    result.message = std::get<ClientMessage>(read);
    event.message = result.message;
    const auto pattern = PathPattern::parse(test.path);
    const auto match =
        pattern ? pattern->match(test.client.path) : std::optional<PathPattern::Parameters>();
    const PathPattern::Parameters parameters = match.value_or(PathPattern::Parameters());
    if (!test.rules.isEmpty()) {
        testRules(&result, test, event.message, parameters, m_host->settings().deadline);
        Q_EMIT tested(result);
        return;
    }
    event.client = clientJson(test.client);
    event.context = contextJson(test.client, test.endpoint);
    event.route = routeJson(test.path, parameters);
    event.path = test.client.path;
    event.timestamp = millisecondsOf(wallTimeNow());
    testScript(result, test.script, event);
}

void RouteTester::testScript(const RouteTestResult &result, const ScriptConfig &script,
                             const ScriptEvent &event)
{
    const auto source = m_library->textOf(script);
    if (!source) {
        RouteTestResult failed = result;
        failed.outcome.result = ScriptOutcome::Result::Refused;
        failed.outcome.fault = {source.error().detail, script.fileName, 0};
        Q_EMIT tested(failed);
        return;
    }
    const ScriptId id = m_host->add(*source, script.fileName);
    m_host->run(id, event,
                [self = QPointer<RouteTester>(this), id, result](ScriptOutcome &&outcome) {
                    if (!self)
                        return;
                    RouteTestResult ended = result;
                    ended.outcome = std::move(outcome);
                    self->m_host->remove(id);
                    Q_EMIT self->tested(ended);
                });
}

} // namespace Signalbox
