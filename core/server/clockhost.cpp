#include "core/server/clockhost.h"

#include "core/server/routeservice.h"
#include "core/server/shard.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

ClockHost::ClockHost(const QString &stateFile, ServerState *state, RouteService *routes,
                     QObject *parent)
    : QObject(parent)
    , m_state(state)
    , m_routes(routes)
    , m_time(this)
    , m_keeper(stateFile, this)
    , m_clock(*this, m_keeper, m_time)
{
}

ClockHost::~ClockHost() = default;

void ClockHost::start(const Configuration &configuration)
{
    if (std::exchange(m_isStarted, true))
        return;
    const ClockStateReading kept = m_keeper.load();
    m_clock.restore(kept);
    if (kept.recovery) {
        Q_EMIT fileDamaged({.kind = DamagedFile::Kind::TimerState,
                            .keptAs = kept.recovery->setAside,
                            .isEarlier = kept.recovery->savedAt.isValid()});
    }
    if (kept.failure) {
        Q_EMIT fileDamaged({.kind = DamagedFile::Kind::TimerState, .detail = kept.failure->detail});
    }
    m_clock.setTasks(configuration.timers, configuration.schedules);
    m_clock.start();
}

void ClockHost::apply(const Configuration &configuration)
{
    if (m_isStarted)
        m_clock.setTasks(configuration.timers, configuration.schedules);
}

void ClockHost::stop()
{
    m_clock.stop();
}

void ClockHost::sendSignal(const ClockRun &run, const Signal &signal)
{
    auto dispatch = std::make_shared<Dispatch>();
    dispatch->frame = std::make_shared<Frame>(signal.payload);
    dispatch->target = signal.target;
    dispatch->sent =
        Shard::entryOf(signal, run.kind == ClockKind::Timer ? LogKind::Timer : LogKind::Schedule);
    dispatch->sent.timer = run.name;
    dispatch->sent.cause = run.cause;
    dispatch->whenSent = [this, id = run.id](const LogEntry &sent) {
        RunResult result;
        result.outcome = sent.count > 0          ? RunOutcome::Sent
                         : sent.why == Why::Held ? RunOutcome::Held
                                                 : RunOutcome::Nobody;
        result.recipients = sent.count;
        result.waiting = sent.waiting;
        result.entry = sent.sequence;
        QMetaObject::invokeMethod(this, [this, id, result] { m_clock.finished(id, result); });
    };
    Shard::deliverToAll(*m_state, dispatch);
}

void ClockHost::runScript(const ClockRun &run, const ClockScript &script, const QByteArray &event)
{
    RouteCause cause;
    cause.route = run.name;
    cause.sequence = run.cause;
    cause.timer = run.name;
    cause.kind = run.kind == ClockKind::Timer ? LogKind::Timer : LogKind::Schedule;
    const auto ended = [this, id = run.id](const ScriptOutcome &outcome, quint64 entry) {
        RunResult result;
        const bool isDone = outcome.result == ScriptOutcome::Result::Done;
        result.outcome = isDone ? RunOutcome::Done : RunOutcome::Failed;
        result.detail = outcome.fault.toString();
        result.entry = entry;
        m_clock.finished(id, result);
    };
    m_routes->run(script, event, cause, ended);
}

quint64 ClockHost::log(const LogEntry &entry)
{
    if (entry.why == Why::ClockSetBack || entry.why == Why::ZoneChanged)
        Q_EMIT timeSet(entry);
    return m_state->feed.add(entry);
}

} // namespace Signalbox
