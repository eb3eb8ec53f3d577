#pragma once

#include "core/clock/timerstatus.h"
#include "core/config/configuration.h"
#include "core/journal/journalstatus.h"
#include "core/log/feed.h"
#include "core/server/damagedfile.h"
#include "core/server/endpointstatus.h"
#include "core/server/routetest.h"
#include "core/server/sendrecord.h"
#include "core/server/serverfolders.h"
#include "core/values/result.h"
#include "core/values/signal.h"

#include <QObject>

#include <memory>

namespace Signalbox {

/// The door to the server: the only part of it that other threads touch. Lives in the window's
/// thread (or main's, headless), owns the server's threads. Every command returns at once; answers
/// are Qt signals in this object's thread.
class Server final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Server)
public:
    Server(const Configuration &configuration, const ServerFolders &folders,
           QObject *parent = nullptr);
    /// Closes every client (1001) and waits for the threads, at most a few seconds.
    ~Server() override;

    /// How many threads serve clients with this configuration.
    static int shardCount(const Configuration &configuration);

    /// Starts every endpoint; started() follows when each runs or has failed.
    void start();
    /// Takes a whole new configuration: endpoints that are new start, that are gone stop, that
    /// changed restart (1001); the others are left alone, and so are timers and schedules that did
    /// not change. `threads` applies at the next program
    /// start.
    void apply(const Configuration &configuration);
    const Configuration &configuration() const;

    void startEndpoint(const QString &name);
    void stopEndpoint(const QString &name); ///< its clients get 1001
    void restartEndpoint(const QString &name); ///< its clients get 1001
    /// Stops everything; stopped() follows, at most ten seconds later.
    void stop();
    /// Once stop() was called: cuts the clients that have not said good-bye yet.
    void cutRest();

    QList<EndpointStatus> endpoints() const; ///< as last heard, in configuration order
    std::optional<EndpointStatus> endpoint(const QString &name) const;

    QList<TimerStatus> timers() const; ///< as last heard, in configuration order
    QList<TimerStatus> schedules() const; ///< as last heard, in configuration order
    /// Runs a timer or schedule once more, whether it is on or off; its plan stays as it is.
    void runTimerNow(const QString &name);
    /// Switches a timer or schedule on or off, over what the configuration says, until the
    /// configuration says something else. Switched on, it starts its count anew.
    void setTimerEnabled(const QString &name, bool enabled);
    QList<RouteStatus> routes() const; ///< as last heard, in configuration order
    /// Switches a route of the configuration on again after it was switched off, or off until it is
    /// switched on or changed. Does not change the configuration.
    void setRouteEnabled(const RouteName &route, bool enabled);
    /// Tries a route that need not be in the configuration: nothing is sent. The returned request
    /// number comes back in routeTested().
    quint64 testRoute(const RouteTest &test);
    QByteArray scriptState() const; ///< the object that scripts share, as JSON; as last heard
    /// `state`: a JSON object of at most MaxScriptState bytes.
    void setScriptState(const QByteArray &state);

    /// Files that could not be read at the start, as last heard.
    QList<DamagedFile> damagedFiles() const;

    /// Sends, as soon as it has been written down, and before anything that is asked for later
    /// closes clients; the returned request number comes back in sendProgressed(), at once and
    /// again while it waits for that, or copies wait.
    quint64 send(const Signal &signal);
    /// Who got it, as far as it is known now: of the last few sends. Empty: of an earlier one, or
    /// it could not be kept.
    QList<SentCopy> sentCopies(quint64 request) const;
    /// What was on its way to clients when an earlier run of the program ended; oldest first.
    /// Nothing of it is sent again by itself.
    const QList<SendRecord> &unfinishedSends() const;
    void forgetUnfinishedSends(); ///< the operator has seen them
    /// Nothing but control frames leaves the server while held. Acts at once, also under load.
    void setHold(bool hold);
    bool isHeld() const;
    quint64 heldCount() const; ///< signals skipped since the hold began

    /// Closes clients with a code that may be sent (isLegalCloseCode()) and a reason, cut to 123
    /// bytes on a character.
    void closeClients(const QList<ClientId> &ids, quint16 code, const QString &reason);
    void pingClients(const QList<ClientId> &ids);

    /// Takes all that happened since the last call: log entries, clients that came and left,
    /// changed counters. Cheap when nothing did. Nothing is collected before the first call of
    /// setFeedWanted(true).
    FeedBatch takeFeed();
    void setFeedWanted(bool wanted);
    Totals totals() const; ///< counters since the start; any time
    JournalStatus journal() const; ///< as last heard
    /// Where the log is kept on disk, or was or would be if it is switched off. Absolute.
    QString journalFile() const;
    /// Lets go of all that was saved there; journalRemoved() or journalNotRemoved() follows.
    void removeJournal();

Q_SIGNALS:
    void started();
    void stopped();
    void endpointChanged(const Signalbox::EndpointStatus &status);
    void endpointRemoved(const QString &name);
    void timerChanged(const Signalbox::TimerStatus &status); ///< at most four times a second each
    void timerRemoved(const QString &name);
    void sendProgressed(const Signalbox::SendResult &result);
    void holdChanged(bool held);
    void
    routesChanged(const QList<Signalbox::RouteStatus> &routes); ///< at most a few times a second
    void routeTested(const Signalbox::RouteTestResult &result);
    void scriptStateChanged(const QByteArray &state);
    void journalChanged(const Signalbox::JournalStatus &status); ///< at most a few times a second
    void journalRemoved();
    void journalNotRemoved(const Signalbox::Error &error);
    void fileDamaged(const Signalbox::DamagedFile &file);
    /// Somebody has set the computer's clock or its time zone, and schedules go by it: the log has
    /// this row.
    void timeSet(const Signalbox::LogEntry &entry);

private:
    void reportProgress();

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Signalbox
