#include "core/clock/clock.h"

#include "core/clock/clockedtask.h"
#include "core/json/objectwriter.h"

#include <algorithm>
#include <limits>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::seconds;

namespace {

constexpr microseconds PublishInterval = 250ms;
constexpr microseconds ZoneInterval = 1s; ///< between two looks at the computer's time zone
constexpr microseconds TellInterval = 1s; ///< between two rows about what one timer left out
/// The wall clock may be set, and the computer may wake, without a word to us.
constexpr microseconds LongestSleep = 10s;

/// The JSON that a script is told about its timer.
QByteArray eventOf(const TimerStatus &status, WallTime now)
{
    const auto time = [](const std::optional<WallTime> &at) {
        return at ? json(isoText(*at)) : "null"_ba;
    };
    ObjectWriter timer;
    timer.add("name", json(status.name));
    timer.add("count", json(qint64(status.count)));
    timer.add("last", time(status.lastRun));
    timer.add("next", time(status.nextRun));
    ObjectWriter event;
    event.add("timer", timer.result());
    event.add("timestamp", time(now));
    return event.result();
}

} // namespace

Clock::Clock(ClockUser &user, ClockKeeper &keeper, TimeSource &time)
    : m_user(user)
    , m_time(time)
    , m_memory(keeper, time)
    , m_zone(time.zone())
{
    m_time.wake = [this] { wake(); };
    m_memory.state = [this] { return stateNow(); };
    m_memory.written = [this](quint64 version) { written(version); };
    m_memory.failed = [this](const Error &error) { notWritten(error); };
}

Clock::~Clock()
{
    m_time.cancel();
    m_time.wake = nullptr;
}

void Clock::restore(const ClockStateReading &reading)
{
    m_known = reading.state;
    if (!reading.recovery)
        return;
    // an earlier save does not know what has run since: nothing may run twice
    for (TaskState &state : m_known)
        state.handled = std::max(state.handled.value_or(m_time.wall()), m_time.wall());
    LogEntry entry;
    entry.at = m_time.wall();
    entry.kind = LogKind::Error;
    entry.why = reading.recovery->savedAt.isValid() ? Why::StateRecovered : Why::StateDamaged;
    entry.failed = true;
    entry.detail = reading.recovery->setAside;
    m_user.log(entry);
}

ClockedTask *Clock::find(const QString &name) const
{
    const auto found = std::find_if(m_tasks.begin(), m_tasks.end(),
                                    [&name](const auto &task) { return task->name() == name; });
    return found == m_tasks.end() ? nullptr : found->get();
}

template<typename Config>
void Clock::take(std::vector<std::unique_ptr<ClockedTask>> &before, const Config &config)
{
    const ClockKind kind =
        std::is_same_v<Config, TimerConfig> ? ClockKind::Timer : ClockKind::Schedule;
    const auto old = std::find_if(before.begin(), before.end(), [&](const auto &task) {
        return task && task->kind() == kind && task->name() == config.name;
    });
    if (old == before.end()) {
        m_tasks.push_back(std::make_unique<ClockedTask>(config));
        ClockedTask &task = *m_tasks.back();
        task.setZone(m_zone);
        task.state = m_known.value(config.name);
        if (m_running || !task.state.handled) {
            task.state.handled = m_time.wall(); // it was not there, so it missed nothing
            remember(task);
        }
        if (m_running)
            restart(task, false);
        return;
    }
    m_tasks.push_back(std::move(*old));
    ClockedTask &task = *m_tasks.back();
    if (task.is(config))
        return;
    const bool wasEnabled = task.isEnabled();
    if (task.config().enabled != config.enabled && task.state.enabled) {
        task.state.enabled.reset();
        remember(task);
    }
    const bool hasOtherTimes = task.take(config);
    task.setZone(m_zone);
    if (hasOtherTimes || wasEnabled != task.isEnabled())
        restart(task, !wasEnabled && task.isEnabled());
    else
        plan(task); // its limit may be another
}

void Clock::setTasks(const QList<TimerConfig> &timers, const QList<ScheduleConfig> &schedules)
{
    std::vector<std::unique_ptr<ClockedTask>> before = std::exchange(m_tasks, {});
    for (const TimerConfig &timer : timers)
        take(before, timer);
    for (const ScheduleConfig &schedule : schedules)
        take(before, schedule);
    for (const auto &task : before)
        if (task)
            forget(*task);
    arm();
}

