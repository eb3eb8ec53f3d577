#include "ui/words/clockrowtext.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

struct ClockText
{
    Q_DECLARE_TR_FUNCTIONS(Clock)
};

/// "09:10 – 09:40" of "first/last" in ISO 8601, local time, with the day where it is not today; the
/// text itself if it is no such thing.
QString interval(const QString &detail)
{
    const auto readable = [](const QString &text) {
        const QDateTime at = QDateTime::fromString(text, Qt::ISODateWithMs).toLocalTime();
        if (!at.isValid())
            return QString();
        const bool isToday = at.date() == QDate::currentDate();
        return isToday ? QLocale().toString(at.time(), QLocale::ShortFormat)
                       : QLocale().toString(at, QLocale::ShortFormat);
    };
    const QString first = readable(detail.section(u'/', 0, 0));
    const QString last = readable(detail.section(u'/', 1));
    return first.isEmpty() || last.isEmpty() ? detail : QString(first % u" – "_s % last);
}

} // namespace

QString clockRowText(const LogEntry &entry, const QString &detail)
{
    const QString runs = entry.count == 1 ? ClockText::tr("1 run")
                                          : ClockText::tr("%1 runs").arg(exactNumber(entry.count));
    switch (entry.why) {
    case Why::RunByHand:
        return ClockText::tr("run by hand");
    case Why::StillRunning:
        return ClockText::tr("skipped %1: the run before was not finished").arg(runs);
    case Why::TooLate:
        return ClockText::tr("skipped %1: the time for it had passed").arg(runs);
    case Why::Missed:
        return withDetail(ClockText::tr("missed %1 while off or asleep").arg(runs),
                          interval(detail));
    case Why::LimitReached:
        return ClockText::tr("finished: it has made its %1").arg(runs);
    case Why::SwitchedOff:
        return ClockText::tr("switched off: %1 in a row failed").arg(runs);
    case Why::ClockSetBack:
        return withDetail(
            ClockText::tr(
                "waits: the computer's clock was set back to a time that already had its runs"),
            detail);
    case Why::ZoneChanged:
        //: %1 and %2 are names such as Europe/Berlin
        return ClockText::tr("the computer's time zone was changed from %1 to %2, and schedules "
                             "without a zone of their own follow")
            .arg(detail.section(u' ', 0, 0), detail.section(u' ', 1));
    case Why::StateDamaged:
        return withDetail(
            ClockText::tr(
                "the counts and last runs of timers and schedules were damaged and begin anew; the "
                "damaged file was kept"),
            detail);
    case Why::StateRecovered:
        return withDetail(
            ClockText::tr(
                "the counts and last runs of timers and schedules were damaged; those saved before "
                "are used, and the damaged file was kept"),
            detail);
    case Why::StateNotSaved:
        return withDetail(
            ClockText::tr("the counts and last runs of timers and schedules could not be saved"),
            detail);
    default:
        return {};
    }
}

} // namespace Signalbox
