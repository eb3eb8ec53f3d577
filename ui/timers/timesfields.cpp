#include "ui/timers/timesfields.h"

#include "core/config/endpointrules.h"
#include "core/time/zonetime.h"
#include "core/values/utc.h"
#include "ui/theme/theme.h"
#include "ui/timers/crontext.h"
#include "ui/timers/timertext.h"
#include "ui/widgets/fieldform.h"
#include "ui/widgets/format.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QButtonGroup>
#include <QCalendarWidget>
#include <QComboBox>
#include <QCompleter>
#include <QDateTimeEdit>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QRadioButton>
#include <QTextCharFormat>
#include <QTimeZone>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <cmath>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr microseconds Fast{100'000}; ///< faster timers get a word of warning
constexpr QChar Separator = u';'; ///< between expressions; never part of one

struct Unit
{
    microseconds length;
    int decimals;
};
constexpr std::array<Unit, 4> Units{
    {{milliseconds(1), 0}, {seconds(1), 3}, {minutes(1), 2}, {hours(1), 2}}};

/// The largest unit in which the interval is a whole number; milliseconds otherwise.
int unitFor(microseconds interval)
{
    for (int unit = int(Units.size()) - 1; unit > 0; --unit)
        if (interval % Units[size_t(unit)].length == microseconds(0))
            return unit;
    return interval < seconds(1) ? 0 : 1;
}

sys_seconds nowSeconds()
{
    return floor<seconds>(system_clock::now());
}

QDateTime inZone(sys_seconds at, const QTimeZone &zone)
{
    return QDateTime::fromSecsSinceEpoch(at.time_since_epoch().count(), Utc).toTimeZone(zone);
}

/// Without zeros at the end: "1.5", "5".
class ShortSpinBox final : public QDoubleSpinBox
{
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override
    {
        return locale().toString(value, 'f', QLocale::FloatingPointShortest);
    }
};

/// In ten minutes, on the minute.
QDateTime proposedMoment()
{
    const QDateTime now = QDateTime::currentDateTime().addSecs(600);
    return QDateTime(now.date(), QTime(now.time().hour(), now.time().minute()), Utc);
}

QString changeText(const ClockChange &change, const QTimeZone &zone)
{
    const QDateTime at = inZone(change.at, zone);
    const QString day = QLocale().toString(at.date(), QLocale::LongFormat);
    if (!change.isTouching)
        return TimesFields::tr("The clock change on %1 does not touch these times.").arg(day);
    return change.isForward
               ? TimesFields::tr("On %1 the clock skips some of these times: they run at %2.")
                     .arg(day, at.time().toString(u"HH:mm"_s))
               : TimesFields::tr("On %1 the clock shows some of these times twice: they run the "
                                 "first time only.")
                     .arg(day);
}

} // namespace

TimesFields::TimesFields(const TaskConfig &task, const QStringList &names, FieldForm &form)
    : QObject(&form)
    , m_form(form)
    , m_names(names)
    , m_name(new QLineEdit(&form))
    , m_every(new QRadioButton(tr("every so often"), &form))
    , m_at(new QRadioButton(tr("at times of day"), &form))
    , m_isOnce(new QRadioButton(tr("once"), &form))
    , m_count(new ShortSpinBox(&form))
    , m_unit(new QComboBox(&form))
    , m_cron(new QLineEdit(&form))
    , m_preset(new QComboBox(&form))
    , m_once(new QDateTimeEdit(&form))
    , m_zone(new QComboBox(&form))
    , m_cronLine(new QWidget(&form))
{
    m_name->setObjectName(u"timerName"_s);
    m_name->setMaxLength(int(LongestName));
    m_nameNote = form.addField(tr("&Name"), m_name);
    m_every->setObjectName(u"timerEvery"_s);
    m_at->setObjectName(u"timerAt"_s);
    m_isOnce->setObjectName(u"timerIsOnce"_s);
    auto *kind = new QWidget(&form);
    auto *kinds = new QHBoxLayout(kind);
    kinds->setContentsMargins(0, scaled(4), 0, 0);
    kinds->setSpacing(scaled(16));
    auto *group = new QButtonGroup(this);
    for (QRadioButton *button : {m_every, m_at, m_isOnce}) {
        kinds->addWidget(button);
        group->addButton(button);
    }
    kinds->addStretch(1);
    form.addField(tr("Runs"), kind);
    buildTimer();
    buildSchedule();
    show(task);
    connectFields();
    refresh();
}

