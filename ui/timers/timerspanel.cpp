#include "ui/timers/timerspanel.h"

#include "core/server/server.h"
#include "ui/clients/clientdirectory.h"
#include "ui/configurationcontroller.h"
#include "ui/log/filterlexer.h"
#include "ui/theme/theme.h"
#include "ui/timers/timerdialog.h"
#include "ui/timers/timermodel.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/visibletext.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QTimer>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto RefreshEvery = 250ms;
constexpr int RowHeight = 28; ///< pixels at 100 per cent

WallTime wallNow()
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace

TimersPanel::TimersPanel(Server &server, ConfigurationController &configuration,
                         const ClientDirectory &directory, QWidget *parent)
    : QWidget(parent)
    , m_server(server)
    , m_configuration(configuration)
    , m_directory(directory)
    , m_model(new TimerModel(directory, this))
    , m_view(new QTableView(this))
    , m_empty(new EmptyState(u"clock"_s, tr("No timers and no schedules"),
                             tr("A timer sends a signal every so many seconds,\na schedule at "
                                "times of day."),
                             this))
{
    setObjectName(u"timersPanel"_s);
    makeActions();
    makeView();
    setFocusProxy(m_view);

    for (const auto &[action, primary] :
         {std::pair(m_newTimer, true), std::pair(m_newSchedule, false)}) {
        QPushButton *button = m_empty->addButton(action->text().remove(u'&'), primary);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
    }
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(body, 1);

    connect(m_view, &QTableView::doubleClicked, this, &TimersPanel::edit);
    connect(m_view, &QWidget::customContextMenuRequested, this, &TimersPanel::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &TimersPanel::updateActions);
    connect(m_model, &TimerModel::enableRequested, this, &TimersPanel::setTaskEnabled);
    connect(&m_configuration, &ConfigurationController::changed, this,
            &TimersPanel::takeConfiguration);
    connect(&m_server, &Server::timerChanged, this, [this](const TimerStatus &status) {
        m_model->setStatus(status);
        updateActions();
    });
    takeConfiguration();
    for (const TimerStatus &status : m_server.timers() + m_server.schedules())
        m_model->setStatus(status);

    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_model->refresh(wallNow());
    });
    timer->start(RefreshEvery);
}

void TimersPanel::makeView()
{
    m_view->setObjectName(u"timersView"_s);
    m_view->setAccessibleName(tr("Timers and schedules"));
    m_view->setModel(m_model);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setShowGrid(false);
    m_view->setAlternatingRowColors(true);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView *header = m_view->horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(TimerModel::When, QHeaderView::Stretch);
    for (const auto &[column, width] :
         {std::pair(TimerModel::Name, 150), std::pair(TimerModel::Target, 120),
          std::pair(TimerModel::Last, 170), std::pair(TimerModel::Next, 84),
          std::pair(TimerModel::Runs, 64)})
        header->resizeSection(column, scaled(width));
    fitRows();
}

void TimersPanel::fitRows()
{
    m_view->verticalHeader()->setDefaultSectionSize(scaled(RowHeight));
    m_view->horizontalHeader()->setMinimumSectionSize(scaled(48));
}

void TimersPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRows();
}

QWidget *TimersPanel::makeBar()
{
    auto *bar = new PanelBar(36, this);
    bar->addTitle(tr("TIMERS AND SCHEDULES"));
    m_count = bar->addText();
    m_count->setObjectName(u"timerCount"_s);
    bar->addStretch();
    bar->addWidget(makeToolButton(m_newTimer, true, bar));
    bar->addWidget(makeToolButton(m_newSchedule, true, bar));
    return bar;
}

QAction *TimersPanel::addAction(const QString &icon, const QString &text, const QKeySequence &key,
                                void (TimersPanel::*run)())
{
    auto *action = new QAction(lineIcon(icon), text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, run);
    QWidget::addAction(action);
    return action;
}

void TimersPanel::makeActions()
{
    m_newTimer = addAction(u"plus"_s, tr("New &timer…"), {}, &TimersPanel::newTimer);
    m_newTimer->setObjectName(u"newTimer"_s);
    m_newSchedule = addAction(u"plus"_s, tr("New &schedule…"), {}, &TimersPanel::newSchedule);
    m_newSchedule->setObjectName(u"newSchedule"_s);
    QAction *run = addAction(u"play"_s, tr("&Run now"), Qt::Key_F9, &TimersPanel::runNow);
    run->setObjectName(u"runTimer"_s);
    m_toggle = addAction(u"pause"_s, tr("Switch &off"), {}, &TimersPanel::toggle);
    m_toggle->setObjectName(u"toggleTimer"_s);
    QAction *editing = addAction(u"edit"_s, tr("&Edit…"), Qt::Key_Return, &TimersPanel::edit);
    editing->setObjectName(u"editTimer"_s);
    QAction *copy = addAction(u"copy"_s, tr("&Duplicate…"), {}, &TimersPanel::duplicate);
    copy->setObjectName(u"duplicateTimer"_s);
    QAction *log =
        addAction(u"filter"_s, tr("Only this in the &log"), Qt::Key_O, &TimersPanel::showInLog);
    log->setObjectName(u"showTimerInLog"_s);
    QAction *removing =
        addAction(u"trash"_s, tr("Re&move"), QKeySequence::Delete, &TimersPanel::remove);
    removing->setObjectName(u"removeTimer"_s);
    m_rowActions = {run, m_toggle, editing, copy, log, removing};
    m_menuActions = {m_newTimer, m_newSchedule, nullptr, run,  m_toggle,
                     log,        nullptr,       editing, copy, removing};
}

