#include "ui/timers/timerspanel.h"

#include "core/filter/filterlexer.h"
#include "core/server/server.h"
#include "ui/editors/filteredit.h"
#include "ui/model/clientdirectory.h"
#include "ui/model/configurationcontroller.h"
#include "ui/theme/theme.h"
#include "ui/timers/fasttimers.h"
#include "ui/timers/runspane.h"
#include "ui/timers/timerdialog.h"
#include "ui/timers/timerfilter.h"
#include "ui/timers/timermodel.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/visibletext.h"
#include "ui/widgets/zoomedcolumns.h"

#include <QAction>
#include <QCheckBox>
#include <QDataStream>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 TimersPanelMark = 0x5342'5450; // "SBTP"

} // namespace

TimersPanel::TimersPanel(Server &server, ConfigurationController &configuration,
                         const ClientDirectory &directory, QWidget *parent)
    : QWidget(parent)
    , m_server(server)
    , m_configuration(configuration)
    , m_directory(directory)
    , m_model(new TimerModel(directory, this))
    , m_filtered(new TimerFilter(this))
    , m_fast(new FastTimers(directory, this))
    , m_view(new QTableView(this))
    , m_filter(new FilterEdit(this))
    , m_all(new QCheckBox(this))
    , m_runs(new RunsPane(this))
    , m_empty(new EmptyState(u"clock"_s, tr("No timers and no schedules"),
                             tr("A timer sends a signal every so many seconds,\na schedule at "
                                "times of day."),
                             this))
    , m_noMatch(new EmptyState(u"filter"_s, {}, {}, this))
{
    setObjectName(u"timersPanel"_s);
    m_filtered->setSourceModel(m_model);
    buildActions();
    buildLayout();
    joinParts();
    takeConfiguration();
    for (const TimerStatus &status : m_server.timers() + m_server.schedules())
        m_model->setStatus(status);
    updateParts();
}

void TimersPanel::takeConfiguration()
{
    m_model->setTasks(tasksOf(m_configuration.configuration()));
    updateEmpty();
    if (!m_view->currentIndex().isValid() && m_filtered->rowCount() > 0)
        m_view->setCurrentIndex(m_filtered->index(0, TimerModel::Name));
    updateParts();
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
    const QModelIndex index = m_model->index(m_model->rowOf(name), TimerModel::Name);
    if (!index.isValid())
        return;
    if (!m_filtered->mapFromSource(index).isValid())
        m_filter->clear();
    m_view->setCurrentIndex(m_filtered->mapFromSource(index));
}

TimerStatus TimersPanel::statusOf(const QString &name) const
{
    return m_model->statusAt(m_model->rowOf(name));
}

QList<TaskConfig> TimersPanel::shownTasks() const
{
    QList<TaskConfig> tasks;
    for (int row = 0; row < m_filtered->rowCount(); ++row)
        tasks.append(*m_model->taskAt(m_filtered->mapToSource(m_filtered->index(row, 0)).row()));
    return tasks;
}

void TimersPanel::setFilter(const QString &text)
{
    const QString before = current();
    m_filtered->setText(text);
    updateEmpty();
    const QModelIndex kept =
        m_filtered->mapFromSource(m_model->index(m_model->rowOf(before), TimerModel::Name));
    m_view->setCurrentIndex(kept.isValid() ? kept : m_filtered->index(0, TimerModel::Name));
    updateParts();
}

void TimersPanel::updateEmpty()
{
    const int shown = m_filtered->rowCount();
    m_noMatch->setTitle(count() == 1 ? tr("1 timer, it does not match")
                                     : tr("%1 timers and schedules, none match").arg(count()));
    m_stack->setCurrentWidget(count() == 0 ? static_cast<QWidget *>(m_empty)
                              : shown == 0 ? static_cast<QWidget *>(m_noMatch)
                                           : m_split);
    setFocusProxy(count() == 0 ? static_cast<QWidget *>(m_empty) : m_view);
}

void TimersPanel::updateParts()
{
    const TimerStatus status = statusOf(current());
    for (QAction *action : std::as_const(m_rowActions))
        action->setEnabled(!status.name.isEmpty());
    m_toggle->setText(status.enabled ? tr("S&witch off") : tr("S&witch on"));
    m_toggle->setIcon(lineIcon(status.enabled ? u"pause"_s : u"play"_s));
    m_runs->setStatus(status);

    const int on = m_model->enabledCount();
    //: %1 timers and schedules, of which %2 are on
    m_count->setText(on == count() ? QString::number(count())
                                   : tr("%1, %2 on").arg(count()).arg(on));
    const bool isFiltered = !m_filter->text().trimmed().isEmpty();
    m_filter->setVerdict(isFiltered ? tr("%1 of %2").arg(m_filtered->rowCount()).arg(count())
                                    : QString(),
                         isFiltered ? FilterEdit::Tone::Good : FilterEdit::Tone::Plain);
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_count, m_filter, m_all, m_showRunsButton})
        widget->setVisible(count() > 0);

    const QList<TaskConfig> shown = shownTasks();
    const auto onShown = std::ranges::count_if(
        shown, [this](const TaskConfig &task) { return statusOf(commonOf(task).name).enabled; });
    const QSignalBlocker blocker(m_all);
    m_all->setText(isFiltered ? tr("Shown on") : tr("All on"));
    m_all->setEnabled(!shown.isEmpty());
    m_all->setCheckState(onShown == 0              ? Qt::Unchecked
                         : onShown == shown.size() ? Qt::Checked
                                                   : Qt::PartiallyChecked);
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

