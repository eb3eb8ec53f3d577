// In which order ClientModel shows clients, and when it puts that right.

#include "ui/clients/clientmodel.h"

#include <algorithm>

namespace Signalbox {

bool ClientModel::isLive(Column column)
{
    switch (column) {
    case StateColumn:
    case MessagesInColumn:
    case MessagesOutColumn:
    case BytesInColumn:
    case BytesOutColumn:
    case RateInColumn:
    case RoundTripColumn:
    case QueueColumn:
        return true;
    default:
        return false;
    }
}

int ClientModel::compare(ClientRow &a, ClientRow &b) const
{
    const auto order = [](const auto &left, const auto &right) {
        return left < right ? -1 : right < left ? 1 : 0;
    };
    switch (m_sortColumn) {
    case NameColumn:
    case AgentColumn:
        return NaturalOrder::compare(keyOf(a), keyOf(b));
    case IdColumn:
        return order(a.id(), b.id());
    case AddressColumn: {
        const int hosts = NaturalOrder::compare(keyOf(a), keyOf(b));
        return hosts ? hosts : order(a.record.info.port, b.record.info.port);
    }
    default:
        return order(numberOf(a), numberOf(b));
    }
}

/// None of these texts changes while a client is there.
const NaturalKey &ClientModel::keyOf(ClientRow &row) const
{
    if (row.keyColumn != m_sortColumn) {
        const ClientInfo &info = row.record.info;
        row.keyColumn = m_sortColumn;
        row.key = m_textOrder.key(m_sortColumn == NameColumn      ? info.displayName()
                                  : m_sortColumn == AddressColumn ? info.address
                                                                  : agentText(info.userAgent));
    }
    return row.key;
}

bool ClientModel::isBefore(ClientRow *a, ClientRow *b) const
{
    const int order = compare(*a, *b);
    if (order == 0)
        return a->order < b->order;
    return m_sortOrder == Qt::AscendingOrder ? order < 0 : order > 0;
}

bool ClientModel::isSorted(const PathRow &path) const
{
    return std::is_sorted(path.shownRows.begin(), path.shownRows.end(),
                          [this](ClientRow *a, ClientRow *b) { return isBefore(a, b); });
}

void ClientModel::setOrderHeld(bool held)
{
    m_isOrderHeld = held; // what is stale is put right by the next refresh
    if (held)
        return;
    setOrderStale(false);
    m_changed.unite(std::exchange(m_kept, {}));
}

void ClientModel::setOrderStale(bool stale)
{
    if (m_isOrderStale == stale)
        return;
    m_isOrderStale = stale;
    Q_EMIT orderStaleChanged(stale);
}

void ClientModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= ColumnCount)
        return;
    m_sortColumn = Column(column);
    m_sortOrder = order;
    sortNow(); // asked for, so at once, held or not
    setOrderStale(false);
}

/// The value by which the list is sorted as a number; nullopt: it is a text.
std::optional<double> ClientModel::numberOf(const ClientRow &row) const
{
    const ClientStats &stats = row.record.stats;
    switch (m_sortColumn) {
    case StateColumn:
        return double(row.state);
    case SinceColumn:
        return double(row.order);
    case MessagesInColumn:
        return double(stats.messagesIn);
    case MessagesOutColumn:
        return double(stats.messagesOut);
    case BytesInColumn:
        return double(stats.bytesIn);
    case BytesOutColumn:
        return double(stats.bytesOut);
    case RateInColumn:
        return row.rate.perSecond();
    case RoundTripColumn:
        return stats.roundTrip ? double(stats.roundTrip->count()) : -1;
    case QueueColumn:
        return double(stats.queuedBytes);
    default:
        return std::nullopt;
    }
}

/// By numbers laid side by side: ten thousand rows lie far apart in memory.
void ClientModel::sortRows(std::vector<ClientRow *> &rows) const
{
    if (rows.empty() || !numberOf(*rows.front())) {
        std::sort(rows.begin(), rows.end(),
                  [this](ClientRow *a, ClientRow *b) { return isBefore(a, b); });
        return;
    }
    struct Place
    {
        double value;
        quint64 order;
        ClientRow *row;
    };
    const double sign = m_sortOrder == Qt::AscendingOrder ? 1 : -1;
    std::vector<Place> places;
    places.reserve(rows.size());
    for (ClientRow *row : rows)
        places.push_back({sign * *numberOf(*row), row->order, row});
    std::sort(places.begin(), places.end(), [](const Place &a, const Place &b) {
        return a.value < b.value || (a.value == b.value && a.order < b.order);
    });
    std::transform(places.begin(), places.end(), rows.begin(),
                   [](const Place &place) { return place.row; });
}

void ClientModel::sortNow()
{
    m_sortedAt = m_now;
    QList<QPersistentModelIndex> parents;
    std::vector<PathRow *> paths;
    for (PathRow *path : m_shownPaths) {
        if (isSorted(*path))
            continue;
        paths.push_back(path);
        parents.append(QPersistentModelIndex(createIndex(path->position, 0)));
    }
    if (paths.empty())
        return;
    Q_EMIT layoutAboutToBeChanged(parents, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<ClientRow *> rows; // of the indexes, nullptr for those of paths
    for (const QModelIndex &index : before) {
        auto *path = static_cast<PathRow *>(index.internalPointer());
        rows.push_back(path ? path->shownRows[size_t(index.row())] : nullptr);
    }
    for (PathRow *path : paths) {
        sortRows(path->shownRows);
        for (size_t i = 0; i < path->shownRows.size(); ++i)
            path->shownRows[i]->position = int(i);
    }
    QModelIndexList after = before;
    for (qsizetype i = 0; i < after.size(); ++i) {
        if (const ClientRow *row = rows[size_t(i)])
            after[i] = createIndex(row->position, before[i].column(), row->path);
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged(parents, VerticalSortHint);
}

} // namespace Signalbox