void TimersPanel::takeConfiguration()
{
    m_model->setTasks(tasksOf(m_configuration.configuration()));
    m_stack->setCurrentWidget(count() > 0 ? static_cast<QWidget *>(m_view) : m_empty);
    setFocusProxy(count() > 0 ? static_cast<QWidget *>(m_view) : m_empty);
    if (!m_view->currentIndex().isValid() && count() > 0)
        m_view->setCurrentIndex(m_model->index(0, TimerModel::Name));
    updateActions();
    if (std::exchange(m_toldCount, count()) != count())
        Q_EMIT countChanged(count());
}

int TimersPanel::count() const
{
    return m_model->rowCount();
}

QString TimersPanel::current() const
{
    return m_view->currentIndex().data(TimerModel::NameRole).toString();
}

void TimersPanel::setCurrent(const QString &name)
{
    if (const int row = m_model->rowOf(name); row >= 0)
        m_view->setCurrentIndex(m_model->index(row, TimerModel::Name));
}

void TimersPanel::updateActions()
{
    const int row = m_view->currentIndex().row();
    for (QAction *action : std::as_const(m_rowActions))
        action->setEnabled(row >= 0);
    const bool isOn = row >= 0 && m_model->statusAt(row).enabled;
    m_toggle->setText(isOn ? tr("Switch &off") : tr("Switch &on"));
    m_toggle->setIcon(lineIcon(isOn ? u"pause"_s : u"play"_s));
    const int on = m_model->enabledCount();
    //: %1 timers and schedules, of which %2 are on
    m_count->setText(on == count() ? QString::number(count())
                                   : tr("%1, %2 on").arg(count()).arg(on));
    m_count->setVisible(count() > 0);
}

void TimersPanel::showMenu(const QPoint &at)
{
    if (const QModelIndex index = m_view->indexAt(at); index.isValid())
        m_view->setCurrentIndex(index);
    QMenu menu(this);
    for (QAction *action : std::as_const(m_menuActions))
        action == nullptr ? static_cast<void>(menu.addSeparator())
                          : menu.QWidget::addAction(action);
    menu.exec(m_view->viewport()->mapToGlobal(at));
}

QString TimersPanel::freeName(const QString &wish) const
{
    QString name = wish;
    for (int number = 2; m_model->rowOf(name) >= 0; ++number)
        name = tr("%1 %2", "a name and a number").arg(wish).arg(number);
    return name;
}

void TimersPanel::newTimer()
{
    TimerConfig timer;
    timer.name = freeName(tr("timer"));
    timer.interval = 5s;
    timer.action = ClockSignal{.value = "{\"message\":\"tick\"}"};
    ask(timer, {});
}

void TimersPanel::newSchedule()
{
    ScheduleConfig schedule;
    schedule.name = freeName(tr("schedule"));
    schedule.cron = QStringList{u"0 10,14 * * 1-5"_s};
    schedule.action = ClockSignal{.value = "{\"message\":\"break\"}"};
    ask(schedule, {});
}

void TimersPanel::edit()
{
    if (const auto task = findTask(m_configuration.configuration(), current()))
        ask(*task, current());
}

void TimersPanel::duplicate()
{
    auto task = findTask(m_configuration.configuration(), current());
    if (!task)
        return;
    commonOf(*task).name = freeName(current());
    ask(*task, {});
}

void TimersPanel::ask(const TaskConfig &task, const QString &name)
{
    QStringList others;
    for (const TaskConfig &other : tasksOf(m_configuration.configuration()))
        if (commonOf(other).name != name)
            others.append(commonOf(other).name);
    auto *dialog = new TimerDialog(task, others, name.isEmpty(), m_directory,
                                   m_configuration.directory(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, name] {
        const TaskConfig answer = dialog->task();
        const QString shown = visibleText(commonOf(answer).name);
        m_configuration.change(name.isEmpty() ? tr("add timer %1").arg(shown)
                                              : tr("change timer %1").arg(visibleText(name)),
                               withTask(m_configuration.configuration(), name, answer));
        setCurrent(commonOf(answer).name);
    });
    dialog->open();
}

void TimersPanel::remove()
{
    const QString name = current();
    const QString shown = visibleText(name);
    m_configuration.change(tr("remove timer %1").arg(shown),
                           withoutTask(m_configuration.configuration(), name));
    Q_EMIT removed(tr("Timer %1 was removed.").arg(shown));
}

void TimersPanel::runNow()
{
    m_server.runTimerNow(current());
}

void TimersPanel::toggle()
{
    const int row = m_view->currentIndex().row();
    if (row >= 0)
        setTaskEnabled(current(), !m_model->statusAt(row).enabled);
}

/// Through the configuration, so that it can be undone; if that says so already, it was switched
/// over its head.
void TimersPanel::setTaskEnabled(const QString &name, bool enabled)
{
    auto task = findTask(m_configuration.configuration(), name);
    if (!task)
        return;
    if (commonOf(*task).enabled == enabled) {
        m_server.setTimerEnabled(name, enabled);
        return;
    }
    commonOf(*task).enabled = enabled;
    m_configuration.change(
        (enabled ? tr("switch timer %1 on") : tr("switch timer %1 off")).arg(visibleText(name)),
        withTask(m_configuration.configuration(), name, *task));
}

void TimersPanel::showInLog()
{
    Q_EMIT logFilterRequested(u"timer="_s % quotedTerm(current()));
}

QByteArray TimersPanel::saveState() const
{
    return m_view->horizontalHeader()->saveState();
}

bool TimersPanel::restoreState(const QByteArray &state)
{
    return m_view->horizontalHeader()->restoreState(state);
}

} // namespace Signalbox
