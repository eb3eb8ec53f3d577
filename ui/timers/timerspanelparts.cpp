#include "core/server/server.h"
#include "ui/editors/filteredit.h"
#include "ui/model/configurationcontroller.h"
#include "ui/theme/theme.h"
#include "ui/timers/runspane.h"
#include "ui/timers/tasktemplates.h"
#include "ui/timers/timerfilter.h"
#include "ui/timers/timermodel.h"
#include "ui/timers/timerspanel.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/rowtable.h"
#include "ui/widgets/visibletext.h"
#include "ui/widgets/zoomedcolumns.h"

#include <QAction>
#include <QCheckBox>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QTimer>

// How the page is put together; what it does is in timerspanel.cpp.

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto RefreshEvery = 250ms;
constexpr int TimerRowHeight = 28; ///< pixels at 100 per cent
constexpr int TallHeight = 420; ///< from which on the last runs are below the table
constexpr int WideWidth = 860; ///< from which on there is room for them beside it

WallTime wallNow()
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace

void TimersPanel::buildLayout()
{
    buildView();
    buildEmpty();
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setObjectName(u"timersSplit"_s);
    m_split->setHandleWidth(1);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_view);
    m_split->addWidget(m_runs);
    m_split->setStretchFactor(0, 1);
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_split);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_noMatch);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addWidget(body, 1);
    setTabOrder(m_filter, m_view);
    setTabOrder(m_view, m_runs);
}

void TimersPanel::buildView()
{
    m_view->setObjectName(u"timersView"_s);
    m_view->setAccessibleName(tr("Timers and schedules"));
    m_view->setModel(m_filtered);
    makeRowTable(*m_view);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView *header = m_view->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(TimerModel::When, QHeaderView::Stretch);
    for (const auto &[column, width] :
         {std::pair(TimerModel::Name, 160), std::pair(TimerModel::Target, 112),
          std::pair(TimerModel::Last, 150), std::pair(TimerModel::Next, 96),
          std::pair(TimerModel::Runs, 56)})
        header->resizeSection(column, scaled(width));
    m_columns = new ZoomedColumns(header, 48);
    fitRows();
}

void TimersPanel::fitRows()
{
    setRowHeight(*m_view->verticalHeader(), TimerRowHeight);
    m_columns->fit();
}

void TimersPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRows();
}

void TimersPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

/// A low page has the last runs beside the table, if it is wide enough, a tall one below it.
void TimersPanel::fit()
{
    const auto wanted = height() < scaled(TallHeight) ? Qt::Horizontal : Qt::Vertical;
    const bool hasRoom = wanted == Qt::Vertical || width() >= scaled(WideWidth);
    m_showRuns->setEnabled(hasRoom);
    m_runs->setVisible(hasRoom && m_showRuns->isChecked());
    if (m_split->orientation() == wanted)
        return;
    m_split->setOrientation(wanted);
    m_split->setSizes(wanted == Qt::Horizontal ? QList{scaled(700), scaled(280)}
                                               : QList{scaled(280), scaled(160)});
}

