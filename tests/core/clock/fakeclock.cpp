#include "tests/core/clock/fakeclock.h"

#include "core/values/utc.h"

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono;

WallTime wallTime(const QString &text)
{
    return WallTime(
        milliseconds(QDateTime::fromString(text + u'Z', Qt::ISODateWithMs).toMSecsSinceEpoch()));
}

void FakeTime::wakeIfDue()
{
    while (m_wakeAt && *m_wakeAt <= m_monotonic) {
        m_wakeAt.reset();
        wake();
    }
}

void FakeTime::advance(microseconds duration)
{
    const microseconds end = m_monotonic + duration;
    while (m_wakeAt && *m_wakeAt <= end) {
        const microseconds step = std::max(microseconds(0), *m_wakeAt - m_monotonic);
        m_monotonic += step;
        m_wall += step;
        wakeIfDue();
    }
    m_wall += end - m_monotonic;
    m_monotonic = end;
}

void FakeTime::stall(microseconds duration)
{
    m_monotonic += duration;
    m_wall += duration;
    wakeIfDue();
}

void FakeKeeper::save(const ClockState &state)
{
    ++saves;
    m_writing = state;
    if (!isSlow)
        end();
}

Status FakeKeeper::saveNow(const ClockState &state)
{
    if (isFull)
        return Error{Error::Code::NoSpace, u"full"_s};
    kept = state;
    return success();
}

void FakeKeeper::finish()
{
    if (m_writing)
        end();
}

void FakeKeeper::end()
{
    const ClockState state = *std::exchange(m_writing, std::nullopt);
    if (isFull) {
        saved(Error{Error::Code::NoSpace, u"full"_s});
        return;
    }
    kept = state;
    saved(success());
}

void FakeUser::begun(const ClockRun &run)
{
    const qint64 now = floor<milliseconds>(m_time.wall()).time_since_epoch().count();
    m_runs.append(QDateTime::fromMSecsSinceEpoch(now, Utc).toString(u"HH:mm:ss.zzz "_s) + run.name);
    keptAtRun.insert(run.name, m_keeper.kept);
    instants.append(m_keeper.kept.value(run.name).handled);
    lastCause = run.cause;
    m_underWay.append(run.id);
    if (!isSlow)
        finishAll();
}

void FakeUser::finishAll()
{
    while (!m_underWay.isEmpty())
        finishOne();
}

void FakeUser::finishOne()
{
    clock->finished(m_underWay.takeFirst(), {.outcome = outcome, .recipients = 3});
}

void FakeUser::sendSignal(const ClockRun &run, const Signal &signal)
{
    payloads.append(signal.payload);
    begun(run);
}

void FakeUser::runScript(const ClockRun &run, const ClockScript & /*script*/,
                         const QByteArray &event)
{
    events.append(event);
    begun(run);
}

quint64 FakeUser::log(const LogEntry &entry)
{
    entries.append(entry);
    static const QMap<Why, QString> words{
        {Why::RunByHand, u"RunByHand"_s},       {Why::StillRunning, u"StillRunning"_s},
        {Why::TooLate, u"TooLate"_s},           {Why::Missed, u"Missed"_s},
        {Why::LimitReached, u"LimitReached"_s}, {Why::SwitchedOff, u"SwitchedOff"_s},
        {Why::ClockSetBack, u"ClockSetBack"_s}, {Why::ZoneChanged, u"ZoneChanged"_s},
        {Why::StateDamaged, u"StateDamaged"_s}, {Why::StateNotSaved, u"StateNotSaved"_s}};
    m_rows.append(words.value(entry.why) + u' ' + QString::number(entry.count));
    return quint64(entries.size());
}

void FakeUser::timerChanged(const TimerStatus &status)
{
    ++publications;
    statuses.insert(status.name, status);
}

void FakeUser::timerRemoved(const QString &name)
{
    statuses.remove(name);
}

} // namespace Signalbox
