#pragma once

#include "core/routes/scriptapi.h"

#include <QJSEngine>

#include <memory>

namespace Signalbox {

class ScriptWatchdog;

/// The engine in which all scripts of a process run, and what they find there. Nothing of it can be
/// changed (realm.js), so that neither runs nor scripts see of each other more than the state. In
/// one way the engine lets it be changed all the same: then there is a new one.
class ScriptRealm
{
    Q_DISABLE_COPY_MOVE(ScriptRealm)
public:
    /// For what scripts it is made.
    enum class For {
        Any, ///< which assign properties of any name to the objects they make
        KnownNames, ///< which assign none of refusedNames(); faster
    };
    ScriptRealm(ScriptWorld *world, ScriptWatchdog *watchdog, For scripts = For::Any);
    ~ScriptRealm();

    QJSEngine &engine() { return *m_engine; }
    const QSet<QString> &refusedNames() const { return m_refusedNames; }
    /// Another number when the engine is another, in which all has to be compiled again.
    int generation() const { return m_generation; }
    /// Between runs.
    void renewIfSpoilt();
    ScriptApi &api() { return m_api; }
    ScriptWorld &world() { return *m_world; }
    ScriptWatchdog &watchdog() { return *m_watchdog; }

    /// Calls a script's function; what is thrown is the value.
    QJSValue call(const QJSValue &script, const ScriptEvent &event);
    /// True: to call prepareState() is worth its time.
    bool saveState() { return m_saveState.call().toBool(); }
    /// Makes a state that stays as it is quick to read. Between runs.
    void prepareState() { m_prepareState.call(); }
    /// Lets promises go on, those that they make in turn too. A run that was stopped has none.
    void deliverPromises();
    void dropPromises();

private:
    /// Sees what the engine posts to itself, by which promises go on.
    class PostedEvents final : public QObject
    {
    public:
        explicit PostedEvents(const ScriptRealm &realm);
        void deliver(bool isDropped);

    private:
        bool eventFilter(QObject *, QEvent *) override;
        const ScriptRealm &m_realm;
        bool m_isDropped = false;
        bool m_seen = false;
    };

    void make();

    ScriptWorld *m_world;
    ScriptWatchdog *m_watchdog;
    const For m_for;
    QSet<QString> m_refusedNames;
    ScriptApi m_api;
    std::unique_ptr<QJSEngine> m_engine;
    int m_generation = 0;
    PostedEvents m_posted{*this};
    QJSValue m_message;
    QJSValue m_document;
    QJSValue m_saveState;
    QJSValue m_prepareState;
    QJSValue m_isSpoilt;
};

} // namespace Signalbox
