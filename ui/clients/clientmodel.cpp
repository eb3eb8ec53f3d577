#include "ui/clients/clientmodel.h"

#include <QSet>

#include <algorithm>

namespace Signalbox {

namespace {
constexpr size_t MaxRanges = 16; // of changed rows below one path
}

ClientModel::ClientModel(const ClientDirectory &directory, QObject *parent)
    : QAbstractItemModel(parent)
    , m_directory(directory)
    , m_joined(directory.connected())
{
    connect(&directory, &ClientDirectory::joined, this, &ClientModel::onJoined);
    connect(&directory, &ClientDirectory::left, this, &ClientModel::onChanged);
    connect(&directory, &ClientDirectory::updated, this, &ClientModel::onChanged);
    connect(&m_filterTurn, &Turn::came, this, &ClientModel::continueFilter);
}

ClientModel::~ClientModel() = default;

void ClientModel::onJoined(const QList<ClientId> &ids)
{
    m_joined.append(ids);
}

void ClientModel::onChanged(const QList<ClientId> &ids)
{
    for (const ClientId &id : ids)
        m_changed.insert(id);
}

void ClientModel::refresh(WallTime now)
{
    m_now = now;
    std::vector<ClientRow *> touched;
    takeChanged(&touched);
    takeJoined(&touched);
    passSeconds(&touched);
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());

    std::vector<ClientRow *> dropped;
    dropGone(&dropped);
    match(touched);
    std::vector<ClientRow *> shownBefore;
    std::copy_if(touched.begin(), touched.end(), std::back_inserter(shownBefore),
                 [](const ClientRow *row) { return row->position >= 0; });
    showAndHide(touched, dropped);
    std::erase_if(shownBefore, [](const ClientRow *row) { return row->position < 0; });
    tellChanged(shownBefore);
    forget(dropped);
    updateSums();

    if (isLive(m_sortColumn) && m_now - m_sortedAt >= SortEvery) {
        const bool sorted = std::all_of(m_shownPaths.begin(), m_shownPaths.end(),
                                        [this](const PathRow *path) { return isSorted(*path); });
        if (!m_isOrderHeld && !sorted)
            sortNow();
        setOrderStale(m_isOrderHeld && !sorted);
    }
}

void ClientModel::takeJoined(std::vector<ClientRow *> *touched)
{
    for (const ClientId &id : std::exchange(m_joined, {})) {
        const ClientRecord *record = m_directory.find(id);
        if (!record || m_rows.contains(id))
            continue;
        auto row = std::make_unique<ClientRow>();
        row->record = *record;
        row->record.left.reset();
        row->order = ++m_lastOrder;
        addTexts(row.get());
        row->activeAt = m_now;
        row->rate.advance(record->stats.messagesIn, 0);
        if (record->stats.roundTrip)
            row->roundTrips.add(*record->stats.roundTrip);

        const QString key = pathKey(record->info.path);
        std::unique_ptr<PathRow> &path = m_paths[key];
        if (!path) {
            path = std::make_unique<PathRow>();
            path->key = key;
            path->shown = record->info.path;
            path->endpoint = record->info.endpoint;
        }
        row->path = path.get();
        ++m_rowsOfPath[path.get()];
        ++path->connected;
        ++m_connectedCount;
        if (record->left) {
            row->record.left = record->left;
            setLeft(row.get());
        }
        updateState(row.get());
        touched->push_back(row.get());
        if (m_next)
            m_next->ids.push_back(id);
        m_rows.emplace(id, std::move(row));
    }
}

void ClientModel::takeChanged(std::vector<ClientRow *> *touched)
{
    for (const ClientId &id : std::exchange(m_changed, {})) {
        const auto found = m_rows.find(id);
        if (found == m_rows.end())
            continue; // it has not been shown yet, and will be as it is now
        ClientRow *row = found->second.get();
        const ClientRecord *record = m_directory.find(id);
        const bool hadLeft = row->hasLeft();
        if (record) {
            const ClientStats &before = row->record.stats;
            if (before.messagesIn != record->stats.messagesIn
                || before.messagesOut != record->stats.messagesOut)
                row->activeAt = m_now;
            if (record->stats.roundTrip && before.roundTrip != record->stats.roundTrip)
                row->roundTrips.add(*record->stats.roundTrip);
            row->record = *record;
        } else if (!hadLeft) { // so many left at once that the directory let it go already
            row->record.left.emplace().at = m_now;
        }
        if (row->hasLeft() && !hadLeft)
            setLeft(row);
        updateState(row);
        touched->push_back(row);
    }
}

void ClientModel::setLeft(ClientRow *row)
{
    --row->path->connected;
    --m_connectedCount;
    if (row->position >= 0)
        --m_shownCount;
    m_leftRows.emplace_back(m_now, row);
}

