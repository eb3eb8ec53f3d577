#include "core/routes/script.h"

#include "core/routes/scriptwatchdog.h"

#include <QCoreApplication>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

QString textOf(const QString &resource)
{
    QFile file(resource);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened)
    return QString::fromUtf8(file.readAll());
}

const QString &prelude()
{
    static const QString text = textOf(u":/routes/prelude.js"_s);
    return text;
}

const QString &realm()
{
    static const QString text = textOf(u":/routes/realm.js"_s);
    return text;
}

/// Promises go on in events that the engine posts to itself: delivers them, and those that they
/// post in turn. Those of a run that was stopped are dropped: the next run is not to make them.
class PostedEvents final : public QObject
{
public:
    explicit PostedEvents(const QJSEngine &engine)
        : m_engine(engine)
    {
        QCoreApplication::instance()->installEventFilter(this);
    }
    void deliver()
    {
        do {
            m_seen = false;
            QCoreApplication::sendPostedEvents();
        } while (m_seen);
    }

private:
    bool eventFilter(QObject *, QEvent *) override
    {
        m_seen = true;
        return m_engine.isInterrupted();
    }
    const QJSEngine &m_engine;
    bool m_seen = false;
};

} // namespace

Script::Script(const QString &source, const QString &file, ScriptWorld *world,
               ScriptWatchdog *watchdog)
    : m_world(world)
    , m_watchdog(watchdog)
    , m_file(file)
    , m_api(world)
{
    QJSEngine::setObjectOwnership(&m_api, QJSEngine::CppOwnership);
    m_api.setFile(file);
    const QJSValue make = m_engine.evaluate(prelude(), u"prelude.js"_s);
    const QJSValue functions = make.call({m_engine.newQObject(&m_api), m_engine.globalObject()});
    Q_ASSERT_X(!functions.isError(), "prelude.js", qPrintable(functions.toString()));
    const QJSValue isMade =
        m_engine.evaluate(realm(), u"realm.js"_s).call({m_engine.globalObject()});
    Q_ASSERT_X(!isMade.isError(), "realm.js", qPrintable(isMade.toString()));
    m_message = functions.property(u"message"_s);
    m_document = functions.property(u"document"_s);
    m_saveState = functions.property(u"saveState"_s);
    const ScriptWatchdog::Run run(m_watchdog, &m_engine);
    // On one line with the head, so that lines are counted as the author does.
    m_script = m_engine.evaluate(u"(function (event) { 'use strict'; "_s + source + u"\n})"_s,
                                 ScriptApi::EngineFile, 1);
    if (run.isOver())
        m_fault = ScriptFault{u"it takes too long to compile"_s, file, 0};
    else if (m_script.isError())
        m_fault =
            ScriptFault{m_script.toString(), file, m_script.property(u"lineNumber"_s).toInt()};
    else if (!m_script.isCallable())
        m_fault = ScriptFault{u"SyntaxError: there is a closing brace too many"_s, file, 0};
}

Script::~Script()
{
    m_watchdog->forget(&m_engine);
}

QJSValue Script::call(const ScriptEvent &event)
{
    if (event.purpose != ScriptPurpose::Message) {
        return m_document.call({m_script, int(event.purpose), QString::fromUtf8(event.document),
                                !event.client.isEmpty()});
    }
    const ClientMessage &message = event.message;
    return m_message.call({m_script, QString::fromUtf8(message.payload),
                           message.type == PayloadType::Text, message.path, message.group,
                           message.clientId, message.direct, event.path, double(event.timestamp)});
}

ScriptOutcome Script::run(const ScriptEvent &event)
{
    using std::chrono::steady_clock;
    m_changedState = false;
    m_api.begin(&event);
    if (m_fault) {
        m_api.outcome().result = ScriptOutcome::Result::Refused;
        m_api.outcome().fault = *m_fault;
        return std::move(m_api.outcome());
    }
    const auto start = steady_clock::now();
    {
        const ScriptWatchdog::Run guard(m_watchdog, &m_engine);
        if (const QJSValue result = call(event); result.isError())
            m_api.fail(result.toString(), result.property(u"stack"_s).toString(), 0);
        PostedEvents(m_engine).deliver();
        if (!guard.isOver() && !m_api.hasFailed()) {
            if (m_api.isUnsettled())
                m_api.fail(u"it returned a promise that nothing settles"_s, {}, 0);
            else if (m_api.hasReadState())
                m_saveState.call();
        }
        if (guard.isOver()) {
            m_api.outcome().result = ScriptOutcome::Result::TooSlow;
            m_api.outcome().fault = {
                u"it was stopped after %1 ms"_s.arg(m_watchdog->deadline().count()), m_file, 0};
        }
    }
    ScriptOutcome &outcome = m_api.outcome();
    outcome.took =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - start);
    if (outcome.result != ScriptOutcome::Result::Done) {
        outcome.effects.removeIf(
            [](const ScriptEffect &e) { return e.kind != ScriptEffect::Kind::Log; });
        outcome.leftOut = 0;
    } else {
        m_changedState = m_api.hasNewState() && !event.isTest;
    }
    if (m_api.hasReadState() && (event.isTest || outcome.result != ScriptOutcome::Result::Done))
        ++m_world->stateVersion; // what the script did to its copy is forgotten
    return std::move(outcome);
}

} // namespace Signalbox
