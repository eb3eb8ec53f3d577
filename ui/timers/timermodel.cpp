#include "ui/timers/timermodel.h"

#include "ui/model/clientdirectory.h"
#include "ui/theme/theme.h"
#include "ui/timers/timertext.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QIcon>
#include <QLocale>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString lastText(const TimerStatus &status)
{
    const std::optional<RunResult> result = status.lastResult();
    if (result)
        return toLocalTime(result->at).time().toString(u"HH:mm:ss "_s) + resultText(*result);
    return status.lastRun ? momentText(toLocalTime(*status.lastRun)) : QString();
}

} // namespace

TimerModel::TimerModel(const ClientDirectory &directory, QObject *parent)
    : QAbstractTableModel(parent)
    , m_directory(directory)
    , m_now(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()))
{
}

TimerModel::Row TimerModel::makeRow(const TaskConfig &config) const
{
    Row row{.config = config, .when = whenText(config), .target = taskTargetText(config)};
    if (const auto *signal = std::get_if<ClockSignal>(&commonOf(config).action))
        row.reach = m_directory.count(signal->signal().target);
    row.next = nextText(statusOf(row), m_now);
    return row;
}

void TimerModel::setTasks(const QList<TaskConfig> &tasks)
{
    const auto nameAt = [](const auto &list, qsizetype i) {
        if constexpr (requires { list[i].config; })
            return commonOf(list[i].config).name;
        else
            return commonOf(list[i]).name;
    };
    // those that are gone leave, the others keep their rows, so that a selection keeps too
    for (qsizetype i = m_rows.size() - 1; i >= 0; --i) {
        const bool stays = std::any_of(tasks.begin(), tasks.end(), [&](const TaskConfig &task) {
            return commonOf(task).name == nameAt(m_rows, i);
        });
        if (stays)
            continue;
        beginRemoveRows({}, int(i), int(i));
        m_statuses.remove(nameAt(m_rows, i));
        m_rows.removeAt(i);
        endRemoveRows();
    }
    for (qsizetype i = 0; i < tasks.size(); ++i) {
        qsizetype at = i;
        while (at < m_rows.size() && nameAt(m_rows, at) != nameAt(tasks, i))
            ++at;
        if (at == m_rows.size()) {
            beginInsertRows({}, int(i), int(i));
            m_rows.insert(i, makeRow(tasks[i]));
            endInsertRows();
            continue;
        }
        if (at != i) {
            beginMoveRows({}, int(at), int(at), {}, int(i));
            m_rows.move(at, i);
            endMoveRows();
        }
        if (m_rows[i].config == tasks[i])
            continue;
        m_rows[i] = makeRow(tasks[i]);
        Q_EMIT dataChanged(index(int(i), 0), index(int(i), ColumnCount - 1));
    }
}

void TimerModel::setStatus(const TimerStatus &status)
{
    m_statuses.insert(status.name, status);
    const int row = rowOf(status.name);
    if (row < 0)
        return;
    m_rows[row].next = nextText(status, m_now);
    Q_EMIT dataChanged(index(row, Name), index(row, ColumnCount - 1));
}

void TimerModel::refresh(WallTime now)
{
    m_now = now;
    for (int i = 0; i < int(m_rows.size()); ++i) {
        Row &row = m_rows[i];
        int reach = 0;
        if (const auto *signal = std::get_if<ClockSignal>(&commonOf(row.config).action))
            reach = m_directory.count(signal->signal().target);
        if (std::exchange(row.reach, reach) != reach)
            Q_EMIT dataChanged(index(i, Target), index(i, Target));
        const QString next = nextText(statusOf(row), now);
        if (std::exchange(row.next, next) != next)
            Q_EMIT dataChanged(index(i, Next), index(i, Next));
    }
}

int TimerModel::rowOf(const QString &name) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&name](const Row &row) {
        return commonOf(row.config).name == name;
    });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

std::optional<TaskConfig> TimerModel::taskAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? std::optional(m_rows[row].config) : std::nullopt;
}

TimerStatus TimerModel::statusOf(const Row &row) const
{
    const ClockTask &task = commonOf(row.config);
    return m_statuses.value(task.name, TimerStatus{.name = task.name, .enabled = task.enabled});
}

TimerStatus TimerModel::statusAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? statusOf(m_rows[row]) : TimerStatus{};
}

int TimerModel::enabledCount() const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(),
                             [this](const Row &row) { return statusOf(row).enabled; }));
}

int TimerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TimerModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TimerModel::display(const Row &row, int column) const
{
    switch (column) {
    case Name:
        return visibleText(commonOf(row.config).name, Lines::Fold, MaxShownName);
    case When:
        return row.when;
    case Target:
        return std::holds_alternative<ClockScript>(commonOf(row.config).action)
                   ? row.target
                   : tr("%1 (%2)", "target, number of clients")
                         .arg(row.target, exactNumber(quint64(row.reach)));
    case Last:
        return lastText(statusOf(row));
    case Next:
        return row.next;
    default:
        return exactNumber(statusOf(row).count);
    }
}

QVariant TimerModel::sortValue(const Row &row, int column) const
{
    const TimerStatus status = statusOf(row);
    const auto micros = [](const std::optional<WallTime> &at) {
        return at ? QVariant(qint64(at->time_since_epoch().count())) : QVariant();
    };
    switch (column) {
    case Last:
        return micros(status.lastRun);
    case Next:
        return micros(status.nextRun);
    case Runs:
        return status.count;
    default:
        return display(row, column);
    }
}

QString TimerModel::tip(const Row &row, int column) const
{
    const TimerStatus status = statusOf(row);
    switch (column) {
    case Name:
        return status.switchedItselfOff
                   ? plainToolTip(tr("It switched itself off: its last runs failed, one after the "
                                     "other."))
                   : QString();
    case When:
        if (const auto *schedule = std::get_if<ScheduleConfig>(&row.config))
            return plainToolTip(schedule->cron.join(u'\n'));
        return {};
    case Last: {
        QStringList lines;
        for (const RunResult &result : status.recent) {
            QString line = clockTime(result.at) % u"  "_s % resultText(result);
            if (result.byHand)
                line += tr(", by hand");
            else if (result.isRun())
                line += tr(", %1 late").arg(shortLatency(result.lateness));
            lines.append(line);
        }
        return plainToolTip(lines.join(u'\n'));
    }
    case Next:
        return status.nextRun ? plainToolTip(exactTime(*status.nextRun)) : QString();
    default:
        return {};
    }
}

QVariant TimerModel::foreground(const Row &row, int column) const
{
    const Palette &palette = Theme::palette();
    const TimerStatus status = statusOf(row);
    const std::optional<RunResult> result = status.lastResult();
    if (column == Last && result && !result->isRun())
        return palette.warn;
    if (column == Last && result && result->outcome == RunOutcome::Failed)
        return palette.bad;
    if (!status.enabled || status.finished || (column == Target && row.reach == 0))
        return palette.dim;
    return {};
}

QString TimerModel::rowSentence(int row) const
{
    const Row &shown = m_rows[row];
    const TimerStatus status = statusOf(shown);
    QStringList parts{display(shown, Name), shown.when, tr("to %1").arg(display(shown, Target))};
    parts << (status.enabled             ? tr("on")
              : status.switchedItselfOff ? tr("switched itself off")
                                         : tr("off"));
    if (const QString last = lastText(status); !last.isEmpty())
        parts << tr("last %1").arg(last);
    if (status.enabled && !shown.next.isEmpty())
        parts << tr("next %1").arg(shown.next);
    parts << (status.count == 1 ? tr("1 run") : tr("%1 runs").arg(exactNumber(status.count)));
    return parts.join(u", "_s);
}

QVariant TimerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return display(row, index.column());
    case SortRole:
        return sortValue(row, index.column());
    case NameRole:
        return commonOf(row.config).name;
    case Qt::ToolTipRole:
        return tip(row, index.column());
    case Qt::ForegroundRole:
        return foreground(row, index.column());
    case Qt::DecorationRole:
        if (index.column() == Name && statusOf(row).switchedItselfOff)
            return lineIcon(u"alert-triangle"_s, Theme::palette().bad);
        return {};
    case Qt::CheckStateRole:
        if (index.column() == Name)
            return statusOf(row).enabled ? Qt::Checked : Qt::Unchecked;
        return {};
    case Qt::TextAlignmentRole:
        if (index.column() == Next || index.column() == Runs)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return index.column() == Name ? rowSentence(index.row()) : display(row, index.column());
    default:
        return {};
    }
}

bool TimerModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || index.column() != Name
        || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    Q_EMIT enableRequested(commonOf(m_rows[index.row()].config).name,
                           value.value<Qt::CheckState>() == Qt::Checked);
    return true;
}

Qt::ItemFlags TimerModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Name ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant TimerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Next || section == Runs ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                  : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case When:
        return tr("When");
    case Target:
        return tr("Target");
    case Last:
        return tr("Last run");
    case Next:
        return tr("Next");
    case Runs:
        return tr("Runs");
    default:
        return {};
    }
}

} // namespace Signalbox
