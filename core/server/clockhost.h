#pragma once

#include "core/clock/clock.h"
#include "core/clock/systemtime.h"
#include "core/config/configuration.h"
#include "core/server/damagedfile.h"

namespace Signalbox {

class RouteService;
struct ServerState;

/// Gives the clock what it needs of the server: clients to send to, a log, a file. Lives in the
/// server's thread.
class ClockHost final : public QObject, private ClockUser
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClockHost)
public:
    /// `stateFile` is where counts and last runs are kept. `routes` runs the scripts, until
    /// stop().
    ClockHost(const QString &stateFile, ServerState *state, RouteService *routes, QObject *parent);
    ~ClockHost() override;

    /// Reads what was kept, and runs the timers and schedules of the configuration.
    void start(const Configuration &configuration);
    void apply(const Configuration &configuration);
    void stop();
    void runNow(const QString &name) { m_clock.runNow(name); }
    void setEnabled(const QString &name, bool enabled) { m_clock.setEnabled(name, enabled); }

Q_SIGNALS:
    void changed(const Signalbox::TimerStatus &status);
    void removed(const QString &name);
    void fileDamaged(const Signalbox::DamagedFile &file); ///< from start()
    /// Somebody has set the computer's clock or its time zone: the row of that.
    void timeSet(const Signalbox::LogEntry &entry);

private:
    void sendSignal(const ClockRun &run, const Signal &signal) override;
    void runScript(const ClockRun &run, const ClockScript &script,
                   const QByteArray &event) override;
    quint64 log(const LogEntry &entry) override;
    void timerChanged(const TimerStatus &status) override { Q_EMIT changed(status); }
    void timerRemoved(const QString &name) override { Q_EMIT removed(name); }

    ServerState *m_state;
    RouteService *m_routes;
    SystemTime m_time;
    FileClockKeeper m_keeper;
    Clock m_clock;
    bool m_isStarted = false;
};

} // namespace Signalbox