/// True: it is another one now.
bool ClientModel::updateState(ClientRow *row)
{
    const ClientState before =
        std::exchange(row->state, stateOf(row->record, row->activeAt, m_now));
    m_slowCount += int(row->state == ClientState::Slow) - int(before == ClientState::Slow);
    return row->state != before;
}

void ClientModel::passSeconds(std::vector<ClientRow *> *touched)
{
    if (m_now < m_secondAt) // the clock was set back
        m_secondAt = m_now;
    const qint64 seconds = std::chrono::floor<std::chrono::seconds>(m_now - m_secondAt).count();
    if (seconds == 0)
        return;
    m_secondAt += std::chrono::seconds(seconds);
    for (const auto &[id, row] : m_rows) {
        const bool stateChanged = updateState(row.get());
        const bool rateChanged = row->rate.advance(row->record.stats.messagesIn, seconds);
        if (rateChanged || stateChanged || m_filter.dependsOnTime())
            touched->push_back(row.get());
    }
}

void ClientModel::dropGone(std::vector<ClientRow *> *dropped)
{
    while (!m_leftRows.empty()
           && ((m_now - m_leftRows.front().first >= LeftShown && !m_isOrderHeld)
               || m_leftRows.size() > size_t(MaxLeftShown))) {
        dropped->push_back(m_leftRows.front().second);
        m_leftRows.pop_front();
    }
}

void ClientModel::forget(const std::vector<ClientRow *> &dropped)
{
    for (const ClientRow *row : dropped) {
        removeTexts(*row);
        PathRow *path = row->path;
        if (--m_rowsOfPath[path] == 0) {
            m_rowsOfPath.remove(path);
            m_paths.erase(QString(path->key));
        }
        m_rows.erase(ClientId(row->id()));
    }
}

void ClientModel::showAndHide(const std::vector<ClientRow *> &rows,
                              const std::vector<ClientRow *> &dropped)
{
    QHash<PathRow *, Changes> changes;
    for (ClientRow *row : dropped) {
        row->matches = false;
        if (row->position >= 0)
            changes[row->path].remove.push_back(row);
    }
    const QSet<ClientRow *> gone(dropped.begin(), dropped.end());
    for (ClientRow *row : rows) {
        if (gone.contains(row))
            continue;
        if (row->matches && row->position < 0)
            changes[row->path].insert.push_back(row);
        else if (!row->matches && row->position >= 0)
            changes[row->path].remove.push_back(row);
    }
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        PathRow *path = it.key();
        Changes &change = it.value();
        if (!change.remove.empty() && change.insert.empty()
            && change.remove.size() == path->shownRows.size()) {
            hidePath(path);
            continue;
        }
        if (!change.insert.empty())
            showPath(path);
        removeRowsBelow(path, std::move(change.remove));
        insertRowsBelow(path, std::move(change.insert));
    }
}

void ClientModel::showPath(PathRow *path)
{
    if (path->position >= 0)
        return;
    const auto place =
        std::lower_bound(m_shownPaths.begin(), m_shownPaths.end(), path,
                         [](const PathRow *a, const PathRow *b) { return a->key < b->key; });
    const int row = int(place - m_shownPaths.begin());
    beginInsertRows({}, row, row);
    m_shownPaths.insert(place, path);
    for (size_t i = size_t(row); i < m_shownPaths.size(); ++i)
        m_shownPaths[i]->position = int(i);
    endInsertRows();
}

void ClientModel::hidePath(PathRow *path)
{
    const int row = path->position;
    beginRemoveRows({}, row, row);
    m_shownPaths.erase(m_shownPaths.begin() + row);
    for (size_t i = size_t(row); i < m_shownPaths.size(); ++i)
        m_shownPaths[i]->position = int(i);
    path->position = -1;
    for (ClientRow *client : path->shownRows) {
        client->position = -1;
        m_shownCount -= client->hasLeft() ? 0 : 1;
    }
    path->shownRows.clear();
    endRemoveRows();
}

void ClientModel::removeRowsBelow(PathRow *path, std::vector<ClientRow *> rows)
{
    if (rows.empty())
        return;
    std::sort(rows.begin(), rows.end(),
              [](const ClientRow *a, const ClientRow *b) { return a->position < b->position; });
    const QModelIndex parent = createIndex(path->position, 0);
    for (size_t end = rows.size(); end > 0;) { // from below, so that the positions above stay right
        size_t begin = end - 1;
        while (begin > 0 && rows[begin - 1]->position == rows[begin]->position - 1)
            --begin;
        const int first = rows[begin]->position;
        const int last = rows[end - 1]->position;
        beginRemoveRows(parent, first, last);
        for (size_t i = begin; i < end; ++i) {
            rows[i]->position = -1;
            m_shownCount -= rows[i]->hasLeft() ? 0 : 1;
        }
        path->shownRows.erase(path->shownRows.begin() + first, path->shownRows.begin() + last + 1);
        endRemoveRows();
        end = begin;
    }
    for (size_t i = 0; i < path->shownRows.size(); ++i)
        path->shownRows[i]->position = int(i);
}

