#include "ui/timers/optionfields.h"

#include "core/time/zonetime.h"
#include "ui/widgets/fieldform.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

#include <limits>

namespace Signalbox {

using namespace Qt::StringLiterals;

OptionFields::OptionFields(const TaskConfig &task, FieldForm &form)
    : QObject(&form)
    , m_form(form)
    , m_enabled(new QCheckBox(tr("Switched on"), &form))
    , m_onStart(new QCheckBox(tr("Runs once more when Signalbox starts"), &form))
    , m_limit(new QSpinBox(&form))
    , m_skip(new QSpinBox(&form))
    , m_start(new QLineEdit(&form))
    , m_end(new QLineEdit(&form))
    , m_missed(new QComboBox(&form))
{
    build();
    show(task);
    for (QSpinBox *box : {m_limit, m_skip})
        connect(box, &QSpinBox::valueChanged, this, &OptionFields::refresh);
    for (QLineEdit *edit : {m_start, m_end})
        connect(edit, &QLineEdit::textChanged, this, &OptionFields::refresh);
    for (QCheckBox *box : {m_enabled, m_onStart})
        connect(box, &QCheckBox::toggled, this, &OptionFields::refresh);
    connect(m_missed, &QComboBox::currentIndexChanged, this, &OptionFields::refresh);
}

void OptionFields::build()
{
    constexpr int Most = std::numeric_limits<int>::max();
    for (QLineEdit *edit : {m_start, m_end}) {
        edit->setPlaceholderText(u"2026-11-24 10:00"_s);
        edit->setToolTip(tr("A date, or a date and a time; with an offset such as +01:00 if it is "
                            "not meant in the schedule's zone"));
    }
    m_start->setObjectName(u"timerStart"_s);
    m_end->setObjectName(u"timerEnd"_s);
    m_startNote = m_form.addField(tr("Not &before"), m_start);
    m_endNote = m_form.addField(tr("Not &after"), m_end);

    m_skip->setObjectName(u"timerSkip"_s);
    m_skip->setRange(0, Most);
    m_skip->setSpecialValueText(tr("no tick"));
    m_skip->setSuffix(tr(" ticks"));
    m_skip->setToolTip(tr("So many ticks after each start are left out"));
    m_form.addField(tr("S&kips first"), m_skip);

    m_limit->setObjectName(u"timerLimit"_s);
    m_limit->setRange(0, Most);
    m_limit->setSpecialValueText(tr("never"));
    m_limit->setSuffix(tr(" runs"));
    m_limit->setToolTip(tr("All runs count, also those before a restart; 0: never"));
    m_form.addField(tr("&Finished after"), m_limit);

    m_missed->setObjectName(u"timerMissed"_s);
    m_missed->addItems({tr("are left out"), tr("are made up for by one run"),
                        tr("are made up for, the last ten")});
    m_missed->setToolTip(tr("Runs that fell into a time when Signalbox was not running or the "
                            "computer slept"));
    m_missedNote = m_form.addField(tr("&Missed runs"), m_missed);
    m_missedNote->setObjectName(u"missedNote"_s);

    m_enabled->setObjectName(u"timerEnabled"_s);
    m_onStart->setObjectName(u"timerOnStart"_s);
    m_form.addWide(m_onStart);
    m_form.addWide(m_enabled);
}

void OptionFields::show(const TaskConfig &task)
{
    const ClockTask &common = commonOf(task);
    m_enabled->setChecked(common.enabled);
    m_onStart->setChecked(common.onStart);
    m_missed->setCurrentIndex(int(common.missed));
    if (const auto *timer = std::get_if<TimerConfig>(&task)) {
        m_limit->setValue(timer->limit);
        m_skip->setValue(timer->skip);
    } else if (const auto &schedule = std::get<ScheduleConfig>(task); !onceAt(schedule)) {
        m_limit->setValue(schedule.limit);
        m_start->setText(schedule.start);
        m_end->setText(schedule.end);
    }
}

void OptionFields::setKind(TaskKind kind, const QString &zone, std::chrono::microseconds interval)
{
    m_kind = kind;
    m_zone = zone;
    m_interval = interval;
    check();
    m_form.setShown(m_skip, kind == TaskKind::Every);
    m_form.setShown(m_start, kind == TaskKind::AtTimes);
    m_form.setShown(m_end, kind == TaskKind::AtTimes);
    m_form.setShown(m_limit, kind != TaskKind::Once);
}

void OptionFields::writeCommon(ClockTask &task) const
{
    task.enabled = m_enabled->isChecked();
    task.onStart = m_onStart->isChecked();
    task.missed = MissedPolicy(m_missed->currentIndex());
}

void OptionFields::write(TimerConfig &timer) const
{
    writeCommon(timer);
    timer.limit = m_limit->value();
    timer.skip = m_skip->value();
}

void OptionFields::write(ScheduleConfig &schedule) const
{
    writeCommon(schedule);
    if (m_kind == TaskKind::Once)
        return; // the moment is its beginning, its end and its limit
    schedule.limit = m_limit->value();
    schedule.start = m_start->text().trimmed();
    schedule.end = m_end->text().trimmed();
}

QString OptionFields::problem() const
{
    return m_problem;
}

void OptionFields::refresh()
{
    check();
    Q_EMIT changed();
}

void OptionFields::check()
{
    m_problem.clear();
    m_missedNote->clear();
    if (m_kind == TaskKind::Once)
        return;
    if (m_kind == TaskKind::Every) {
        if (m_missed->currentIndex() != int(MissedPolicy::Skip)
            && m_interval < TimerConfig::ShortestMadeUp) {
            m_problem = tr("A timer that runs more than once a second cannot make up for runs.");
            m_missedNote->sayProblem(m_problem);
        }
        return;
    }
    const QTimeZone zone = zoneOf(m_zone);
    const auto read = [&](const QLineEdit *edit, FieldNote *note, DayMeans means) {
        const QString text = edit->text().trimmed();
        const auto instant = instantOf(text, zone, means);
        const bool isWrong = !text.isEmpty() && !instant;
        if (isWrong)
            m_problem = tr("This is no date, such as 2026-11-24, and no date and time.");
        note->sayProblem(isWrong ? m_problem : QString());
        return instant;
    };
    const auto end = read(m_end, m_endNote, DayMeans::ItsLastSecond);
    const auto start = read(m_start, m_startNote, DayMeans::ItsFirstSecond);
    if (start && end && *end < *start) {
        m_problem = tr("The end is before the beginning.");
        m_endNote->sayProblem(m_problem);
    }
}

} // namespace Signalbox