void Clock::forget(ClockedTask &task)
{
    unplan(task);
    m_changed.erase(&task);
    m_leftOut.erase(&task);
    m_runs.erase(task.run);
    std::erase_if(m_pending, [&task](const Pending &p) { return p.run.id == task.run; });
    m_known.insert(task.name(), task.state);
    m_memory.change();
    m_user.timerRemoved(task.name());
}

void Clock::start()
{
    m_running = true;
    m_lastWall = m_zoneSeen = m_time.wall();
    for (const auto &each : m_tasks) {
        ClockedTask &task = *each;
        task.isFinishTold = task.isLimitReached();
        task.origin = m_time.monotonic();
        task.decidedUntil = floor<seconds>(task.state.handled.value_or(m_lastWall));
        const bool isActive = task.isEnabled() && !task.isLimitReached();
        if (isActive && task.isTimer()) {
            const int missed =
                madeUpAfter(task.timer, m_lastWall - task.state.handled.value_or(m_lastWall));
            task.backlog.assign(size_t(missed), m_lastWall);
        }
        if (isActive && task.config().onStart)
            begin(task, task.origin, false);
        plan(task);
        beginNext(task);
        changed(task);
    }
    if (m_memory.dueAt())
        m_memory.write(); // what is new is known from the first moment on
    wake();
}

void Clock::stop()
{
    if (!m_running)
        return;
    tellLeftOut();
    m_running = false;
    for (const Pending &pending : m_pending)
        if (ClockedTask *task = m_runs.at(pending.run.id); task->isAllotted())
            --task->state.count; // it was not made
    for (const auto &task : m_tasks)
        if (task->writtenCount() != task->state.count)
            remember(*task); // from now on it is known how many were made
    m_pending.clear();
    m_time.cancel();
    m_memory.close();
}

/// Its times are others from now on, or it was switched on or off.
void Clock::restart(ClockedTask &task, bool isSwitchedOn)
{
    if (isSwitchedOn) {
        task.state.count = 0;
        task.failures = 0;
    }
    task.switchedItselfOff = false;
    task.isFinishTold = false;
    task.backlog.clear();
    task.origin = m_time.monotonic();
    task.decided = 0;
    task.state.handled = m_time.wall();
    task.decidedUntil = floor<seconds>(*task.state.handled);
    task.allotted = task.written = task.allottedVersion = 0;
    remember(task);
    plan(task);
}

void Clock::setEnabled(const QString &name, bool enabled)
{
    ClockedTask *task = find(name);
    if (!task || task->isEnabled() == enabled)
        return;
    task->state.enabled = enabled == task->config().enabled ? std::nullopt : std::optional(enabled);
    restart(*task, enabled);
    m_memory.write();
    arm();
}

void Clock::switchOff(ClockedTask &task)
{
    const int failures = std::exchange(task.failures, 0);
    task.state.enabled = false;
    restart(task, false);
    m_memory.write();
    task.switchedItselfOff = true;
    log(task, Why::SwitchedOff, quint64(failures));
}

void Clock::unplan(ClockedTask &task)
{
    if (const auto at = std::exchange(task.nextTick, std::nullopt))
        m_ticks.erase({*at, &task});
    if (const auto at = std::exchange(task.nextInstant, std::nullopt))
        m_instants.erase({*at, &task});
}

/// Puts it where it comes next, or nowhere.
void Clock::plan(ClockedTask &task)
{
    unplan(task);
    changed(task);
    if (!m_running || !task.isEnabled())
        return;
    if (task.isLimitReached()) {
        task.backlog.clear();
    } else if (task.isTimer()) {
        const qint64 tick = std::max<qint64>(task.decided, task.timer.skip) + 1;
        task.nextTick = task.origin + tick * task.timer.interval;
        m_ticks.insert({*task.nextTick, &task});
    } else if (const auto next = task.plan->next(task.decidedUntil)) {
        task.nextInstant = *next;
        m_instants.insert({*task.nextInstant, &task});
    }
}

