#pragma once

#include "core/routes/scriptvalues.h"
#include "core/values/clientid.h"

#include <QHash>
#include <QMap>
#include <QObject>
#include <QProcess>
#include <QTimer>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace Signalbox {

class ByteReader;

/// How scripts are run.
struct ScriptSettings
{
    QString program{}; ///< started with ScriptWorkerArgument; empty: this program itself
    std::chrono::milliseconds deadline{250}; ///< of one run: the time that it computes
    int megabytes = 256; ///< that the scripts may use together, on top of the engine's own needs

    bool operator==(const ScriptSettings &) const = default;
};

/// Runs scripts in a process of their own: starts it when there is a script, hands it events in
/// order, and gives back what they ask for. When the process ends or hangs, the run that was under
/// way has failed; the process is started again and goes on with the next one. One process for all
/// scripts, because they share a state: what one writes the next one reads, in order. A script
/// holds the others up for at most the deadline. Lives in the server's thread.
class ScriptHost final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptHost)
public:
    using Done = std::function<void(ScriptOutcome &&)>;

    static constexpr size_t MaxWaiting = 20'000; ///< runs
    static constexpr qsizetype MaxWaitingBytes = 64 * 1024 * 1024;

    explicit ScriptHost(QObject *parent = nullptr);
    ~ScriptHost() override;

    /// For the runs that follow.
    void setSettings(const ScriptSettings &settings);
    const ScriptSettings &settings() const { return m_settings; }

    /// Takes a script; compiled() follows. `file` is what its faults call it.
    ScriptId add(const QString &source, const QString &file);
    /// Forgets a script, behind the runs that are waiting for it.
    void remove(ScriptId id);

    /// Runs a script. `done` is called once, in this thread: later, or from within when the run is
    /// refused. Not at all when the host is deleted before.
    void run(ScriptId id, const ScriptEvent &event, Done done);
    size_t waiting() const { return m_waiting.size() + m_sent.size(); }

    /// Who is connected, for clients(). `json`: {id, name, group, path, address, connected}.
    void join(const ClientId &id, const QString &path, const QByteArray &json);
    void leave(const ClientId &id);
    void forgetClients();

    /// The object that scripts share, as JSON.
    void setState(const QByteArray &state);
    const QByteArray &state() const { return m_state; }

    /// Of the process; 0: it does not run.
    qint64 processId() const { return m_process ? m_process->processId() : 0; }

Q_SIGNALS:
    void compiled(Signalbox::ScriptId id, const std::optional<Signalbox::ScriptFault> &fault);
    /// Everything that came from the process at once has been handed on.
    void caughtUp();
    void stateChanged();
    /// The process had ended. `lost`: runs that failed with it.
    void restarted(int lost);
    /// The process cannot be started; runs are refused until it can.
    void unavailable(const QString &why);

private:
    struct Known
    {
        QString source;
        QString file;
        std::optional<ScriptFault> fault;
        bool isRemoved = false; ///< only runs that were waiting already
    };
    struct Job
    {
        enum class Kind : quint8 { Compile, Run, Forget };
        Kind kind = Kind::Run;
        ScriptId script = 0;
        QByteArray frame;
        Done done{}; ///< Run only
    };
    void start();
    void ended();
    void refuseAll(const QString &why);
    void enqueueCompile(ScriptId id, const Known &script);
    void pump();
    void read();
    void answered(Job &&job, ScriptOutcome &&outcome);
    void takeCompiled(ByteReader &content);
    void checkHang();
    void send(const QByteArray &frame);

    ScriptSettings m_settings;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_input;
    QMap<ScriptId, Known> m_scripts;
    ScriptId m_lastId = 0;
    std::deque<Job> m_waiting;
    std::deque<Job> m_sent; ///< in the process's hands, in the order of its answers
    qsizetype m_waitingBytes = 0;
    qsizetype m_sentBytes = 0;
    QHash<ClientId, QByteArray> m_clients; ///< frames that tell a new process of them
    QByteArray m_state = "{}";
    QTimer m_hangTimer;
    QTimer m_startTimer;
    std::chrono::steady_clock::time_point m_lastAnswer;
    QString m_startProblem; ///< why the process could not be started the last time
    int m_deadStarts = 0; ///< that ended without an answer, one after the other
    bool m_hasAnswered = false; ///< since it was started
    bool m_late = false; ///< seen once; the second look decides
    bool m_killed = false; ///< by us, because it hung
    bool m_reading = false;
};

} // namespace Signalbox