QWidget *TimersPanel::buildBar()
{
    auto *bar = new PanelBar(40, this);
    bar->addTitle(tr("TIMERS AND SCHEDULES"));
    m_count = bar->addText();
    m_count->setObjectName(u"timerCount"_s);
    m_filter->setObjectName(u"timerFilter"_s);
    m_filter->setAccessibleName(tr("Filter the timers and schedules"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setToolTip(tr("Words of the name, the times, the target or the last run"));
    m_filter->setMinimumWidth(scaled(120));
    m_filter->setMaximumWidth(scaled(260));
    m_all->setObjectName(u"allTimers"_s);
    m_all->setTristate(true);
    m_all->setToolTip(tr("Switches all that are shown on or off"));
    bar->addWidget(m_filter, 2);
    bar->addStretch();
    bar->addWidget(m_all);
    m_showRunsButton = makeToolButton(m_showRuns, false, bar);
    bar->addWidget(m_showRunsButton);
    QToolButton *more = makeToolButton(u"plus"_s, tr("New"), tr("New timer or schedule"), bar);
    more->setObjectName(u"newTask"_s);
    auto *menu = new QMenu(more);
    menu->addActions({m_newTimer, m_newSchedule, m_newOnce});
    menu->addSeparator();
    menu->addActions(m_templates->actions());
    more->setMenu(menu);
    more->setPopupMode(QToolButton::InstantPopup);
    bar->addWidget(more);
    return bar;
}

void TimersPanel::buildEmpty()
{
    m_empty->setObjectName(u"noTimers"_s);
    for (const auto &[action, primary] :
         {std::pair(m_newTimer, true), std::pair(m_newSchedule, false)}) {
        QPushButton *button = m_empty->addButton(action->text().remove(u'&'), primary);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
    }
    QPushButton *templates = m_empty->addButton(tr("From a template…"));
    templates->setObjectName(u"fromTemplate"_s);
    connect(templates, &QPushButton::clicked, this, [this, templates] {
        m_templates->popup(templates->mapToGlobal(QPoint(0, templates->height())));
    });
    m_noMatch->setObjectName(u"noTimerMatches"_s);
    connect(m_noMatch->addButton(tr("Clear filter")), &QPushButton::clicked, m_filter,
            &QLineEdit::clear);
}

QAction *TimersPanel::addAction(const QString &icon, const QString &text, const QKeySequence &key,
                                const std::function<void()> &run)
{
    auto *action = new QAction(lineIcon(icon), text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, run);
    QWidget::addAction(action);
    return action;
}

void TimersPanel::buildActions()
{
    m_newTimer = addAction(u"plus"_s, tr("New &timer…"), {}, [this] { addNew(newTimer()); });
    m_newTimer->setObjectName(u"newTimer"_s);
    m_newSchedule =
        addAction(u"plus"_s, tr("New &schedule…"), {}, [this] { addNew(newSchedule()); });
    m_newSchedule->setObjectName(u"newSchedule"_s);
    m_newOnce = addAction(u"plus"_s, tr("&Once at…"), {}, [this] { addNew(newOnce()); });
    m_newOnce->setObjectName(u"newOnce"_s);
    m_templates = new QMenu(tr("New from a te&mplate"), this);
    m_templates->setObjectName(u"timerTemplates"_s);
    for (const TaskTemplate &each : taskTemplates())
        connect(m_templates->addAction(each.title + u'…'), &QAction::triggered, this,
                [this, task = each.task] { addNew(task); });

    QAction *run = addAction(u"play"_s, tr("&Run now"), Qt::Key_F9, [this] { runNow(); });
    run->setObjectName(u"runTimer"_s);
    m_toggle = addAction(u"pause"_s, tr("S&witch off"), {}, [this] { toggle(); });
    m_toggle->setObjectName(u"toggleTimer"_s);
    QAction *editing = addAction(u"edit"_s, tr("&Edit…"), {}, [this] { edit(); });
    editing->setObjectName(u"editTimer"_s);
    QAction *copy = addAction(u"copy"_s, tr("&Duplicate…"), {}, [this] { duplicate(); });
    copy->setObjectName(u"duplicateTimer"_s);
    QAction *log = addAction(u"filter"_s, tr("Only this in the &log"), {}, [this] { showInLog(); });
    log->setObjectName(u"showTimerInLog"_s);
    QAction *removing = addAction(u"trash"_s, tr("Remo&ve"), {}, [this] { remove(); });
    removing->setObjectName(u"removeTimer"_s);
    for (const auto &[action, key] :
         {std::pair(editing, QKeySequence(Qt::Key_Return)), std::pair(log, QKeySequence(Qt::Key_O)),
          std::pair(removing, QKeySequence(QKeySequence::Delete))}) {
        // in the table alone: these keys mean something else in the filter
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_view->addAction(action);
    }
    m_find = addAction(u"search"_s, tr("&Filter the timers"), QKeySequence::Find, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    m_showRuns = addAction(u"activity"_s, tr("Show the last r&uns"), {}, [] {});
    m_showRuns->setObjectName(u"showRuns"_s);
    m_showRuns->setToolTip(tr("Show the last runs"));
    m_showRuns->setCheckable(true);
    m_showRuns->setChecked(true);
    connect(m_showRuns, &QAction::toggled, this, &TimersPanel::fit);
    m_rowActions = {run, m_toggle, editing, copy, log, removing};
    m_menuActions = {m_newTimer, m_newSchedule, m_newOnce, m_templates->menuAction(),
                     nullptr,    run,           m_toggle,  log,
                     nullptr,    editing,       copy,      removing,
                     nullptr,    m_find,        m_showRuns};
}

void TimersPanel::joinParts()
{
    connect(m_view, &QTableView::doubleClicked, this, &TimersPanel::edit);
    connect(m_view, &QWidget::customContextMenuRequested, this, &TimersPanel::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &TimersPanel::updateParts);
    connect(m_filter, &QLineEdit::textChanged, this, &TimersPanel::setFilter);
    connect(m_filter, &FilterEdit::left, this, [this] { m_view->setFocus(Qt::TabFocusReason); });
    connect(m_all, &QCheckBox::clicked, this, &TimersPanel::toggleAll);
    connect(m_runs, &RunsPane::rowRequested, this, &TimersPanel::rowRequested);
    connect(m_runs, &RunsPane::rowsRequested, this, &TimersPanel::showInLog);
    connect(m_model, &TimerModel::enableRequested, this, [this](const QString &name) {
        setCurrent(name);
        toggle();
    });
    connect(&m_configuration, &ConfigurationController::changed, this,
            &TimersPanel::takeConfiguration);
    connect(&m_server, &Server::timerChanged, this, [this](const TimerStatus &status) {
        m_model->setStatus(status);
        updateParts();
    });
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_model->refresh(wallNow());
    });
    timer->start(RefreshEvery);
}

} // namespace Signalbox
