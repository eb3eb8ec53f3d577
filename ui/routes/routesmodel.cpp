#include "ui/routes/routesmodel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/twolinedelegate.h"
#include "ui/widgets/visibletext.h"

#include <QIcon>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

RoutesModel::RoutesModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

QList<RoutesModel::Row> RoutesModel::rowsOf(const QList<Route> &routes)
{
    QList<Row> rows;
    QHash<QString, int> seen;
    for (const Route &route : routes) {
        const QString key = keyOf(route);
        const int count = ++seen[key];
        rows.append({count == 1 ? key : u"%1 #%2"_s.arg(key).arg(count), route});
    }
    return rows;
}

/// Rows that stay are not reset: selection and keyboard stay on them, also when a route moved to
/// another path.
void RoutesModel::setRoutes(const QList<Row> &rows)
{
    const auto has = [&rows](const QString &id) {
        return std::ranges::find(rows, id, &Row::id) != rows.end();
    };
    if (rows.size() == m_rows.size())
        for (int row = 0; row < rows.size(); ++row) {
            if (has(m_rows.at(row).id) || rowOf(rows.at(row).id) >= 0)
                continue;
            m_rows[row] = rows.at(row);
            Q_EMIT dataChanged(index(row), index(row));
        }
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (has(m_rows.at(row).id))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < rows.size(); ++row) {
        const int from = rowOf(rows.at(row).id);
        if (from < 0) {
            beginInsertRows({}, row, row);
            m_rows.insert(row, rows.at(row));
            endInsertRows();
            continue;
        }
        if (from != row) {
            beginMoveRows({}, from, from, {}, row);
            m_rows.move(from, row);
            endMoveRows();
        }
        if (m_rows.at(row).route != rows.at(row).route) {
            m_rows[row].route = rows.at(row).route;
            Q_EMIT dataChanged(index(row), index(row));
        }
    }
}

void RoutesModel::setStates(const QHash<QString, RouteHealth> &states)
{
    const QHash<QString, RouteHealth> before = std::exchange(m_states, states);
    for (int row = 0; row < m_rows.size(); ++row) {
        const QString &id = m_rows.at(row).id;
        if (before.value(id) != m_states.value(id))
            Q_EMIT dataChanged(index(row), index(row));
    }
}

void RoutesModel::setEdited(const QString &id, bool edited)
{
    if (m_edited.contains(id) == edited)
        return;
    if (edited)
        m_edited.insert(id);
    else
        m_edited.remove(id);
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

int RoutesModel::rowOf(const QString &id) const
{
    const auto at = std::ranges::find(m_rows, id, &Row::id);
    return at == m_rows.end() ? -1 : int(at - m_rows.begin());
}

const Route *RoutesModel::find(const QString &id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_rows.at(row).route;
}

int RoutesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

Qt::ItemFlags RoutesModel::flags(const QModelIndex &index) const
{
    return QAbstractListModel::flags(index)
           | (index.isValid() ? Qt::ItemIsUserCheckable : Qt::NoItemFlags);
}

/// For screen readers: "Signal route /messages, on, 12 runs, edited".
QString RoutesModel::sentence(const Row &row) const
{
    QStringList parts{tr("%1 %2").arg(kindText(row.route.kind), visibleText(titleOf(row.route))),
                      row.route.enabled ? tr("on") : tr("off"),
                      stateText(row.route, m_states.value(row.id))};
    if (m_edited.contains(row.id))
        parts.append(tr("not saved"));
    return parts.join(u", "_s);
}

QVariant RoutesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const RouteHealth state = m_states.value(row.id);
    const bool isBad = !state.offBecause.isEmpty() || !state.error.isEmpty();
    const Palette &colors = Theme::palette();
    switch (role) {
    case Qt::DisplayRole:
        return visibleText(titleOf(row.route));
    case Qt::DecorationRole:
        return lineIcon(isBad ? u"alert-triangle"_s : kindIcon(row.route.kind),
                        isBad               ? colors.bad
                        : row.route.enabled ? colors.route
                                            : colors.disabled);
    case Qt::ForegroundRole:
        return row.route.enabled ? QVariant() : QVariant(colors.dim);
    case Qt::CheckStateRole:
        return row.route.enabled && state.offBecause.isEmpty() ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
        return plainToolTip(u"%1 %2\n%3"_s.arg(kindText(row.route.kind),
                                               visibleText(titleOf(row.route)),
                                               stateText(row.route, state)));
    case Qt::AccessibleTextRole:
        return sentence(row);
    case TwoLineDelegate::DetailRole:
        return stateText(row.route, state);
    case TwoLineDelegate::DetailColorRole:
        return isBad ? QVariant(colors.bad) : QVariant();
    case TwoLineDelegate::TrailingRole:
        return m_edited.contains(row.id) ? tr("not saved")
               : state.p99               ? tr("p99 %1").arg(shortLatency(*state.p99))
                                         : QString();
    default:
        return {};
    }
}

bool RoutesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    Q_EMIT enableRequested(m_rows.at(index.row()).id, value.toInt() == Qt::Checked);
    return true;
}

} // namespace Signalbox
