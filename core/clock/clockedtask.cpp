#include "core/clock/clockedtask.h"

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::microseconds AllotmentTime = 2s; ///< so that the disk is not asked too often

} // namespace

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

quint64 ClockedTask::allotment() const
{
    // of a few runs each one counts; of many a tenth may be lost in a power cut
    const auto ofLimit = quint64(timer.limit) / 10;
    const auto ofTime =
        quint64(AllotmentTime / std::max(timer.interval, std::chrono::microseconds(1)));
    return std::max<quint64>(1, std::min(ofLimit, ofTime));
}

void ClockedTask::add(const RunResult &result)
{
    if (recent.size() == TimerStatus::MaxRecent)
        recent.removeFirst();
    recent.append(result);
}

bool ClockedTask::setZone(const QTimeZone &zone)
{
    if (!plan || !schedule.zone.isEmpty())
        return false;
    plan.emplace(schedule, zone);
    return true;
}

void ClockedTask::takeAction()
{
    if (const auto *action = std::get_if<ClockSignal>(&config().action))
        signal = action->signal();
}

} // namespace Signalbox