void ClientModel::insertRowsBelow(PathRow *path, std::vector<ClientRow *> rows)
{
    if (rows.empty())
        return;
    const auto before = [this](ClientRow *a, ClientRow *b) { return isBefore(a, b); };
    sortRows(rows);
    const QModelIndex parent = createIndex(path->position, 0);
    for (size_t begin = 0; begin < rows.size();) {
        // While the order follows a live column new rows wait at the end for the next sort.
        const auto place = isLive(m_sortColumn)
                               ? path->shownRows.end()
                               : std::upper_bound(path->shownRows.begin(), path->shownRows.end(),
                                                  rows[begin], before);
        size_t end = begin + 1;
        while (end < rows.size() && (place == path->shownRows.end() || before(rows[end], *place)))
            ++end;
        const int first = int(place - path->shownRows.begin());
        beginInsertRows(parent, first, first + int(end - begin) - 1);
        path->shownRows.insert(place, rows.begin() + qsizetype(begin),
                               rows.begin() + qsizetype(end));
        for (size_t i = begin; i < end; ++i) {
            rows[i]->position = first + int(i - begin);
            m_shownCount += rows[i]->hasLeft() ? 0 : 1;
        }
        endInsertRows();
        begin = end;
    }
    for (size_t i = 0; i < path->shownRows.size(); ++i)
        path->shownRows[i]->position = int(i);
}

/// In ranges, because views look each of them up; where there are many, in one.
void ClientModel::tellChanged(const std::vector<ClientRow *> &rows)
{
    std::vector<ClientRow *> sorted = rows;
    std::sort(sorted.begin(), sorted.end(), [](const ClientRow *a, const ClientRow *b) {
        return a->path == b->path ? a->position < b->position
                                  : a->path->position < b->path->position;
    });
    std::vector<std::pair<int, int>> ranges; // of one path: positions of the first and the last
    for (size_t i = 0; i < sorted.size(); ++i) {
        const int position = sorted[i]->position;
        if (!ranges.empty() && ranges.back().second == position - 1)
            ranges.back().second = position;
        else
            ranges.emplace_back(position, position);
        PathRow *path = sorted[i]->path;
        if (i + 1 < sorted.size() && sorted[i + 1]->path == path)
            continue;
        if (ranges.size() > MaxRanges)
            ranges = {{ranges.front().first, ranges.back().second}};
        for (const auto &[first, last] : ranges)
            Q_EMIT dataChanged(createIndex(first, 0, path),
                               createIndex(last, ColumnCount - 1, path));
        ranges.clear();
    }
}

void ClientModel::updateSums()
{
    for (PathRow *path : m_shownPaths) {
        PathSums sums;
        for (const ClientRow *row : path->shownRows) {
            const ClientStats &stats = row->record.stats;
            sums.messagesIn += stats.messagesIn;
            sums.messagesOut += stats.messagesOut;
            sums.bytesIn += stats.bytesIn;
            sums.bytesOut += stats.bytesOut;
            if (row->hasLeft())
                continue;
            ++sums.connected;
            sums.queuedBytes += stats.queuedBytes;
            sums.rateIn += row->rate.perSecond();
        }
        if (path->sums == sums && path->toldConnected == path->connected)
            continue;
        path->sums = sums;
        path->toldConnected = path->connected;
        Q_EMIT dataChanged(createIndex(path->position, 0),
                           createIndex(path->position, ColumnCount - 1));
    }
}

const ClientRow *ClientModel::clientAt(const QModelIndex &index) const
{
    if (!index.isValid() || !index.internalPointer())
        return nullptr;
    const auto *path = static_cast<const PathRow *>(index.internalPointer());
    return path->shownRows[size_t(index.row())];
}

const PathRow *ClientModel::pathAt(const QModelIndex &index) const
{
    return index.isValid() && !index.internalPointer() ? m_shownPaths[size_t(index.row())]
                                                       : nullptr;
}

QModelIndex ClientModel::indexOf(const ClientId &id) const
{
    const auto found = m_rows.find(id);
    if (found == m_rows.end() || found->second->position < 0)
        return {};
    return createIndex(found->second->position, 0, found->second->path);
}

QModelIndex ClientModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column,
                       parent.isValid() ? m_shownPaths[size_t(parent.row())] : nullptr);
}

QModelIndex ClientModel::parent(const QModelIndex &index) const
{
    const auto *path = static_cast<const PathRow *>(index.internalPointer());
    return index.isValid() && path ? createIndex(path->position, 0) : QModelIndex();
}

int ClientModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_shownPaths.size());
    const PathRow *path = parent.column() == 0 ? pathAt(parent) : nullptr;
    return path ? int(path->shownRows.size()) : 0;
}

int ClientModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

} // namespace Signalbox
