#include "ui/timers/crontext.h"

#include "core/time/crondescription.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTime>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

struct CronText
{
    Q_DECLARE_TR_FUNCTIONS(Cron)

public:
    explicit CronText(const CronDescription &description)
        : m_description(description)
    {
    }

    QString sentence() const;
    static QString problem(const CronError &error);

private:
    using Kind = CronPart::Kind;

    const CronPart &part(CronField field) const { return m_description.part(field); }
    bool isEvery(CronField field) const { return part(field).kind == Kind::Every; }
    static QString list(const QStringList &items, const QString &lastJoin);
    static QString values(const CronPart &part, QString (*name)(int));
    static QString number(int value) { return QLocale().toString(value); }
    static QString monthName(int month);
    static QString weekdayName(int weekday);
    static QString timeText(std::chrono::seconds time, bool withSeconds);
    static QString fieldName(CronField field);

    QString timeClause() const;
    QString secondClause() const;
    QString minuteClause() const;
    QString hourClause() const;
    QString dayClause() const;
    QString daysOfMonth() const;
    QString weekdays() const;

    const CronDescription &m_description;
};

QString CronText::list(const QStringList &items, const QString &lastJoin)
{
    if (items.size() < 2)
        return items.join(QString());
    //: between the items of a list but the last two
    const QString join = tr(", ");
    return items.first(items.size() - 1).join(join) + lastJoin + items.last();
}

/// "1, 5 to 8 and 10".
QString CronText::values(const CronPart &part, QString (*name)(int))
{
    QStringList items;
    for (const auto &[first, last] : part.ranges)
        items.append(first == last ? name(first) : tr("%1 to %2").arg(name(first), name(last)));
    return list(items, tr(" and "));
}

QString CronText::monthName(int month)
{
    return QLocale().standaloneMonthName(month);
}

QString CronText::weekdayName(int weekday)
{
    return QLocale().standaloneDayName(weekday);
}

QString CronText::timeText(std::chrono::seconds time, bool withSeconds)
{
    const QTime at = QTime(0, 0).addSecs(int(time.count()));
    return withSeconds ? at.toString(u"HH:mm:ss"_s) : at.toString(u"HH:mm"_s);
}

QString CronText::secondClause() const
{
    const CronPart &seconds = part(CronField::Second);
    if (seconds.kind == Kind::Every)
        return tr("every second");
    if (seconds.kind == Kind::Step && seconds.from == 0)
        return tr("every %1 seconds").arg(number(seconds.step));
    if (seconds.single() == 0)
        return {};
    return tr("at second %1").arg(values(seconds, number));
}

QString CronText::minuteClause() const
{
    const CronPart &minutes = part(CronField::Minute);
    if (minutes.kind == Kind::Every)
        return tr("every minute");
    if (minutes.kind == Kind::Step && minutes.from == 0)
        return tr("every %1 minutes").arg(number(minutes.step));
    if (minutes.single() == 0 && isEvery(CronField::Hour))
        return tr("every hour, on the hour");
    return isEvery(CronField::Hour) ? tr("every hour at minute %1").arg(values(minutes, number))
                                    : tr("at minute %1").arg(values(minutes, number));
}

QString CronText::hourClause() const
{
    const CronPart &hours = part(CronField::Hour);
    if (hours.kind == Kind::Every)
        return {};
    if (hours.kind == Kind::Step && hours.from == 0)
        return tr("every %1 hours").arg(number(hours.step));
    if (hours.ranges.size() == 1 && !hours.single()) {
        const auto &[first, last] = hours.ranges.first();
        return tr("from %1 to %2")
            .arg(timeText(std::chrono::hours(first), false),
                 timeText(std::chrono::hours(last) + std::chrono::minutes(59), false));
    }
    return tr("in hour %1").arg(values(hours, number));
}

QString CronText::timeClause() const
{
    if (!m_description.times.isEmpty()) {
        const bool withSeconds = part(CronField::Second).single() != 0;
        QStringList times;
        for (const std::chrono::seconds time : m_description.times)
            times.append(timeText(time, withSeconds));
        return tr("at %1").arg(list(times, tr(" and ")));
    }
    const CronPart &minutes = part(CronField::Minute);
    QString second = secondClause();
    QString minute = minuteClause();
    QString hour = hourClause();
    // the smallest unit speaks for those above it that say nothing
    if (!second.isEmpty() && minutes.kind == Kind::Every)
        minute = part(CronField::Second).kind == Kind::Values ? minute : QString();
    if (second.isEmpty() && minutes.single() == 0 && part(CronField::Hour).kind == Kind::Step)
        minute.clear();
    QStringList clauses;
    for (const QString &clause : {second, minute, hour})
        if (!clause.isEmpty())
            clauses.append(clause);
    return clauses.join(tr(", "));
}