void Clock::wake()
{
    if (!m_running)
        return;
    checkWallClock();
    checkZone();
    const microseconds now = m_time.monotonic();
    while (!m_ticks.empty() && m_ticks.begin()->first <= now)
        tick(*m_ticks.begin()->second);
    const WallTime wall = m_time.wall();
    while (!m_instants.empty() && m_instants.begin()->first <= wall)
        check(*m_instants.begin()->second);
    if (m_publishAt && *m_publishAt <= now)
        publish();
    if (m_tellAt && *m_tellAt <= now)
        tellLeftOut();
    m_memory.wake();
    arm();
}

/// A clock that was set back makes schedules wait: say so.
void Clock::checkWallClock()
{
    const WallTime before = std::exchange(m_lastWall, m_time.wall());
    if (m_lastWall + LateTolerance >= before || m_instants.empty())
        return;
    LogEntry entry;
    entry.at = m_lastWall;
    entry.kind = LogKind::Note;
    entry.why = Why::ClockSetBack;
    entry.detail = isoText(before);
    m_user.log(entry);
}

/// The computer has another time zone: schedules without one of their own go by it from now on.
void Clock::checkZone()
{
    const microseconds now = m_time.monotonic();
    const bool isDue = !m_instants.empty() && m_instants.begin()->first <= m_time.wall();
    if (!isDue && now - m_zoneChecked < ZoneInterval)
        return;
    m_zoneChecked = now;
    // what is due by the new zone since the last look is not missed
    const WallTime before = std::exchange(m_zoneSeen, m_time.wall());
    const QTimeZone zone = m_time.zone();
    if (zone == m_zone)
        return;
    const QTimeZone last = std::exchange(m_zone, zone);
    bool isFollowed = false;
    for (const auto &each : m_tasks) {
        ClockedTask &task = *each;
        if (!task.setZone(zone))
            continue;
        isFollowed = true;
        task.decidedUntil =
            std::max(task.decidedUntil, floor<seconds>(std::min(before, m_zoneSeen)));
        if (task.backlog.empty()) {
            task.state.handled = task.decidedUntil;
            remember(task);
        }
        plan(task);
    }
    if (!isFollowed)
        return;
    LogEntry entry;
    entry.at = m_zoneSeen;
    entry.why = Why::ZoneChanged;
    entry.detail = QString::fromUtf8(last.id() + ' ' + zone.id());
    m_user.log(entry);
}

void Clock::tick(ClockedTask &task)
{
    const microseconds now = m_time.monotonic();
    const TickDecision decision = decideTick(task.timer, task.decided, now - task.origin);
    task.decided = decision.tick;
    leaveOut(task, RunOutcome::Missed, decision.missed);
    leaveOut(task, RunOutcome::TooLate, decision.tooLate);
    const microseconds due = task.origin + decision.tick * task.timer.interval;
    enqueue(task, std::vector<WallTime>(size_t(decision.runs), m_time.wall() - (now - due)));
    plan(task);
    beginNext(task);
}

void Clock::check(ClockedTask &task)
{
    const ScheduleDecision decision =
        task.plan->decide(task.decidedUntil, m_time.wall(), task.config().missed);
    task.decidedUntil = decision.handled;
    leaveOut(task, RunOutcome::Missed, decision.missed,
             isoText(decision.firstMissed) + u'/' + isoText(decision.lastMissed));
    leaveOut(task, RunOutcome::TooLate, decision.tooLate);
    enqueue(task, std::vector<WallTime>(decision.runs.begin(), decision.runs.end()));
    if (task.backlog.empty()) {
        task.state.handled = task.decidedUntil;
        m_memory.change();
    }
    plan(task);
    beginNext(task);
}

/// What is due while a run is under way waits if it is a signal, which takes no time, until the
/// next is due; a script may take any time, and its runs are left out.
void Clock::enqueue(ClockedTask &task, const std::vector<WallTime> &runs)
{
    const bool waits = task.run != 0 || !task.backlog.empty();
    if (waits && !task.isSignal()) {
        leaveOut(task, RunOutcome::StillRunning, quint64(runs.size()));
        return;
    }
    task.backlog.insert(task.backlog.end(), runs.begin(), runs.end());
    const size_t most = task.config().missed == MissedPolicy::All ? MostMadeUp : 1;
    quint64 leftOut = 0;
    for (; waits && task.backlog.size() > most; ++leftOut)
        task.backlog.pop_front();
    leaveOut(task, RunOutcome::StillRunning, leftOut);
}

