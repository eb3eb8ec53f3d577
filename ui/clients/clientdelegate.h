#pragma once

#include "ui/clients/clientmodel.h"

#include <QStyledItemDelegate>

namespace Signalbox {

/// Paints the cells of a ClientModel (and no other): a client on two lines with its state as dot
/// and word, a path in bold with the number of its clients. The view paints what is behind them.
/// Looks the row up in the model and keeps nothing per row.
class ClientDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientDelegate)
public:
    explicit ClientDelegate(QObject *parent = nullptr);

    static int rowHeight(); ///< of every row, at the current zoom
    static int pathBaselineShift(); ///< how far below the middle of its row a path is drawn

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintClient(QPainter *painter, const QRect &cell, const ClientRow &row,
                     WallTime now) const;
    void paintPath(QPainter *painter, const QRect &cell, const PathRow &path) const;
};

/// The colour of a client's dot and word in the current theme.
QColor stateColor(ClientState state);
/// Draws the dot of a state, a ring for those who go or have gone.
void drawStateDot(QPainter *painter, const QPointF &center, ClientState state);

} // namespace Signalbox
