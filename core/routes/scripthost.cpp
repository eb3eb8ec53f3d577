#include "core/routes/scripthost.h"

#include "core/routes/scriptsandbox.h"
#include "core/routes/scriptwire.h"
#include "core/routes/scriptworker.h"
#include "core/values/target.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace Signalbox {

namespace {

constexpr size_t MaxSent = 256; ///< jobs in the process's hands
constexpr qsizetype MaxSentBytes = 512 * 1024;
constexpr auto HangGrace = 5s; ///< after the deadline, before a process that does not answer is
                               ///< ended; when a script is stuck it ends itself, long before
constexpr auto FirstAnswer = 10s; ///< a new process on a busy machine
constexpr auto HangCheck = 50ms;
constexpr int MaxDeadStarts = 3;
constexpr auto RetryTime = 5s;
constexpr int KillSignal = 9; ///< SIGKILL, as QProcess::exitCode() tells it on Unix

template<typename... Parts>
QByteArray frameOf(ScriptFrame kind, const Parts &...parts)
{
    ByteWriter content;
    (content.put(parts), ...);
    return scriptFrame(kind, content);
}

} // namespace

ScriptHost::ScriptHost(QObject *parent)
    : QObject(parent)
    , m_hangTimer(this)
    , m_startTimer(this)
{
    m_hangTimer.setInterval(HangCheck);
    connect(&m_hangTimer, &QTimer::timeout, this, &ScriptHost::checkHang);
    m_startTimer.setSingleShot(true);
    connect(&m_startTimer, &QTimer::timeout, this, &ScriptHost::start);
}

ScriptHost::~ScriptHost()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->kill();
    m_process->waitForFinished(1000);
}

void ScriptHost::setSettings(const ScriptSettings &settings)
{
    if (settings == m_settings)
        return;
    m_settings = settings;
    send(frameOf(ScriptFrame::Settings, quint32(settings.deadline.count()),
                 quint32(settings.megabytes)));
}

ScriptId ScriptHost::add(const QString &source, const QString &file)
{
    const ScriptId id = ++m_lastId;
    const Known &script = *m_scripts.insert(id, {source, file, std::nullopt});
    if (m_process)
        enqueueCompile(id, script);
    else if (!m_startTimer.isActive())
        m_startTimer.start(0);
    pump();
    return id;
}

void ScriptHost::remove(ScriptId id)
{
    const auto known = m_scripts.find(id);
    if (known == m_scripts.end() || std::exchange(known->isRemoved, true))
        return;
    m_waiting.push_back(
        {.kind = Job::Kind::Forget, .script = id, .frame = frameOf(ScriptFrame::Forget, id)});
    m_waitingBytes += m_waiting.back().frame.size();
    pump();
}

void ScriptHost::run(ScriptId id, const ScriptEvent &event, Done done)
{
    const auto known = m_scripts.constFind(id);
    ScriptOutcome refusal;
    refusal.result = ScriptOutcome::Result::Refused;
    if (known == m_scripts.cend() || known->isRemoved || known->fault) {
        if (known != m_scripts.cend() && known->fault)
            refusal.fault = *known->fault;
        return done(std::move(refusal));
    }
    if (m_waiting.size() >= MaxWaiting || m_waitingBytes >= MaxWaitingBytes
        || m_deadStarts >= MaxDeadStarts) {
        refusal.isFromOutside = m_deadStarts >= MaxDeadStarts;
        refusal.fault = {refusal.isFromOutside ? m_startProblem : u"too many runs are waiting"_s,
                         known->file, 0};
        return done(std::move(refusal));
    }
    ByteWriter content;
    content.put(id);
    putEvent(content, event);
    m_waiting.push_back({.kind = Job::Kind::Run,
                         .script = id,
                         .frame = scriptFrame(ScriptFrame::Run, content),
                         .done = std::move(done)});
    m_waitingBytes += m_waiting.back().frame.size();
    pump();
}

void ScriptHost::join(const ClientId &id, const QString &path, const QByteArray &json)
{
    const QByteArray frame = frameOf(ScriptFrame::Join, id.value.toRfc4122(), pathKey(path), json);
    m_clients.insert(id, frame);
    send(frame);
}

void ScriptHost::leave(const ClientId &id)
{
    if (m_clients.remove(id))
        send(frameOf(ScriptFrame::Leave, id.value.toRfc4122()));
}

