#include "ui/timers/timertext.h"

#include "core/time/cron.h"
#include "ui/timers/crontext.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

struct TimerText
{
    Q_DECLARE_TR_FUNCTIONS(Timer)
};

QString decimals(double value, int most)
{
    QLocale locale;
    QString text = locale.toString(value, 'f', most);
    while (most > 0 && text.endsWith(locale.zeroDigit()))
        text.chop(1);
    if (text.endsWith(locale.decimalPoint()))
        text.chop(locale.decimalPoint().size());
    return text;
}

QString timeOfDay(const QTime &time)
{
    return time.second() == 0 ? time.toString(u"HH:mm"_s) : time.toString(u"HH:mm:ss"_s);
}

} // namespace

QString intervalText(microseconds interval)
{
    if (interval < seconds(1))
        return TimerText::tr("%1 ms").arg(decimals(double(interval.count()) / 1e3, 3));
    const auto whole = floor<minutes>(interval);
    const double rest = double((interval - whole).count()) / 1e6;
    QStringList parts;
    if (const auto count = whole / hours(1); count > 0)
        parts.append(TimerText::tr("%1 h").arg(QLocale().toString(qint64(count))));
    if (const auto count = (whole % hours(1)).count(); count > 0)
        parts.append(TimerText::tr("%1 min").arg(count));
    if (rest > 0)
        parts.append(TimerText::tr("%1 s").arg(decimals(rest, 6)));
    return parts.join(u' ');
}

QString whenText(const TaskConfig &task)
{
    if (const auto *timer = std::get_if<TimerConfig>(&task))
        return TimerText::tr("every %1").arg(intervalText(timer->interval));
    const auto &schedule = std::get<ScheduleConfig>(task);
    QString text;
    if (const auto moment = onceAt(schedule)) {
        text = TimerText::tr("Once, on %1").arg(momentText(*moment));
    } else {
        QStringList sentences;
        for (const QString &expression : schedule.cron) {
            const auto cron = Cron::parse(expression);
            sentences.append(std::holds_alternative<Cron>(cron) ? cronText(std::get<Cron>(cron))
                                                                : expression);
        }
        text = sentences.join(TimerText::tr("; "));
    }
    const bool isElsewhere =
        !schedule.zone.isEmpty() && schedule.zone.toUtf8() != QTimeZone::systemTimeZoneId();
    return isElsewhere ? TimerText::tr("%1, in %2").arg(text, schedule.zone) : text;
}

QString taskTargetText(const TaskConfig &task)
{
    const ClockTask &common = commonOf(task);
    if (const auto *script = std::get_if<ClockScript>(&common.action))
        return script->fileName.isEmpty()
                   ? TimerText::tr("script")
                   : visibleText(script->fileName, Lines::Fold, MaxShownName);
    const Target target = std::get<ClockSignal>(common.action).signal().target;
    if (!target.clients.isEmpty())
        return aliasOf(target.clients.first());
    const QString path = visibleText(target.path, Lines::Fold, MaxShownName);
    if (target.group.isEmpty())
        return path.isEmpty() ? TimerText::tr("all") : path;
    const QString group =
        TimerText::tr("group %1").arg(visibleText(target.group, Lines::Fold, MaxShownName));
    return path.isEmpty() ? group : QString(path % u", "_s % group);
}

QString resultText(const RunResult &result)
{
    switch (result.outcome) {
    case RunOutcome::Sent:
        return result.waiting == 0
                   ? TimerText::tr("ok %1").arg(exactNumber(result.recipients))
                   : TimerText::tr("ok %1, %2 queued")
                         .arg(exactNumber(result.recipients), exactNumber(result.waiting));
    case RunOutcome::Nobody:
        return TimerText::tr("nobody");
    case RunOutcome::Held:
        return TimerText::tr("held");
    case RunOutcome::Done:
        return TimerText::tr("ok");
    case RunOutcome::Failed:
        return TimerText::tr("error: %1")
            .arg(visibleText(result.detail, Lines::Fold, MaxShownName));
    case RunOutcome::StillRunning:
        return TimerText::tr("skipped (still running)");
    case RunOutcome::TooLate:
        return TimerText::tr("skipped (too late)");
    case RunOutcome::Missed:
        return TimerText::tr("missed (off or asleep)");
    }
    return {};
}

QString momentText(const QDateTime &at)
{
    const QLocale locale;
    const QString day = locale.dayName(at.date().dayOfWeek(), QLocale::ShortFormat);
    const QString month = locale.monthName(at.date().month(), QLocale::ShortFormat);
    const QString number = QString::number(at.date().day());
    if (at.date().year() != QDate::currentDate().year()) {
        //: weekday, day, month, year, time of day
        return TimerText::tr("%1 %2 %3 %4 %5")
            .arg(day, number, month, QString::number(at.date().year()), timeOfDay(at.time()));
    }
    //: weekday, day, month, time of day
    return TimerText::tr("%1 %2 %3 %4").arg(day, number, month, timeOfDay(at.time()));
}

QString nextText(const TimerStatus &status, WallTime now)
{
    if (!status.enabled)
        return TimerText::tr("off");
    if (status.finished)
        return TimerText::tr("finished");
    if (!status.nextRun)
        return {};
    const microseconds left = std::max(microseconds(0), *status.nextRun - now);
    if (left < seconds(10))
        return TimerText::tr("%1 s").arg(QLocale().toString(double(left.count()) / 1e6, 'f', 1));
    if (left < hours(1))
        return shortDuration(ceil<seconds>(left));
    const QDateTime at = toLocalTime(*status.nextRun);
    const qint64 days = toLocalTime(now).date().daysTo(at.date());
    if (days == 0)
        return timeOfDay(at.time());
    if (days < 7) {
        //: weekday, time of day
        return TimerText::tr("%1 %2").arg(
            QLocale().dayName(at.date().dayOfWeek(), QLocale::ShortFormat), timeOfDay(at.time()));
    }
    const QString month = QLocale().monthName(at.date().month(), QLocale::ShortFormat);
    if (at.date().year() != toLocalTime(now).date().year()) {
        //: day, month, year
        return TimerText::tr("%1 %2 %3", "a date")
            .arg(at.date().day())
            .arg(month)
            .arg(at.date().year());
    }
    //: day, month, time of day
    return TimerText::tr("%1 %2 %3", "a moment")
        .arg(QString::number(at.date().day()), month, timeOfDay(at.time()));
}

} // namespace Signalbox
