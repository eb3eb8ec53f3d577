#include "ui/timers/runspane.h"

#include "ui/theme/theme.h"
#include "ui/timers/runsmodel.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/rowtable.h"
#include "ui/widgets/visibletext.h"

#include <QEvent>
#include <QHeaderView>
#include <QShortcut>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int RunRowHeight = 24; ///< pixels at 100 per cent

/// "up to 3 ms late"; empty when none of them was planned.
QString latenessText(const QList<RunResult> &runs)
{
    std::optional<std::chrono::microseconds> most;
    for (const RunResult &run : runs)
        if (run.isRun() && !run.byHand)
            most = std::max(most.value_or(run.lateness), run.lateness);
    return most ? RunsPane::tr("up to %1 late").arg(shortLatency(*most)) : QString();
}

} // namespace

RunsPane::RunsPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new RunsModel(this))
    , m_view(new QTableView(this))
    , m_empty(new EmptyState(QString(), tr("No runs yet"),
                             tr("Since Signalbox was started it has not run."), this))
    , m_show(makeToolButton(u"link"_s, {}, tr("Show this run in the log (Return)"), this))
{
    setObjectName(u"timerRuns"_s);
    buildView();
    auto *bar = new PanelBar(36, this);
    bar->addTitle(tr("LAST RUNS"))->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_summary = bar->addText();
    m_summary->setObjectName(u"runsSummary"_s);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_show->setObjectName(u"showRun"_s);
    bar->addWidget(m_show);
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(body, 1);
    setFocusProxy(m_view);
    connect(m_show, &QToolButton::clicked, this, &RunsPane::showInLog);
    connect(m_view, &QTableView::doubleClicked, this, &RunsPane::showInLog);
    auto *enter = new QShortcut(Qt::Key_Return, m_view, this, &RunsPane::showInLog);
    enter->setContext(Qt::WidgetShortcut);
    setStatus({});
}

void RunsPane::buildView()
{
    m_view->setObjectName(u"runsView"_s);
    m_view->setAccessibleName(tr("Last runs"));
    m_view->setModel(m_model);
    makeRowTable(*m_view);
    QHeaderView *header = m_view->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(RunsModel::Result, QHeaderView::Stretch);
    fitRows();
}

void RunsPane::fitRows()
{
    setRowHeight(*m_view->verticalHeader(), RunRowHeight);
    m_view->horizontalHeader()->setMinimumSectionSize(scaled(40));
    m_view->horizontalHeader()->resizeSection(RunsModel::Time, scaled(116));
    m_view->horizontalHeader()->resizeSection(RunsModel::Late, scaled(76));
    setMinimumWidth(scaled(280));
}

void RunsPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitRows();
}

void RunsPane::setStatus(const TimerStatus &status)
{
    if (std::exchange(m_name, status.name) != status.name)
        m_model->setRuns({}); // another's runs have nothing in common with these
    m_model->setRuns(status.recent);
    m_stack->setCurrentIndex(status.recent.isEmpty() ? 1 : 0);
    m_show->setEnabled(!status.recent.isEmpty());
    m_summary->setText(latenessText(status.recent));
    m_summary->setToolTip(plainToolTip(m_summary->text()));
}

/// The current run; the newest if none is.
void RunsPane::showInLog()
{
    if (m_model->rowCount() == 0)
        return;
    const quint64 entry = m_model->at(std::max(0, m_view->currentIndex().row())).entry;
    if (entry != 0)
        Q_EMIT rowRequested(entry);
    else
        Q_EMIT rowsRequested();
}

} // namespace Signalbox