void ScriptHost::forgetClients()
{
    const QList<ClientId> ids = m_clients.keys();
    for (const ClientId &id : ids)
        leave(id);
}

void ScriptHost::setState(const QByteArray &state)
{
    m_state = state;
    send(frameOf(ScriptFrame::State, state));
}

void ScriptHost::start()
{
    if (m_process || m_scripts.isEmpty())
        return;
    m_process = std::make_unique<QProcess>();
    QProcess *process = m_process.get();
    process->setStandardErrorFile(QProcess::nullDevice());
    connect(process, &QProcess::readyReadStandardOutput, this, &ScriptHost::read);
    connect(process, &QProcess::finished, this, &ScriptHost::ended);
    connect(process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            ended();
    });
    m_hasAnswered = false;
    m_killed = false;
    m_late = false;
    m_input.clear();
    m_lastAnswer = steady_clock::now();
    process->start(m_settings.program.isEmpty() ? QCoreApplication::applicationFilePath()
                                                : m_settings.program,
                   {QString::fromLatin1(ScriptWorkerArgument)});
    if (!m_process)
        return; // it failed at once
    send(frameOf(ScriptFrame::Settings, quint32(m_settings.deadline.count()),
                 quint32(m_settings.megabytes)));
    send(frameOf(ScriptFrame::State, m_state));
    for (const QByteArray &frame : std::as_const(m_clients))
        send(frame);
    std::deque<Job> runs;
    runs.swap(m_waiting);
    for (auto script = m_scripts.cbegin(); script != m_scripts.cend(); ++script)
        if (!script->fault)
            enqueueCompile(script.key(), *script);
    std::move(runs.begin(), runs.end(), std::back_inserter(m_waiting));
    pump();
}

void ScriptHost::enqueueCompile(ScriptId id, const Known &script)
{
    m_waiting.push_back({.kind = Job::Kind::Compile,
                         .script = id,
                         .frame = frameOf(ScriptFrame::Compile, id, script.source, script.file)});
    m_waitingBytes += m_waiting.back().frame.size();
}

void ScriptHost::send(const QByteArray &frame)
{
    if (m_process)
        m_process->write(frame);
}

void ScriptHost::pump()
{
    if (!m_process || m_reading) // read() pumps at its end
        return;
    QByteArray batch;
    while (!m_waiting.empty() && m_sent.size() < MaxSent && m_sentBytes < MaxSentBytes) {
        if (m_sent.empty() && m_hasAnswered)
            m_lastAnswer = steady_clock::now();
        Job job = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingBytes -= job.frame.size();
        batch += job.frame;
        if (job.kind == Job::Kind::Forget) { // it has no answer
            m_scripts.remove(job.script);
            continue;
        }
        m_sentBytes += job.frame.size();
        m_sent.push_back(std::move(job));
    }
    if (batch.isEmpty())
        return;
    m_process->write(batch);
    if (!m_hangTimer.isActive())
        m_hangTimer.start();
}

void ScriptHost::read()
{
    m_input += m_process->readAllStandardOutput();
    m_reading = true;
    const bool good = takeScriptFrames(m_input, [this](ScriptFrame kind, ByteReader &content) {
        m_hasAnswered = true;
        m_deadStarts = 0;
        m_late = false;
        if (kind == ScriptFrame::State) {
            m_state = content.takeBytes();
            Q_EMIT stateChanged();
            return;
        }
        if (m_sent.empty())
            return;
        Job job = std::move(m_sent.front());
        m_sent.pop_front();
        m_sentBytes -= job.frame.size();
        if (kind == ScriptFrame::Compiled)
            takeCompiled(content);
        else if (kind == ScriptFrame::Ran)
            answered(std::move(job), takeOutcome(content));
    });
    m_lastAnswer = steady_clock::now();
    m_reading = false;
    if (!good && m_process)
        m_process->kill(); // whatever it is, it is not our worker's language
    if (m_sent.empty())
        m_hangTimer.stop();
    pump();
    Q_EMIT caughtUp();
}

void ScriptHost::takeCompiled(ByteReader &content)
{
    const auto id = content.take<ScriptId>();
    const QString message = content.takeText();
    const auto line = content.take<qint32>();
    const auto known = m_scripts.find(id);
    if (known == m_scripts.end())
        return;
    if (!message.isEmpty())
        known->fault = ScriptFault{message, known->file, line};
    Q_EMIT compiled(id, known->fault);
}

