#pragma once

#include "core/routes/scriptapi.h"

#include <QJSEngine>

#include <functional>
#include <memory>

namespace Signalbox {

class ScriptWatchdog;

/// One script, compiled in an engine of its own, so that no script can spoil another's globals. In
/// the script process.
class Script
{
    Q_DISABLE_COPY_MOVE(Script)
public:
    Script(const QString &source, const QString &file, ScriptWorld *world,
           ScriptWatchdog *watchdog);
    ~Script();

    /// What is wrong with the source; nullopt: it can be run.
    const std::optional<ScriptFault> &fault() const { return m_fault; }
    /// Runs it once, no longer than the watchdog's deadline, with everything it has promised.
    ScriptOutcome run(const ScriptEvent &event);
    /// Whether the last run has changed the world's state.
    bool hasChangedState() const { return m_changedState; }

private:
    QJSValue call(const ScriptEvent &event);

    ScriptWorld *m_world;
    ScriptWatchdog *m_watchdog;
    QString m_file;
    ScriptApi m_api;
    QJSEngine m_engine;
    QJSValue m_script;
    QJSValue m_message;
    QJSValue m_document;
    QJSValue m_saveState;
    std::optional<ScriptFault> m_fault;
    bool m_changedState = false;
};

} // namespace Signalbox
