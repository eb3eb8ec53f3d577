#include "core/routes/script.h"

#include "core/routes/scriptrealm.h"
#include "core/routes/scriptsource.h"
#include "core/routes/scriptwatchdog.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

Script::Script(const QString &source, const QString &file, ScriptRealm *realm)
    : m_realm(realm)
    , m_source(source)
    , m_file(file)
    , m_isMadeAnew(ScriptSource::of(source).mayTagTemplates)
{
    compile();
}

void Script::compile()
{
    m_generation = m_realm->generation();
    m_fault.reset();
    m_realm->api().begin(nullptr, m_file, &m_hints);
    const ScriptWatchdog::Run run(&m_realm->watchdog(), &m_realm->engine());
    // On one line with the head, so that lines are counted as the author does.
    m_script = m_realm->engine().evaluate(
        u"(function (event) { 'use strict'; "_s + m_source + u"\n})"_s, ScriptApi::EngineFile, 1);
    m_realm->dropPromises(); // of a source that closes our brace and opens one
    if (run.isOver())
        m_fault = ScriptFault{u"it takes too long to compile"_s, m_file, 0};
    else if (m_script.isError())
        m_fault =
            ScriptFault{m_script.toString(), m_file, m_script.property(u"lineNumber"_s).toInt()};
    else if (!m_script.isCallable())
        m_fault = ScriptFault{u"SyntaxError: there is a closing brace too many"_s, m_file, 0};
}

ScriptOutcome Script::run(const ScriptEvent &event)
{
    using std::chrono::steady_clock;
    m_changedState = false;
    m_realm->renewIfSpoilt();
    if (m_isMadeAnew || m_generation != m_realm->generation())
        compile();
    ScriptApi &api = m_realm->api();
    api.begin(&event, m_file, &m_hints);
    if (m_fault) {
        api.outcome().result = ScriptOutcome::Result::Refused;
        api.outcome().fault = *m_fault;
        return std::move(api.outcome());
    }
    bool isStable = false;
    const auto start = steady_clock::now();
    {
        const ScriptWatchdog::Run guard(&m_realm->watchdog(), &m_realm->engine());
        if (const QJSValue result = m_realm->call(m_script, event); result.isError())
            api.fail(result.toString(), result.property(u"stack"_s).toString(), 0);
        m_realm->deliverPromises();
        if (!guard.isOver() && !api.hasFailed()) {
            if (api.isUnsettled())
                api.fail(u"it returned a promise that nothing settles"_s, {}, 0);
            else if (api.hasReadState())
                isStable = m_realm->saveState();
        }
        if (guard.isOver()) {
            api.outcome().result = ScriptOutcome::Result::TooSlow;
            api.outcome().fault = {
                u"it was stopped after %1 ms"_s.arg(m_realm->watchdog().deadline().count()), m_file,
                0};
        }
    }
    ScriptOutcome &outcome = api.outcome();
    outcome.took =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - start);
    if (outcome.result != ScriptOutcome::Result::Done) {
        outcome.effects.removeIf(
            [](const ScriptEffect &e) { return e.kind != ScriptEffect::Kind::Log; });
        outcome.leftOut = 0;
    } else {
        m_changedState = api.hasNewState() && !event.isTest;
    }
    if (event.isTest && api.hasNewState())
        ++m_realm->world().stateVersion; // the realm has noted what is not to stay
    if (isStable)
        m_realm->prepareState();
    return std::move(outcome);
}

} // namespace Signalbox