void TimersPanel::addNew(TaskConfig task)
{
    commonOf(task).name = freeName(commonOf(task).name);
    ask(task, {});
}

void TimersPanel::edit()
{
    if (const auto task = findTask(m_configuration.configuration(), current()))
        ask(*task, current());
}

void TimersPanel::duplicate()
{
    if (const auto task = findTask(m_configuration.configuration(), current()))
        addNew(*task);
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
    connect(dialog, &QDialog::accepted, this, [this, dialog, task, name] {
        const TaskConfig answer = dialog->task();
        const bool isNews = name.isEmpty() || answer != task;
        if (!commonOf(answer).enabled || !isNews)
            return take(answer, name);
        m_fast->ask({answer}, [this, answer, name](bool switchOn) {
            TaskConfig allowed = answer;
            commonOf(allowed).enabled = switchOn;
            take(allowed, name);
        });
    });
    dialog->open();
}

/// What was asked for becomes a part of the configuration; `name` is what it was called.
void TimersPanel::take(TaskConfig answer, const QString &name)
{
    // somebody else may have taken the name while a question was open
    if (commonOf(answer).name != name)
        commonOf(answer).name = freeName(commonOf(answer).name);
    const QString shown = visibleText(commonOf(answer).name);
    const bool isTimer = std::holds_alternative<TimerConfig>(answer);
    const QString what = name.isEmpty() ? (isTimer ? tr("add timer %1") : tr("add schedule %1"))
                         : isTimer      ? tr("change timer %1")
                                        : tr("change schedule %1");
    m_configuration.change(what.arg(name.isEmpty() ? shown : visibleText(name)),
                           withTask(m_configuration.configuration(), name, answer));
    setCurrent(commonOf(answer).name);
}

void TimersPanel::remove()
{
    const QString name = current();
    const QString shown = visibleText(name);
    const auto task = findTask(m_configuration.configuration(), name);
    const bool isTimer = task && std::holds_alternative<TimerConfig>(*task);
    m_configuration.change((isTimer ? tr("remove timer %1") : tr("remove schedule %1")).arg(shown),
                           withoutTask(m_configuration.configuration(), name));
    Q_EMIT removed(
        (isTimer ? tr("Timer %1 was removed.") : tr("Schedule %1 was removed.")).arg(shown));
}

void TimersPanel::runNow()
{
    m_server.runTimerNow(current());
}

void TimersPanel::toggle()
{
    const auto task = findTask(m_configuration.configuration(), current());
    if (!task)
        return;
    const bool enable = !statusOf(current()).enabled;
    const bool isTimer = std::holds_alternative<TimerConfig>(*task);
    const QString what = enable ? (isTimer ? tr("switch timer %1 on") : tr("switch schedule %1 on"))
                         : isTimer ? tr("switch timer %1 off")
                                   : tr("switch schedule %1 off");
    switchTasks({*task}, enable, what.arg(visibleText(current())));
}

/// All that are shown: on, unless all of them are.
void TimersPanel::toggleAll()
{
    const QList<TaskConfig> tasks = shownTasks();
    const bool enable = !std::ranges::all_of(
        tasks, [this](const TaskConfig &task) { return statusOf(commonOf(task).name).enabled; });
    updateParts(); // the box shows what is, not what was clicked
    switchTasks(tasks, enable,
                enable ? tr("switch %1 timers and schedules on").arg(tasks.size())
                       : tr("switch %1 timers and schedules off").arg(tasks.size()));
}

/// Through the configuration, as one step that can be undone. Those of which it says so already
/// were switched over its head.
void TimersPanel::switchTasks(const QList<TaskConfig> &tasks, bool enabled, const QString &what)
{
    QList<TaskConfig> changing;
    for (const TaskConfig &task : tasks)
        if (statusOf(commonOf(task).name).enabled != enabled)
            changing.append(task);
    const auto become = [this, changing, enabled, what](bool isAllowed) {
        if (!isAllowed)
            return;
        QList<TaskConfig> changed;
        for (TaskConfig task : changing) {
            if (commonOf(task).enabled == enabled) {
                m_server.setTimerEnabled(commonOf(task).name, enabled);
            } else if (findTask(m_configuration.configuration(), commonOf(task).name)) {
                commonOf(task).enabled = enabled;
                changed.append(task);
            }
        }
        m_configuration.change(what, withTasks(m_configuration.configuration(), changed));
    };
    if (enabled)
        m_fast->ask(changing, become);
    else
        become(true);
}

void TimersPanel::showInLog()
{
    Q_EMIT logFilterRequested(u"timer="_s % quotedTerm(current()));
}

QByteArray TimersPanel::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << TimersPanelMark << m_view->horizontalHeader()->saveState() << m_showRuns->isChecked()
           << qint32(scaled(100));
    return state;
}

bool TimersPanel::restoreState(const QByteArray &state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 mark = 0;
    stream >> mark;
    if (mark != TimersPanelMark)
        stream.device()->seek(0); // earlier versions wrote none
    QByteArray columns;
    bool showsRuns = true;
    stream >> columns >> showsRuns;
    if (stream.status() != QDataStream::Ok || !m_view->horizontalHeader()->restoreState(columns))
        return false;
    m_showRuns->setChecked(showsRuns);
    qint32 scale = 0;
    stream >> scale; // nor that
    m_columns->adopt(scale >= 10 && scale <= 1000 ? scale : scaled(100));
    return true;
}

} // namespace Signalbox
