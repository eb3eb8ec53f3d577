#include "core/clock/clockedtask.h"

namespace Signalbox {

ClockedTask::ClockedTask(const TimerConfig &config)
    : timer(config)
{
    takeAction();
}

ClockedTask::ClockedTask(const ScheduleConfig &config)
    : schedule(config)
    , plan(config)
{
    takeAction();
}

bool ClockedTask::take(const TimerConfig &config)
{
    const bool others = config.interval != timer.interval || config.skip != timer.skip;
    timer = config;
    takeAction();
    return others;
}

bool ClockedTask::take(const ScheduleConfig &config)
{
    const bool others = config.cron != schedule.cron || config.zone != schedule.zone
                        || config.start != schedule.start || config.end != schedule.end;
    schedule = config;
    plan.emplace(config);
    takeAction();
    return others;
}

void ClockedTask::add(const RunResult &result)
{
    if (recent.size() == TimerStatus::MaxRecent)
        recent.removeFirst();
    recent.append(result);
}

void ClockedTask::takeAction()
{
    if (const auto *action = std::get_if<ClockSignal>(&config().action))
        signal = action->signal();
}

} // namespace Signalbox
