#pragma once

#include "core/routes/scriptrealm.h"
#include "core/routes/scriptsource.h"

#include <memory>

namespace Signalbox {

/// The realms of a script process, made when they are first needed.
class ScriptRealms
{
    Q_DISABLE_COPY_MOVE(ScriptRealms)
public:
    ScriptRealms(ScriptWorld *world, ScriptWatchdog *watchdog)
        : m_world(world)
        , m_watchdog(watchdog)
    {
    }

    /// The fastest in which this script does all that it may.
    ScriptRealm *of(const QString &source)
    {
        const ScriptSource found = ScriptSource::of(source);
        if (!found.mayAssignAny) {
            ScriptRealm *realm = made(m_knownNames, ScriptRealm::For::KnownNames);
            if (!realm->refusedNames().intersects(found.assigned))
                return realm;
        }
        return made(m_any, ScriptRealm::For::Any);
    }

private:
    ScriptRealm *made(std::unique_ptr<ScriptRealm> &realm, ScriptRealm::For scripts)
    {
        if (!realm)
            realm = std::make_unique<ScriptRealm>(m_world, m_watchdog, scripts);
        return realm.get();
    }

    ScriptWorld *m_world;
    ScriptWatchdog *m_watchdog;
    std::unique_ptr<ScriptRealm> m_knownNames;
    std::unique_ptr<ScriptRealm> m_any;
};

} // namespace Signalbox