/// Begins what waits for the run before, if there is none any more.
void Clock::beginNext(ClockedTask &task)
{
    if (task.run != 0 || task.backlog.empty() || task.isLimitReached() || !m_running)
        return;
    const WallTime instant = task.backlog.front();
    task.backlog.pop_front();
    task.state.handled = instant;
    begin(task, m_time.monotonic() - (m_time.wall() - instant), false);
}

void Clock::begin(ClockedTask &task, microseconds due, bool byHand)
{
    const WallTime now = m_time.wall();
    Pending pending{{.id = ++m_lastRun, .name = task.name(), .kind = task.kind(), .cause = 0}, due};
    task.run = pending.run.id;
    task.current = {.at = now, .byHand = byHand};
    m_runs.insert({task.run, &task});
    task.state.lastRun = now;
    if (byHand)
        pending.run.cause = task.current.entry = log(task, Why::RunByHand, 0);
    else if (++task.state.count; task.isLimitReached())
        plan(task); // it was the last
    const quint64 version = remember(task);
    changed(task);
    if (!byHand)
        pending.version = task.isWrittenFirst() ? version : allot(task, version);
    if (pending.version == 0) {
        send(task, pending);
        return;
    }
    m_pending.push_back(pending);
    m_memory.write();
}

quint64 Clock::remember(const ClockedTask &task)
{
    return m_memory.change(task.name(), task.state);
}

/// The version of the state that allows the run that was just counted; 0: it may be made now.
quint64 Clock::allot(ClockedTask &task, quint64 version)
{
    if (!task.isAllotted())
        return 0;
    const quint64 count = task.state.count;
    const auto most = [&](quint64 runs) { return std::min(runs, quint64(task.config().limit)); };
    if (count > task.allotted) {
        task.allotted = most(count + task.allotment() - 1);
        task.allottedVersion = version;
    } else if (task.allottedVersion == 0 && task.allotted - count < task.allotment() / 2) {
        task.allotted = most(count + task.allotment()); // before it has to wait for it
        task.allottedVersion = version;
        m_memory.write();
    }
    return count <= task.written ? 0 : task.allottedVersion;
}

void Clock::send(ClockedTask &task, const Pending &pending)
{
    if (!task.current.byHand)
        task.current.lateness = m_time.monotonic() - pending.due;
    if (const auto *script = std::get_if<ClockScript>(&task.config().action))
        m_user.runScript(pending.run, *script, eventOf(statusOf(task), m_time.wall()));
    else
        m_user.sendSignal(pending.run, task.signal);
}

void Clock::finished(quint64 run, const RunResult &result)
{
    const auto found = m_runs.find(run);
    if (found == m_runs.end())
        return; // its timer is gone
    ClockedTask &task = *found->second;
    m_runs.erase(found);
    task.run = 0;
    RunResult whole = task.current;
    whole.outcome = result.outcome;
    whole.recipients = result.recipients;
    whole.waiting = result.waiting;
    whole.detail = result.detail;
    if (result.entry != 0)
        whole.entry = result.entry;
    task.add(whole);
    task.failures = result.outcome == RunOutcome::Failed ? task.failures + 1 : 0;
    if (task.failures >= MostFailures)
        switchOff(task);
    changed(task);
    if (task.isLimitReached() && !std::exchange(task.isFinishTold, true))
        log(task, Why::LimitReached, task.state.count);
    beginNext(task);
    arm();
}

void Clock::runNow(const QString &name)
{
    ClockedTask *task = find(name);
    if (!task || !m_running)
        return;
    if (task->run != 0)
        leaveOut(*task, RunOutcome::StillRunning, 1);
    else
        begin(*task, m_time.monotonic(), true);
    arm();
}

/// Remembers to say that runs were left out: at once, or soon when there are many.
void Clock::leaveOut(ClockedTask &task, RunOutcome outcome, quint64 count, const QString &detail)
{
    if (count == 0)
        return;
    quint64 entry = 0;
    if (outcome == RunOutcome::Missed)
        entry = log(task, Why::Missed, count, task.isTimer() ? QString() : detail);
    task.add({.outcome = outcome, .at = m_time.wall(), .entry = entry});
    changed(task);
    if (outcome == RunOutcome::Missed)
        return;
    (outcome == RunOutcome::TooLate ? task.tooLate : task.stillRunning) += count;
    m_leftOut.insert(&task);
    if (!m_tellAt)
        m_tellAt = m_time.monotonic() + TellInterval;
}

