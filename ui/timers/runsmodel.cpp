#include "ui/timers/runsmodel.h"

#include "ui/theme/theme.h"
#include "ui/timers/timertext.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// How many of `now` came before the first that `before` begins with; -1: they have nothing in
/// common.
qsizetype newOnes(const QList<RunResult> &before, const QList<RunResult> &now)
{
    for (qsizetype fresh = 0; fresh < now.size(); ++fresh) {
        const qsizetype common = std::min(before.size(), now.size() - fresh);
        if (common > 0 && std::equal(before.begin(), before.begin() + common, now.begin() + fresh))
            return fresh;
    }
    return -1;
}

} // namespace

void RunsModel::setRuns(const QList<RunResult> &recent)
{
    QList<RunResult> runs(recent.rbegin(), recent.rend());
    if (runs == m_runs)
        return;
    const qsizetype fresh = newOnes(m_runs, runs);
    if (fresh < 0) {
        beginResetModel();
        m_runs = runs;
        endResetModel();
        return;
    }
    if (const qsizetype kept = runs.size() - fresh; kept < m_runs.size()) {
        beginRemoveRows({}, int(kept), int(m_runs.size()) - 1);
        m_runs.resize(kept);
        endRemoveRows();
    }
    if (fresh > 0) {
        beginInsertRows({}, 0, int(fresh) - 1);
        m_runs = runs;
        endInsertRows();
    }
}

int RunsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

int RunsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RunsModel::display(const RunResult &run, int column) const
{
    switch (column) {
    case Time:
        return clockTime(run.at);
    case Result:
        return resultText(run);
    default:
        return run.byHand ? tr("by hand") : run.isRun() ? shortLatency(run.lateness) : QString();
    }
}

QVariant RunsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RunResult &run = m_runs.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(run, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(index.column() == Time ? exactTime(run.at)
                                                   : display(run, index.column()));
    case Qt::ForegroundRole:
        if (index.column() != Result)
            return Theme::palette().dim;
        if (run.outcome == RunOutcome::Failed)
            return Theme::palette().bad;
        return run.isRun() ? QVariant() : Theme::palette().warn;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == Late ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole:
        if (index.column() != Time)
            return display(run, index.column());
        return QStringList{display(run, Time), display(run, Result), display(run, Late)}.join(
            u", "_s);
    default:
        return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Late ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Result:
        return tr("Result");
    case Late:
        return tr("Late");
    default:
        return {};
    }
}

} // namespace Signalbox