void TimesFields::connectFields()
{
    connect(m_name, &QLineEdit::textChanged, this, &TimesFields::refresh);
    for (QRadioButton *button : {m_every, m_at, m_isOnce})
        connect(button, &QRadioButton::toggled, this, [this](bool isOn) {
            if (isOn)
                refresh();
        });
    connect(m_once, &QDateTimeEdit::dateTimeChanged, this, &TimesFields::refresh);
    connect(m_count, &QDoubleSpinBox::valueChanged, this, &TimesFields::refresh);
    connect(m_unit, &QComboBox::currentIndexChanged, this, [this](int unit) {
        m_count->setDecimals(Units[size_t(unit)].decimals);
        refresh();
    });
    connect(m_cron, &QLineEdit::textChanged, this, &TimesFields::refresh);
    connect(m_preset, &QComboBox::activated, this, [this](int index) {
        if (index > 0)
            m_cron->setText(m_preset->itemText(index));
        m_preset->setCurrentIndex(0);
        m_cron->setFocus();
    });
    connect(m_zone, &QComboBox::currentTextChanged, this, &TimesFields::refresh);
}

void TimesFields::buildTimer()
{
    m_count->setObjectName(u"timerInterval"_s);
    m_count->setAccessibleName(tr("Interval"));
    m_count->setRange(0.001, 31'622'400'000.0);
    m_count->setMinimumWidth(scaled(110));
    m_unit->setObjectName(u"timerUnit"_s);
    m_unit->setAccessibleName(tr("Unit of the interval"));
    m_unit->addItems({tr("milliseconds"), tr("seconds"), tr("minutes"), tr("hours")});
    auto *beside = new QWidget(&m_form);
    auto *line = new QHBoxLayout(beside);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_unit);
    line->addStretch(1);
    m_everyNote = m_form.addField(tr("E&very"), m_count, beside);
    m_everyNote->setObjectName(u"intervalNote"_s);
}

void TimesFields::buildSchedule()
{
    m_cron->setObjectName(u"timerCron"_s);
    m_cron->setAccessibleName(tr("Times"));
    m_cron->setFont(payloadFont());
    m_cron->setToolTip(plainToolTip(
        tr("minute hour day month weekday, for example 0 10,14 * * 1-5\nSeveral are separated by "
           "semicolons.")));
    m_preset->setObjectName(u"timerPreset"_s);
    m_preset->setAccessibleName(tr("Usual times"));
    m_preset->addItem(tr("Usual times"));
    m_preset->addItems(cronPresets());
    auto *line = new QHBoxLayout(m_cronLine);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(scaled(8));
    line->addWidget(m_cron, 1);
    line->addWidget(m_preset);
    m_cronLine->setFocusProxy(m_cron);
    m_cronNote = m_form.addField(tr("&Times"), m_cronLine);
    m_cronNote->setObjectName(u"cronNote"_s);

    m_once->setObjectName(u"timerOnce"_s);
    m_once->setAccessibleName(tr("Date and time"));
    m_once->setDisplayFormat(u"yyyy-MM-dd HH:mm:ss"_s);
    setUpCalendar();
    // what the zone's clock shows: no hour is missing in UTC
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    m_once->setTimeZone(QTimeZone::UTC);
#else
    m_once->setTimeSpec(Qt::UTC);
#endif
    m_onceNote = m_form.addField(tr("&At"), m_once);
    m_onceNote->setObjectName(u"onceNote"_s);

    m_zone->setObjectName(u"timerZone"_s);
    m_zone->setEditable(true);
    m_zone->setInsertPolicy(QComboBox::NoInsert);
    //: %1 is the time zone of the computer, such as Europe/Berlin
    m_zone->addItem(
        tr("this computer's (%1)").arg(QString::fromUtf8(QTimeZone::systemTimeZoneId())));
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds())
        m_zone->addItem(QString::fromUtf8(id), QString::fromUtf8(id));
    m_zone->completer()->setFilterMode(Qt::MatchContains);
    m_zone->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_zoneNote = m_form.addField(tr("&Zone"), m_zone);
}

