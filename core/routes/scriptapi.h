#pragma once

#include "core/routes/scriptvalues.h"
#include "core/values/clientid.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace Signalbox {

/// What all scripts of one process share: their state, and who is connected.
struct ScriptWorld
{
    QByteArray state = "{}";
    int stateVersion = 0; ///< another number whenever scripts must look again
    QHash<ClientId, std::pair<QString, QByteArray>> clients; ///< path key, JSON
};

/// The functions that the prelude calls on behalf of a script: gathers what a run asks for. In the
/// script process; one for all scripts. Those that give a text give what is wrong, or nothing.
class ScriptApi final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptApi)
public:
    /// What the engine calls the script's file; its real name may hold anything.
    static constexpr QLatin1StringView EngineFile{"script.js"};

    explicit ScriptApi(ScriptWorld *world)
        : m_world(world)
    {
    }

    /// Forgets the last run. `event` (none: nothing is to run) must outlive the next one, and so
    /// must `hints`, those that the script in `file` has given.
    void begin(const ScriptEvent *event, const QString &file, QSet<QString> *hints);
    ScriptOutcome &outcome() { return m_outcome; }
    bool hasFailed() const { return m_outcome.result != ScriptOutcome::Result::Done; }
    bool hasReadState() const { return m_stateRead; }
    bool hasNewState() const { return m_newState.has_value(); }
    const QByteArray &newState() const { return *m_newState; }
    bool isUnsettled() const { return m_promised; }
    /// A failure with the engine's words; `stack` shows where in `file` it was.
    void fail(const QString &message, const QString &stack, int line);

    Q_INVOKABLE QString send(const QString &text, bool isText);
    Q_INVOKABLE QString sendTo(const QString &text, bool isText, int given, const QString &path,
                               const QString &group, const QString &clientId, int mode);
    Q_INVOKABLE QString reply(const QString &text, bool isText);
    Q_INVOKABLE void pass();
    Q_INVOKABLE void drop(const QString &why);
    Q_INVOKABLE QString clients(const QString &path) const;
    Q_INVOKABLE QString close(const QString &id, double code, const QString &reason);
    Q_INVOKABLE void log(const QString &text);
    Q_INVOKABLE QString respond(double status, const QString &body, bool isText,
                                const QStringList &fields);
    Q_INVOKABLE QString returned(const QString &text, bool isText);
    /// A value that nobody asked for.
    Q_INVOKABLE void returnedToNobody();
    /// A line in the log, once for all runs of a script.
    Q_INVOKABLE void hint(const QString &text);
    Q_INVOKABLE int readState();
    Q_INVOKABLE QString state() const { return QString::fromUtf8(m_world->state); }
    Q_INVOKABLE QString setState(const QString &text);
    Q_INVOKABLE void failed(const QString &message, const QString &stack, int line)
    {
        fail(message, stack, line);
    }
    Q_INVOKABLE void promised() { m_promised = true; }
    Q_INVOKABLE void settled() { m_promised = false; }
    Q_INVOKABLE QString client() const { return QString::fromUtf8(m_event->client); }
    Q_INVOKABLE QString context() const { return QString::fromUtf8(m_event->context); }
    Q_INVOKABLE QString route() const { return QString::fromUtf8(m_event->route); }

private:
    QString add(ScriptEffect effect, const QString &text);
    bool countSend();

    ScriptWorld *m_world;
    const ScriptEvent *m_event = nullptr;
    QString m_file;
    ScriptOutcome m_outcome;
    QSet<QString> *m_hints = nullptr;
    std::optional<QByteArray> m_newState;
    qsizetype m_bytes = 0;
    int m_sends = 0;
    int m_logs = 0;
    bool m_responded = false;
    bool m_stateRead = false;
    bool m_promised = false;
};

} // namespace Signalbox
