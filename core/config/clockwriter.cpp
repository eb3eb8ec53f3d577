#include "core/config/clockwriter.h"

#include "core/config/documentkeys.h"
#include "core/json/objectwriter.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// "5", "0.25": as few digits as are needed.
QByteArray secondsText(std::chrono::microseconds interval)
{
    constexpr qint64 Second = 1'000'000;
    const qint64 micros = interval.count();
    QByteArray text = json(micros / Second);
    if (micros % Second == 0)
        return text;
    text += '.' + QByteArray::number(micros % Second).rightJustified(6, '0');
    while (text.endsWith('0'))
        text.chop(1);
    return text;
}

QByteArray signalObject(const ClockSignal &config)
{
    ObjectWriter signal;
    signal.add("value", config.value);
    signal.addUnlessEmpty("path", config.path);
    signal.addUnlessEmpty("group", config.group);
    signal.addUnlessEmpty("clientId", config.clientId);
    return signal.result();
}

void addStart(ObjectWriter &entry, const ClockTask &task)
{
    entry.add("name", json(task.name));
    if (!task.enabled)
        entry.add("enabled", "false");
}

void addRest(ObjectWriter &entry, const ClockTask &task)
{
    if (task.limit != 0)
        entry.add("limit", json(task.limit));
    entry.addIfTrue("onStart", task.onStart);
    if (task.missed != MissedPolicy::Skip)
        entry.add("missed", json(missedPolicyNames().at(int(task.missed))));
    if (const auto *signal = std::get_if<ClockSignal>(&task.action)) {
        entry.add("signal", signalObject(*signal));
        return;
    }
    const auto &script = std::get<ClockScript>(task.action);
    if (script.fileName.isEmpty())
        entry.add("script", json(script.source));
    else
        entry.add("scriptFile", json(script.fileName));
}

} // namespace

void addTimers(ObjectWriter &document, const QList<TimerConfig> &timers)
{
    QByteArrayList entries;
    for (const TimerConfig &timer : timers) {
        ObjectWriter entry;
        addStart(entry, timer);
        entry.add("interval", secondsText(timer.interval));
        if (timer.skip != 0)
            entry.add("skip", json(timer.skip));
        addRest(entry, timer);
        entries.append(entry.result());
    }
    document.addList("timers", entries);
}

void addSchedules(ObjectWriter &document, const QList<ScheduleConfig> &schedules)
{
    QByteArrayList entries;
    for (const ScheduleConfig &schedule : schedules) {
        ObjectWriter entry;
        addStart(entry, schedule);
        entry.add("cron", json(schedule.cron));
        entry.addUnlessEmpty("zone", schedule.zone);
        entry.addUnlessEmpty("start", schedule.start);
        entry.addUnlessEmpty("end", schedule.end);
        addRest(entry, schedule);
        entries.append(entry.result());
    }
    document.addList("schedules", entries);
}

} // namespace Signalbox
