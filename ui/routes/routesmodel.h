#pragma once

#include "ui/routes/route.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

namespace Signalbox {

/// The routes of a configuration, one a row, in its order, with what the server says of them. The
/// boxes only ask: whoever owns the routes changes them, or does not. A route is known by its id,
/// which stays while others come and go. The window's thread.
class RoutesModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoutesModel)
public:
    struct Row
    {
        QString id; ///< keyOf(), and " #2" and so on behind it when events have the same
        Route route;
    };

    explicit RoutesModel(QObject *parent = nullptr);

    static QList<Row> rowsOf(const QList<Route> &routes); ///< gives them ids
    void setRoutes(const QList<Row> &rows);
    void setStates(const QHash<QString, RouteHealth> &states); ///< by id
    void setEdited(const QString &id, bool edited); ///< has changes that are not saved

    int rowOf(const QString &id) const; ///< -1: there is none
    const Row &at(int row) const { return m_rows.at(row); }
    const Route *find(const QString &id) const; ///< nullptr: there is none
    RouteHealth stateOf(const QString &id) const { return m_states.value(id); }

    int rowCount(const QModelIndex &parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void enableRequested(const QString &id, bool enabled);

private:
    QString sentence(const Row &row) const;

    QList<Row> m_rows;
    QHash<QString, RouteHealth> m_states;
    QSet<QString> m_edited;
};

} // namespace Signalbox