void ScriptHost::answered(Job &&job, ScriptOutcome &&outcome)
{
    if (outcome.result != ScriptOutcome::Result::Done && outcome.fault.file.isEmpty())
        outcome.fault.file = m_scripts.value(job.script).file;
    job.done(std::move(outcome));
}

void ScriptHost::checkHang()
{
    if (!m_process || m_sent.empty())
        return m_hangTimer.stop();
    const auto limit = m_hasAnswered ? std::chrono::milliseconds(m_settings.deadline + HangGrace)
                                     : std::chrono::milliseconds(FirstAnswer);
    if (steady_clock::now() - m_lastAnswer <= limit) {
        m_late = false;
    } else if (!m_late) {
        m_late = true; // perhaps it was this thread that was late: what came is read first
    } else {
        m_killed = true;
        m_process->kill();
    }
}

void ScriptHost::ended()
{
    if (!m_process)
        return;
    QProcess *process = m_process.get();
    process->disconnect(this);
    if (process->bytesAvailable() > 0)
        read(); // what it finished, it finished
    const QString why = process->error() == QProcess::FailedToStart
                            ? process->errorString()
                            : u"it ends at once, with status %1"_s.arg(process->exitCode());
    const bool isStuck =
        m_killed
        || (process->exitStatus() == QProcess::NormalExit && process->exitCode() == ScriptStuck);
    const bool isFromOutside = !m_killed && process->exitStatus() == QProcess::CrashExit
                               && process->exitCode() == KillSignal;
    m_process.release()->deleteLater();
    m_hangTimer.stop();
    m_deadStarts = m_hasAnswered ? 0 : m_deadStarts + 1;
    std::deque<Job> unfinished;
    unfinished.swap(m_sent);
    m_sentBytes = 0;
    int lost = 0;
    if (!unfinished.empty() && m_hasAnswered) {
        Job culprit = std::move(unfinished.front());
        unfinished.pop_front();
        ScriptOutcome outcome;
        outcome.result = isStuck ? ScriptOutcome::Result::TooSlow : ScriptOutcome::Result::Crashed;
        outcome.isFromOutside = isFromOutside;
        const QString message =
            isStuck         ? u"it did not stop within %1 ms"_s.arg(m_settings.deadline.count())
            : isFromOutside ? u"the script process was killed while it ran"_s
                            : u"the script process ended while it ran"_s;
        const auto known = m_scripts.find(culprit.script);
        outcome.fault.message = message;
        if (culprit.kind == Job::Kind::Run) {
            ++lost;
            answered(std::move(culprit), std::move(outcome));
        } else if (known != m_scripts.end() && !isFromOutside) { // it would end the next one, too
            known->fault = ScriptFault{message, known->file, 0};
            Q_EMIT compiled(culprit.script, known->fault);
        }
    }
    // Those behind it were not begun, or what they did was lost with the process: they run again.
    for (auto job = unfinished.rbegin(); job != unfinished.rend(); ++job) {
        if (job->kind == Job::Kind::Compile)
            continue; // start() compiles everything
        m_waitingBytes += job->frame.size();
        m_waiting.push_front(std::move(*job));
    }
    std::erase_if(m_waiting, [this](const Job &job) {
        const bool isOld = job.kind == Job::Kind::Compile;
        if (isOld)
            m_waitingBytes -= job.frame.size();
        return isOld;
    });
    if (m_deadStarts >= MaxDeadStarts) {
        m_startProblem = u"the script process cannot start: "_s + why;
        if (m_deadStarts == MaxDeadStarts)
            Q_EMIT unavailable(m_startProblem);
        refuseAll(m_startProblem);
        m_startTimer.start(RetryTime);
    } else {
        Q_EMIT restarted(lost);
        m_startTimer.start(0);
    }
    Q_EMIT caughtUp();
}

void ScriptHost::refuseAll(const QString &why)
{
    std::deque<Job> jobs;
    jobs.swap(m_waiting);
    m_waitingBytes = 0;
    for (Job &job : jobs) {
        ScriptOutcome outcome;
        outcome.result = ScriptOutcome::Result::Refused;
        outcome.isFromOutside = true;
        outcome.fault.message = why;
        if (job.kind == Job::Kind::Run)
            answered(std::move(job), std::move(outcome));
        else if (job.kind == Job::Kind::Forget)
            m_scripts.remove(job.script);
    }
}

} // namespace Signalbox
