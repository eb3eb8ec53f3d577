#pragma once

#include "ui/clients/clientfilter.h"
#include "ui/clients/clientrow.h"
#include "ui/widgets/turn.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

#include <deque>
#include <map>
#include <unordered_map>

namespace Signalbox {

/// The tree of clients: paths, and below each the clients on it. What happens in the directory is
/// collected and shown by refresh(), which the owner calls a few times a second, so that the list
/// costs the same however much goes on. Clients that left stay in their place for LeftShown.
///
/// The order follows a live column (rates, counters) at most every SortEvery, and not at all while
/// it is held; then no row leaves the list either. Filter and order are the model's own: no proxy.
///
/// A filter that needs long is applied in slices between other events; until it is through, the
/// clients that the old one lets through stay. The window's thread.
class ClientModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientModel)
public:
    enum Column {
        NameColumn, ///< or the path
        StateColumn,
        IdColumn,
        AddressColumn,
        SinceColumn,
        MessagesInColumn,
        MessagesOutColumn,
        BytesInColumn,
        BytesOutColumn,
        RateInColumn,
        RoundTripColumn,
        QueueColumn,
        AgentColumn,
        ColumnCount
    };
    static constexpr std::chrono::seconds LeftShown{30};
    static constexpr qsizetype MaxLeftShown = 500;
    static constexpr std::chrono::seconds SortEvery{2};

    explicit ClientModel(const ClientDirectory &directory, QObject *parent = nullptr);
    ~ClientModel() override;

    /// Shows what has happened up to `now`.
    void refresh(WallTime now);
    WallTime now() const { return m_now; } ///< of the last refresh()

    void setFilter(const ClientFilter &filter);
    const ClientFilter &filter() const { return m_filter; }
    bool isFiltering() const { return m_next.has_value(); } ///< a new filter is being applied
    void setOrderHeld(bool held);
    bool isOrderHeld() const { return m_isOrderHeld; }
    bool isOrderStale() const { return m_isOrderStale; } ///< held, and no longer the right one
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    Column sortColumn() const { return m_sortColumn; }
    Qt::SortOrder sortOrder() const { return m_sortOrder; }
    /// Its values change while a client is connected.
    static bool isLive(Column column);
    static QString columnName(Column column);

    /// nullptr: the index is that of a path, or none.
    const ClientRow *clientAt(const QModelIndex &index) const;
    const PathRow *pathAt(const QModelIndex &index) const; ///< nullptr: of a client, or none
    QModelIndex indexOf(const ClientId &id) const; ///< invalid: not shown
    int shownCount() const { return m_shownCount; } ///< clients that are connected and shown
    int connectedCount() const { return m_connectedCount; }
    int slowCount() const { return m_slowCount; } ///< shown or not

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    using QObject::parent;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void orderStaleChanged(bool stale);
    void filterAboutToBeApplied();
    void filterApplied();

private:
    struct IdHash
    {
        size_t operator()(const ClientId &id) const { return qHash(id); }
    };
    struct Changes ///< of the rows below one path
    {
        std::vector<ClientRow *> remove;
        std::vector<ClientRow *> insert;
    };

    struct NextFilter ///< being applied
    {
        ClientFilter filter;
        std::vector<ClientId> ids; ///< whom to ask it about: of all rows
        size_t asked = 0; ///< so many of them have been
        QSet<ClientId> changed; ///< meanwhile, perhaps after they were asked about
    };

    void onJoined(const QList<ClientId> &ids);
    void onChanged(const QList<ClientId> &ids);
    void takeJoined(std::vector<ClientRow *> *touched);
    void takeChanged(std::vector<ClientRow *> *touched);
    void passSeconds(std::vector<ClientRow *> *touched);
    void dropGone(std::vector<ClientRow *> *dropped);
    void setLeft(ClientRow *row);
    bool updateState(ClientRow *row);

    void match(const std::vector<ClientRow *> &touched);
    void continueFilter();
    void applyFilter();
    /// Shows and hides rows as `matches` says; `dropped` are hidden anyway.
    void showAndHide(const std::vector<ClientRow *> &rows,
                     const std::vector<ClientRow *> &dropped = {});
    void removeRowsBelow(PathRow *path, std::vector<ClientRow *> rows);
    void insertRowsBelow(PathRow *path, std::vector<ClientRow *> rows);
    void showPath(PathRow *path);
    void hidePath(PathRow *path);
    void forget(const std::vector<ClientRow *> &dropped);
    void tellChanged(const std::vector<ClientRow *> &rows);
    void updateSums();

    /// By which a row is sorted: by the lesser number, then by the second.
    using SortValue = std::pair<quint64, quint64>;

    void addTexts(ClientRow *row);
    void removeTexts(const ClientRow &row);
    SortValue sortValue(const ClientRow &row);
    bool isBefore(const ClientRow *a, const ClientRow *b);
    void sortRows(std::vector<ClientRow *> &rows);
    bool isSorted(const PathRow &path);
    void sortNow();
    void setOrderStale(bool stale);

    QVariant clientData(const ClientRow &row, Column column, int role) const;
    QVariant pathData(const PathRow &path, Column column, int role) const;
    QString clientText(const ClientRow &row, Column column) const;
    QString clientToolTip(const ClientRow &row, Column column) const;
    QString pathText(const PathRow &path, Column column) const;

    const ClientDirectory &m_directory;
    QList<ClientId> m_joined; ///< since the last refresh
    QSet<ClientId> m_changed;
    QSet<ClientId> m_kept; ///< shown only because the order is held

    std::unordered_map<ClientId, std::unique_ptr<ClientRow>, IdHash> m_rows;
    std::map<QString, std::unique_ptr<PathRow>> m_paths; ///< by their key
    QHash<PathRow *, int> m_rowsOfPath; ///< shown or not
    std::vector<PathRow *> m_shownPaths; ///< by their key
    std::deque<std::pair<WallTime, ClientRow *>> m_leftRows; ///< oldest first
    quint64 m_lastOrder = 0;
    int m_shownCount = 0;
    int m_connectedCount = 0;
    int m_slowCount = 0; ///< in ClientState::Slow

    ClientFilter m_filter;
    std::optional<NextFilter> m_next;
    Turn m_filterTurn; ///< for its next slice
    quint64 m_refreshes = 0;
    Column m_sortColumn = SinceColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::array<TextRanks, 3> m_texts; ///< of names, addresses and user agents
    WallTime m_now;
    WallTime m_secondAt; ///< up to when rates have been counted
    WallTime m_sortedAt;
    bool m_isOrderHeld = false;
    bool m_isOrderStale = false;
};

} // namespace Signalbox