/// Qt's calendar in our colours.
void TimesFields::setUpCalendar()
{
    m_once->setCalendarPopup(true);
    QCalendarWidget *calendar = m_once->calendarWidget();
    calendar->setHorizontalHeaderFormat(QCalendarWidget::ShortDayNames);
    calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    calendar->setMinimumWidth(scaled(320));
    QTextCharFormat plain;
    plain.setForeground(Theme::palette().text);
    for (const Qt::DayOfWeek day : {Qt::Saturday, Qt::Sunday})
        calendar->setWeekdayTextFormat(day, plain);
    for (const auto &[name, icon] : {std::pair(u"qt_calendar_prevmonth"_s, u"chevron-left"_s),
                                     std::pair(u"qt_calendar_nextmonth"_s, u"chevron-right"_s)})
        if (auto *button = calendar->findChild<QToolButton *>(name))
            button->setIcon(lineIcon(icon));
}

void TimesFields::show(const TaskConfig &task)
{
    m_name->setText(commonOf(task).name);
    const auto *timer = std::get_if<TimerConfig>(&task);
    const microseconds every = timer != nullptr ? timer->interval : seconds(5);
    const int unit = unitFor(every);
    m_unit->setCurrentIndex(unit);
    m_count->setDecimals(Units[size_t(unit)].decimals);
    m_count->setValue(double(every.count()) / double(Units[size_t(unit)].length.count()));
    m_cron->setText(u"0 10,14 * * 1-5"_s);
    std::optional<QDateTime> moment;
    if (const auto *schedule = std::get_if<ScheduleConfig>(&task)) {
        moment = onceAt(*schedule);
        if (!moment)
            m_cron->setText(schedule->cron.join(u"; "_s));
        m_zone->setCurrentIndex(std::max(0, m_zone->findData(schedule->zone)));
    }
    m_once->setDateTime(moment.value_or(proposedMoment()));
    (timer != nullptr ? m_every : moment ? m_isOnce : m_at)->setChecked(true);
}

TaskKind TimesFields::kind() const
{
    return m_every->isChecked() ? TaskKind::Every
           : m_at->isChecked()  ? TaskKind::AtTimes
                                : TaskKind::Once;
}

QString TimesFields::name() const
{
    return m_name->text();
}

microseconds TimesFields::interval() const
{
    const auto unit = Units[size_t(m_unit->currentIndex())].length;
    return microseconds(qint64(std::llround(m_count->value() * double(unit.count()))));
}

void TimesFields::write(TimerConfig &timer) const
{
    timer.name = name();
    timer.interval = interval();
}

void TimesFields::write(ScheduleConfig &schedule) const
{
    schedule.name = name();
    const bool isFirst = m_zone->currentText() == m_zone->itemText(0);
    schedule.zone = isFirst ? QString() : m_zone->currentText().trimmed();
    if (kind() == TaskKind::Once) {
        setOnce(schedule, m_once->dateTime());
        return;
    }
    schedule.cron.clear();
    for (const QString &expression : m_cron->text().split(Separator, Qt::SkipEmptyParts))
        if (const QString text = expression.simplified(); !text.isEmpty())
            schedule.cron.append(text);
}

QString TimesFields::problem() const
{
    for (const QString &problem : {m_nameProblem, m_timesProblem, m_zoneProblem})
        if (!problem.isEmpty())
            return problem;
    return {};
}

void TimesFields::refresh()
{
    m_form.setShown(m_count, kind() == TaskKind::Every);
    m_form.setShown(m_cronLine, kind() == TaskKind::AtTimes);
    m_form.setShown(m_once, kind() == TaskKind::Once);
    m_form.setShown(m_zone, kind() != TaskKind::Every);
    m_timesProblem.clear();
    m_zoneProblem.clear();
    checkName();
    if (kind() == TaskKind::Every) {
        checkInterval();
    } else {
        checkZone();
        kind() == TaskKind::Once ? checkOnce() : checkTimes();
    }
    Q_EMIT changed();
}

