#pragma once

#include "core/config/configuration.h"
#include "core/routes/routestatus.h"
#include "core/routes/routetable.h"
#include "core/routes/scripthost.h"
#include "core/routes/scriptlibrary.h"
#include "core/server/damagedfile.h"
#include "core/server/routeeffects.h"
#include "core/server/routetester.h"
#include "core/server/scriptstatekeeper.h"

#include <QDir>
#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>

namespace Signalbox {

/// Everything about routes that is not for the shards: gives them the table, runs the scripts for
/// them, counts, switches off what breaks too often, keeps the scripts' state. The server's thread.
class RouteService final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RouteService)
public:
    /// How the script of a timer ended; `entry`: the sequence of the log entry that says so, 0:
    /// none does.
    using Done = std::function<void(const ScriptOutcome &outcome, quint64 entry)>;

    static constexpr int MaxBreaches = 3; ///< within BreachTime
    static constexpr std::chrono::seconds BreachTime{60};

    /// `base`: where relative file names start. `store`: where the state is kept.
    RouteService(const QDir &base, const QDir &store, ServerState *state,
                 QObject *parent = nullptr);
    /// Saves what is not saved yet. In the thread that it lives in.
    ~RouteService() override;

    /// Reads the state; call it once, in the thread, before apply().
    void start();
    /// Routes that are as before keep their counts, and stay off if they were.
    void apply(const Configuration &configuration);

    QList<RouteStatus> statuses() const;
    /// On: works again after it was switched off. Off: its messages are not passed on until it is
    /// on again, or changed.
    void setEnabled(const RouteName &route, bool enabled);
    void test(quint64 request, const RouteTest &test) { m_tester.test(request, test); }
    /// Runs the script of a timer or a schedule: what it asks for is done, what fails is logged;
    /// `done` is told how it ended. `event`: the script's `event`, a JSON object.
    void run(const ScriptConfig &script, const QByteArray &event, const RouteCause &cause,
             const Done &done);
    /// The object that scripts share; `state` is a JSON object of at most MaxScriptState bytes.
    void setState(const QByteArray &state);

Q_SIGNALS:
    void changed(const QList<Signalbox::RouteStatus> &statuses); ///< all of them, in order
    void tested(const Signalbox::RouteTestResult &result);
    void stateChanged(const QByteArray &state);
    void fileDamaged(const Signalbox::DamagedFile &file); ///< of the state; from start()

private:
    struct Route;

    std::shared_ptr<Route> makeRoute(const RouteName &name, bool enabled,
                                     const ScriptConfig &script, const QList<RuleConfig> &rules);
    void publish(const Configuration &configuration);
    void takeCalls();
    void runCall(RouteCall &&call);
    void rulesTooSlow(const RouteCall &call);
    void finished(const std::shared_ptr<Route> &route, const RouteCause &cause, quint64 request,
                  ScriptOutcome &&outcome);
    void scriptBroke(const ScriptLibrary::Script *script);
    void scriptReloaded(const ScriptLibrary::Script *script);
    void breakRoute(Route &route, const ScriptFault &fault);
    void countBreach(Route &route, const RouteCause &cause);
    /// The sequence of the entry that says that it failed; 0: it did not.
    quint64 perform(const RouteCause &cause, const ScriptOutcome &outcome);
    void answer(const RouteCause &cause, quint64 request, const ScriptOutcome &outcome);
    void note(Why why, const QString &detail, bool failed, int count = 0);
    void report();

    ServerState *m_state;
    QDir m_base;
    RouteEffects m_effects;
    ScriptHost m_host;
    ScriptLibrary m_library;
    RouteTester m_tester;
    ScriptStateKeeper m_stateKeeper;
    std::vector<std::shared_ptr<Route>> m_routes; ///< in configuration order
    QHash<RouteId, std::shared_ptr<Route>> m_byId;
    RouteId m_lastRoute = 0;
    QList<RouteStatus> m_reported;
    QTimer m_reportTimer;
    bool m_hasScripts = false; ///< so that the shards tell of their clients
};

} // namespace Signalbox