void Clock::tellLeftOut()
{
    m_tellAt.reset();
    for (ClockedTask *task : std::exchange(m_leftOut, {})) {
        if (const quint64 count = std::exchange(task->tooLate, 0); count > 0)
            log(*task, Why::TooLate, count);
        if (const quint64 count = std::exchange(task->stillRunning, 0); count > 0)
            log(*task, Why::StillRunning, count);
    }
}

quint64 Clock::log(const ClockedTask &task, Why why, quint64 count, const QString &detail)
{
    LogEntry entry;
    entry.at = m_time.wall();
    entry.kind = why == Why::SwitchedOff ? LogKind::Error : LogKind::Note;
    entry.why = why;
    entry.failed = why != Why::RunByHand && why != Why::LimitReached;
    entry.count = quint32(std::min<quint64>(count, std::numeric_limits<quint32>::max()));
    entry.timer = task.name();
    entry.detail = detail;
    return m_user.log(entry);
}

void Clock::changed(ClockedTask &task)
{
    m_changed.insert(&task);
    if (!m_publishAt)
        m_publishAt = std::max(m_time.monotonic(), m_published + PublishInterval);
}

void Clock::publish()
{
    m_publishAt.reset();
    m_published = m_time.monotonic();
    for (const ClockedTask *task : std::exchange(m_changed, {}))
        m_user.timerChanged(statusOf(*task));
}

TimerStatus Clock::statusOf(const ClockedTask &task) const
{
    TimerStatus status;
    status.name = task.name();
    status.kind = task.kind();
    status.enabled = task.isEnabled();
    status.running = task.run != 0;
    status.switchedItselfOff = task.switchedItselfOff;
    status.count = task.state.count;
    status.lastRun = task.state.lastRun;
    status.recent = task.recent;
    status.nextRun = task.nextInstant;
    if (task.nextTick)
        status.nextRun = m_time.wall() + (*task.nextTick - m_time.monotonic());
    status.finished = m_running && task.isEnabled() && !status.nextRun;
    return status;
}

QList<TimerStatus> Clock::statuses() const
{
    QList<TimerStatus> statuses;
    for (const auto &task : m_tasks)
        statuses.append(statusOf(*task));
    return statuses;
}

/// What waited until it was written down goes on.
void Clock::written(quint64 version)
{
    bool isMoreWanted = false;
    for (const auto &task : m_tasks) {
        if (task->allottedVersion > version) {
            isMoreWanted = true;
        } else if (task->allottedVersion != 0) {
            task->allottedVersion = 0;
            task->written = task->allotted;
        }
    }
    while (!m_pending.empty() && m_pending.front().version <= version) {
        const Pending pending = m_pending.front();
        m_pending.pop_front();
        send(*m_runs.at(pending.run.id), pending);
    }
    if (isMoreWanted || !m_pending.empty())
        m_memory.write();
    arm();
}

void Clock::notWritten(const Error &error)
{
    LogEntry entry;
    entry.at = m_time.wall();
    entry.kind = LogKind::Error;
    entry.why = Why::StateNotSaved;
    entry.failed = true;
    entry.detail = error.detail;
    m_user.log(entry);
}

ClockState Clock::stateNow() const
{
    ClockState state;
    for (const auto &task : m_tasks) {
        TaskState &kept = *state.insert(task->name(), task->state);
        if (m_running)
            kept.count = task->writtenCount();
    }
    return state;
}

void Clock::arm()
{
    if (!m_running)
        return;
    const microseconds now = m_time.monotonic();
    microseconds delay = LongestSleep;
    if (!m_ticks.empty())
        delay = std::min(delay, m_ticks.begin()->first - now);
    if (!m_instants.empty())
        delay = std::min<microseconds>(delay, m_instants.begin()->first - m_time.wall());
    for (const auto &at : {m_publishAt, m_tellAt, m_memory.dueAt()})
        if (at)
            delay = std::min(delay, *at - now);
    m_time.wakeAfter(std::max(delay, microseconds(0)));
}

} // namespace Signalbox
