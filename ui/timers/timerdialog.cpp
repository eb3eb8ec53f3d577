#include "ui/timers/timerdialog.h"

#include "ui/theme/theme.h"
#include "ui/timers/actionpage.h"
#include "ui/timers/optionfields.h"
#include "ui/timers/timesfields.h"
#include "ui/widgets/fieldform.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace Signalbox {

using namespace Qt::StringLiterals;

TimerDialog::TimerDialog(const TaskConfig &task, const QStringList &names, bool isNew,
                         const ClientDirectory &directory, const QDir &folder, QWidget *parent)
    : QDialog(parent)
    , m_initial(task)
    , m_isNew(isNew)
    , m_form(new FieldForm(this))
    , m_times(new TimesFields(task, names, *m_form))
    , m_options(new OptionFields(task, *m_form))
    , m_action(new ActionPage(commonOf(task).action, directory, folder, this))
    , m_reason(new QLabel(this))
    , m_apply(new QPushButton(this))
{
    setObjectName(u"timerDialog"_s);
    const QString name = visibleText(commonOf(task).name);
    setWindowTitle(!isNew                                      ? tr("Edit %1").arg(name)
                   : std::holds_alternative<TimerConfig>(task) ? tr("New timer")
                                                               : tr("New schedule"));
    m_reason->setObjectName(u"timerReason"_s);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);
    setTone(m_reason, "bad"_L1);
    m_apply->setObjectName(u"timerApply"_s);
    m_apply->setProperty("primary", true);
    m_apply->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"timerCancel"_s);
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &QDialog::accept);

    m_form->addStretch();
    auto *body = new QHBoxLayout;
    body->setContentsMargins(scaled(20), scaled(18), scaled(20), scaled(16));
    body->setSpacing(scaled(24));
    body->addWidget(m_form, 1);
    body->addWidget(m_action, 1);
    auto *footer = new QWidget(this);
    footer->setProperty("look", u"footerBar"_s);
    footer->setAttribute(Qt::WA_StyledBackground);
    auto *buttons = new QHBoxLayout(footer);
    buttons->setContentsMargins(scaled(20), scaled(12), scaled(20), scaled(12));
    buttons->setSpacing(scaled(8));
    buttons->addWidget(m_reason, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_apply);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(body, 1);
    layout->addWidget(footer);
    resize(scaled(940), scaled(560));

    connect(m_times, &TimesFields::changed, this, &TimerDialog::refresh);
    connect(m_action, &ActionPage::changed, this, &TimerDialog::refresh);
    connect(m_options, &OptionFields::changed, this, &TimerDialog::refresh);
    refresh();
}

TaskConfig TimerDialog::task() const
{
    const auto written = [this](auto config) {
        m_times->write(config);
        m_options->write(config);
        config.action = m_action->action();
        return config;
    };
    // what the fields do not show stays as it was
    if (m_times->kind() == TaskKind::Every) {
        const auto *timer = std::get_if<TimerConfig>(&m_initial);
        return written(timer != nullptr ? *timer : TimerConfig{});
    }
    const auto *schedule = std::get_if<ScheduleConfig>(&m_initial);
    return written(schedule != nullptr ? *schedule : ScheduleConfig{});
}

QString TimerDialog::problem() const
{
    for (const QString &problem : {m_times->problem(), m_options->problem(), m_action->problem()})
        if (!problem.isEmpty())
            return problem;
    return {};
}

void TimerDialog::refresh()
{
    const TaskConfig now = task();
    if (const auto *timer = std::get_if<TimerConfig>(&now))
        m_options->setKind(TaskKind::Every, {}, timer->interval);
    else
        m_options->setKind(m_times->kind(), std::get<ScheduleConfig>(now).zone, {});
    const QString wrong = problem();
    m_reason->setText(wrong);
    m_apply->setEnabled(wrong.isEmpty());
    m_apply->setAccessibleDescription(wrong);
    m_apply->setText(m_isNew ? tr("Add") : tr("Save"));
}

} // namespace Signalbox
