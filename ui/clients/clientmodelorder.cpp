// In which order ClientModel shows clients, and when it puts that right.

#include "ui/clients/clientmodel.h"

#include <QtEndian>

#include <algorithm>
#include <bit>

namespace Signalbox {

namespace {

/// Ordered as what people see of it.
std::pair<quint64, quint64> numbersOf(const ClientId &id)
{
    const QUuid &uuid = id.value;
    return {quint64(uuid.data1) << 32 | quint64(uuid.data2) << 16 | uuid.data3,
            qFromBigEndian<quint64>(uuid.data4)};
}

} // namespace

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

/// None of these texts changes while a client is there.
void ClientModel::addTexts(ClientRow *row)
{
    const ClientInfo &info = row->record.info;
    row->ranks = {m_texts[0].add(info.displayName()), m_texts[1].add(info.address),
                  m_texts[2].add(agentText(info.userAgent))};
}

void ClientModel::removeTexts(const ClientRow &row)
{
    for (size_t i = 0; i < m_texts.size(); ++i)
        m_texts[i].remove(row.ranks[i]);
}

ClientModel::SortValue ClientModel::sortValue(const ClientRow &row)
{
    const ClientStats &stats = row.record.stats;
    switch (m_sortColumn) {
    case NameColumn:
        return {m_texts[0].rank(row.ranks[0]), 0};
    case StateColumn:
        return {quint64(row.state), 0};
    case IdColumn:
        return numbersOf(row.id());
    case AddressColumn:
        return {m_texts[1].rank(row.ranks[1]), row.record.info.port};
    case SinceColumn:
        return {row.order, 0};
    case MessagesInColumn:
        return {stats.messagesIn, 0};
    case MessagesOutColumn:
        return {stats.messagesOut, 0};
    case BytesInColumn:
        return {stats.bytesIn, 0};
    case BytesOutColumn:
        return {stats.bytesOut, 0};
    case RateInColumn: // the bits of numbers that are not negative are ordered as they are
        return {std::bit_cast<quint64>(row.rate.perSecond()), 0};
    case RoundTripColumn: // unknown is less than none
        return {stats.roundTrip ? quint64(stats.roundTrip->count()) + 1 : 0, 0};
    case QueueColumn:
        return {stats.queuedBytes, 0};
    case AgentColumn:
        return {m_texts[2].rank(row.ranks[2]), 0};
    case ColumnCount:
        break;
    }
    return {};
}

/// Of equal ones the first to come, in both directions.
bool ClientModel::isBefore(const ClientRow *a, const ClientRow *b)
{
    const SortValue left = sortValue(*a);
    const SortValue right = sortValue(*b);
    if (left == right)
        return a->order < b->order;
    return m_sortOrder == Qt::AscendingOrder ? left < right : right < left;
}

bool ClientModel::isSorted(const PathRow &path)
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

/// By numbers laid side by side: ten thousand rows lie far apart in memory.
void ClientModel::sortRows(std::vector<ClientRow *> &rows)
{
    struct Place
    {
        SortValue value;
        quint64 order;
        ClientRow *row;
    };
    const bool isAscending = m_sortOrder == Qt::AscendingOrder;
    std::vector<Place> places;
    places.reserve(rows.size());
    for (ClientRow *row : rows)
        places.push_back({sortValue(*row), row->order, row});
    std::sort(places.begin(), places.end(), [isAscending](const Place &a, const Place &b) {
        if (a.value == b.value)
            return a.order < b.order;
        return isAscending ? a.value < b.value : b.value < a.value;
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
