#pragma once

#include "core/clock/timerstatus.h"
#include "core/config/clockconfig.h"
#include "core/values/logentry.h"
#include "core/values/signal.h"

namespace Signalbox {

/// One run of a timer or schedule.
struct ClockRun
{
    quint64 id = 0; ///< for Clock::finished()
    QString name; ///< of the timer or schedule
    ClockKind kind = ClockKind::Timer;
    quint64 cause = 0; ///< the sequence of the row that led to it; 0: none
};

/// What a Clock sets off and whom it tells. Each run that is begun must be answered by
/// Clock::finished(), at once or later; until then the timer makes no other. In the clock's thread.
class ClockUser
{
    Q_DISABLE_COPY_MOVE(ClockUser)
public:
    ClockUser() = default;

    virtual void sendSignal(const ClockRun &run, const Signal &signal) = 0;
    /// `event` is the JSON of the script's global: {"timer":{"name","count","last","next"},
    /// "timestamp"}; times are ISO 8601 in UTC, or null.
    virtual void runScript(const ClockRun &run, const ClockScript &script,
                           const QByteArray &event) = 0;
    virtual quint64 log(const LogEntry &entry) = 0; ///< its sequence number
    virtual void timerChanged(const TimerStatus &status) = 0;
    virtual void timerRemoved(const QString &name) = 0;

protected:
    ~ClockUser() = default;
};

} // namespace Signalbox
