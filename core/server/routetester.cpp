#include "core/server/routetester.h"

#include "core/routes/eventjson.h"
#include "core/routes/rule.h"
#include "core/server/serverstate.h"

#include <QPointer>

namespace Signalbox {

namespace {

/// Which rule acts, and what it asks for.
void testRules(RouteTestResult *result, const RouteTest &test, const ClientMessage &message,
               const PathPattern::Parameters &parameters)
{
    const TemplateValues values{.message = message,
                                .client = test.client,
                                .parameters = parameters,
                                .counter = 1,
                                .now = wallTimeNow()};
    for (qsizetype i = 0; i < test.rules.size(); ++i) {
        const Rule rule(test.rules[i]);
        if (!rule.fits(message))
            continue;
        result->rule = int(i);
        result->outcome.effects = {rule.effect(values)};
        return;
    }
    result->outcome.effects = {{.kind = ScriptEffect::Kind::Pass}};
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
    if (test.purpose != ScriptPurpose::Message) {
        event.document = test.input;
        if (test.purpose == ScriptPurpose::Connect || test.purpose == ScriptPurpose::Disconnect)
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
    event.message = std::get<ClientMessage>(read);
    const auto pattern = PathPattern::parse(test.path);
    const auto match =
        pattern ? pattern->match(test.client.path) : std::optional<PathPattern::Parameters>();
    const PathPattern::Parameters parameters = match.value_or(PathPattern::Parameters());
    if (!test.rules.isEmpty()) {
        testRules(&result, test, event.message, parameters);
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
