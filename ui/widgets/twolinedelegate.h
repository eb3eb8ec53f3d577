#pragma once

#include <QStyledItemDelegate>

namespace Signalbox {

/// Paints rows of two lines: the display text with the decoration before it and, at the right, a
/// short text; below them a dim line. Rows whose model gives a check state have a box at the left,
/// which the mouse and the space bar toggle. The window's thread.
class TwoLineDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TwoLineDelegate)
public:
    /// What it asks the model for, besides Qt's own.
    enum Role {
        DetailRole = Qt::UserRole + 100, ///< the second line
        DetailColorRole, ///< its colour, a QColor; none: dim
        TrailingRole, ///< at the right of the first line
    };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
};

} // namespace Signalbox