/// "on day 1 and 15 of the month and on the last day of the month".
QString CronText::daysOfMonth() const
{
    const CronPart &days = part(CronField::Day);
    QStringList texts;
    if (days.kind == Kind::Step)
        texts.append(
            tr("every %1 days from day %2 of the month").arg(number(days.step), number(days.from)));
    else if (!days.ranges.isEmpty())
        texts.append(tr("on day %1 of the month").arg(values(days, number)));
    if (m_description.isLastDay)
        texts.append(tr("on the last day of the month"));
    return list(texts, tr(" and "));
}

QString CronText::weekdays() const
{
    return values(part(CronField::Weekday), weekdayName);
}

/// Which days; empty: every day.
QString CronText::dayClause() const
{
    const bool hasDays = !isEvery(CronField::Day) || m_description.isLastDay;
    const bool hasWeekdays = !isEvery(CronField::Weekday);
    if (m_description.isDayOrWeekday) {
        if (!hasDays || !hasWeekdays)
            return {}; // one of the two is every day
        return tr("%1 or on %2").arg(daysOfMonth(), weekdays());
    }
    if (hasDays && hasWeekdays)
        return tr("%1 if it is %2").arg(daysOfMonth(), weekdays());
    if (hasDays)
        return daysOfMonth();
    if (!hasWeekdays)
        return {};
    const CronPart &part = m_description.part(CronField::Weekday);
    return part.ranges.size() == 1 && !part.single() ? weekdays() : tr("on %1").arg(weekdays());
}

QString CronText::sentence() const
{
    QStringList clauses{timeClause()};
    const QString days = dayClause();
    if (!days.isEmpty())
        clauses.append(days);
    if (!isEvery(CronField::Month))
        clauses.append(tr("in %1").arg(values(part(CronField::Month), monthName)));
    else if (days.isEmpty() && !m_description.times.isEmpty())
        clauses.append(tr("every day"));
    QString sentence = clauses.join(tr(", "));
    sentence[0] = sentence[0].toUpper();
    return sentence;
}

QString CronText::fieldName(CronField field)
{
    switch (field) {
    case CronField::Second:
        return tr("seconds");
    case CronField::Minute:
        return tr("minutes");
    case CronField::Hour:
        return tr("hours");
    case CronField::Day:
        return tr("days");
    case CronField::Month:
        return tr("months");
    case CronField::Weekday:
        return tr("weekdays");
    }
    return {};
}

QString CronText::problem(const CronError &error)
{
    const QString field = fieldName(error.field);
    switch (error.code) {
    case CronError::Code::Empty:
        return tr("five fields are needed: minute, hour, day, month, weekday");
    case CronError::Code::FieldCount:
        return error.number == 1
                   ? tr("five fields are needed, minute, hour, day, month, weekday; here is one")
                   : tr("five fields are needed, minute, hour, day, month, weekday; here are %1")
                         .arg(number(error.number));
    case CronError::Code::UnknownPreset:
        return tr("there is no preset %1").arg(error.text);
    case CronError::Code::NotAValue:
        return error.text.isEmpty() ? tr("%1: a value is missing").arg(field)
                                    : tr("%1: “%2” is not a value").arg(field, error.text);
    case CronError::Code::TooSmall:
        return tr("%1: %2 is below %3").arg(field, error.text, number(error.bound));
    case CronError::Code::TooLarge:
        return tr("%1: %2 is above %3").arg(field, error.text, number(error.bound));
    case CronError::Code::Backwards:
        return tr("%1: %2 runs backwards").arg(field, error.text);
    case CronError::Code::BadStep:
        return tr("%1: after the slash goes a number from 1 to %2").arg(field, number(error.bound));
    case CronError::Code::NotHere:
        return tr("%1: “%2” has no meaning here").arg(field, error.text);
    case CronError::Code::BeforeLastDay:
        return tr("%1: “%2” is not supported; from the end of the month only its last day can be "
                  "given, L")
            .arg(field, error.text);
    case CronError::Code::NearestWeekday:
        return tr("%1: “%2” is not supported; give days, or weekdays").arg(field, error.text);
    case CronError::Code::NthWeekday:
    case CronError::Code::LastWeekday:
        return tr("%1: “%2” is not supported; a weekday can be given for each week only")
            .arg(field, error.text);
    case CronError::Code::AnyValue:
        return tr("%1: “%2” is not supported; a value has to be given").arg(field, error.text);
    case CronError::Code::AtStart:
        return tr("%1 is not a time; tick “Runs once more when Signalbox starts”").arg(error.text);
    case CronError::Code::Interval:
        return tr("%1 is not a time of day; what runs every so often is a timer").arg(error.text);
    case CronError::Code::Year:
        return tr("there is no year in a cron expression; the start and the end say from when "
                  "until when");
    case CronError::Code::NoSuchDay:
        return tr("%1: none of the chosen months has a day %2").arg(field, number(error.number));
    }
    return {};
}

} // namespace

QString cronText(const Cron &cron)
{
    const CronDescription description = describe(cron);
    return CronText(description).sentence();
}

QString cronProblemText(const CronError &error)
{
    return CronText::problem(error);
}

} // namespace Signalbox