void TimesFields::checkName()
{
    m_nameProblem.clear();
    if (name().isEmpty())
        m_nameProblem = tr("It needs a name.");
    else if (!isName(name()))
        m_nameProblem = tr("The name holds characters that cannot be seen.");
    else if (m_names.contains(name()))
        m_nameProblem = tr("Another timer or schedule is called so.");
    m_nameNote->sayProblem(m_nameProblem);
}

void TimesFields::checkInterval()
{
    const microseconds every = interval();
    if (every < TimerConfig::ShortestInterval)
        m_timesProblem =
            tr("The shortest interval is %1.").arg(intervalText(TimerConfig::ShortestInterval));
    else if (every > TimerConfig::LongestInterval)
        m_timesProblem = tr("The longest interval is a year.");
    if (!m_timesProblem.isEmpty()) {
        m_everyNote->say(m_timesProblem, "bad"_L1);
    } else if (every < Fast) {
        const qint64 perSecond = seconds(1) / every;
        m_everyNote->say(tr("That is %1 runs a second, each to every client that it is for.")
                             .arg(QLocale().toString(perSecond)),
                         "warn"_L1);
    } else {
        m_everyNote->clear();
    }
}

void TimesFields::checkZone()
{
    ScheduleConfig schedule;
    write(schedule);
    if (!zoneOf(schedule.zone).isValid())
        m_zoneProblem = tr("There is no such time zone.");
    m_zoneNote->sayProblem(m_zoneProblem);
}

void TimesFields::checkTimes()
{
    ScheduleConfig schedule;
    write(schedule);
    if (schedule.cron.isEmpty())
        m_timesProblem = cronProblemText(CronError{});
    for (const QString &expression : schedule.cron) {
        const auto cron = Cron::parse(expression);
        if (const auto *error = std::get_if<CronError>(&cron)) {
            m_timesProblem = cronProblemText(*error);
            break;
        }
    }
    setTone(m_cron, m_timesProblem.isEmpty() ? QLatin1StringView() : "bad"_L1);
    if (!m_timesProblem.isEmpty()) {
        m_cronNote->say(m_timesProblem, "bad"_L1);
        m_cron->setAccessibleDescription(m_timesProblem);
        return;
    }
    const bool isZoneGood = m_zoneProblem.isEmpty();
    if (!isZoneGood)
        schedule.zone.clear();
    const QString words = whenText(schedule);
    const QString next = isZoneGood ? nextRuns(schedule) : QString();
    m_cronNote->say(next.isEmpty() ? words : QString(words % u'\n' % next));
    m_cron->setAccessibleDescription(m_cronNote->text());
}

/// How long it is until then; a moment that has passed never comes.
void TimesFields::checkOnce()
{
    ScheduleConfig schedule;
    write(schedule);
    if (!m_zoneProblem.isEmpty())
        return m_onceNote->clear();
    const auto at = SchedulePlan(schedule).next(nowSeconds());
    if (!at)
        m_timesProblem = tr("This moment has passed.");
    m_onceNote->say(at ? tr("In %1: %2").arg(shortDuration(*at - nowSeconds()), whenText(schedule))
                       : m_timesProblem,
                    at ? "dim"_L1 : "bad"_L1);
}

/// The next five dates, and what the next change of the clock does to such times.
QString TimesFields::nextRuns(const ScheduleConfig &schedule) const
{
    const SchedulePlan plan(schedule);
    const QTimeZone zone = zoneOf(schedule.zone);
    QStringList dates;
    auto at = plan.next(nowSeconds());
    for (int i = 0; at && i < NextShown; ++i) {
        dates.append(momentText(inZone(*at, zone)).replace(u' ', QChar::Nbsp));
        at = plan.next(*at);
    }
    if (dates.isEmpty())
        return tr("It never comes.");
    QString text = tr("Next: %1").arg(dates.join(tr(" · ")));
    if (const auto change = plan.nextClockChange(nowSeconds()))
        text += u'\n' + changeText(*change, zone);
    return text;
}

} // namespace Signalbox
