#pragma once

#include "core/routes/scriptvalues.h"

#include <QJSValue>
#include <QSet>

namespace Signalbox {

class ScriptRealm;

/// One script, compiled. In the script process.
class Script
{
    Q_DISABLE_COPY_MOVE(Script)
public:
    /// `realm` outlives it.
    Script(const QString &source, const QString &file, ScriptRealm *realm);

    /// What is wrong with the source; nullopt: it can be run.
    const std::optional<ScriptFault> &fault() const { return m_fault; }
    /// Runs it once, no longer than the watchdog's deadline, with everything it has promised.
    ScriptOutcome run(const ScriptEvent &event);
    /// Whether the last run has changed the world's state.
    bool hasChangedState() const { return m_changedState; }

private:
    void compile();

    ScriptRealm *m_realm;
    QString m_source;
    QString m_file;
    const bool m_isMadeAnew; ///< for each run
    int m_generation = 0; ///< of the realm it is compiled in
    QSet<QString> m_hints; ///< that its runs have given
    QJSValue m_script;
    std::optional<ScriptFault> m_fault;
    bool m_changedState = false;
};

} // namespace Signalbox
