#pragma once

#include "ui/clients/clientchoice.h"
#include "ui/clients/clientmodel.h"

#include <QSet>
#include <QTreeView>

class QMenu;

namespace Signalbox {

class ZoomedColumns;

/// The tree of clients. Nothing in it moves under the mouse: while it is over the list, while a
/// menu is open, and while a row that was chosen with the keys is looked at, the order is held and
/// the row stays where it is on the screen, whoever comes or leaves. What is chosen stays chosen
/// through sorting and filtering. The window's thread.
class ClientView final : public QTreeView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientView)
public:
    ClientView(ClientModel *model, const ClientDirectory &directory, QWidget *parent = nullptr);

    /// Shows what has happened up to `now`.
    void refresh(WallTime now);
    const ClientChoice &choice() const { return m_choice; }
    bool isOrderHeld() const { return m_model->isOrderHeld(); }

    /// Beside the names; none at first. The header is there when there is one.
    void setColumnShown(ClientModel::Column column, bool shown);
    bool isColumnShown(ClientModel::Column column) const;
    void resetColumns();
    void fillColumnMenu(QMenu *menu);
    void fillSortMenu(QMenu *menu);
    void toggleCollapsed(); ///< all paths

    QByteArray saveColumns() const; ///< and the order
    /// False, and nothing changed, when `state` is not from saveColumns().
    bool restoreColumns(const QByteArray &state);

    void keyboardSearch(const QString &) override {} ///< letters are commands here

Q_SIGNALS:
    void choiceChanged();
    void escapePressed();

protected:
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void drawBranches(QPainter *painter, const QRect &rect,
                      const QModelIndex &index) const override;
    void updateGeometries() override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Anchor ///< a row and where it is on the screen
    {
        QPersistentModelIndex index;
        int top = 0;
    };

    // Around a change of the model: what should stay in place and chosen does.
    void beginChange();
    void endChange();
    void showFiltered();
    Anchor anchor() const;
    void putBack(const Anchor &anchor);
    void chooseAgain();
    void updateChoice();
    void updateHold();
    void onPathsInserted(int first, int last);
    void setHovered(const QModelIndex &index);
    void fit();
    void shareRoom();
    void updateHeader();

    ClientModel *m_model;
    const ClientDirectory &m_directory;
    ClientChoice m_choice;
    QSet<ClientId> m_wanted; ///< rows that the user chose, shown or not
    QSet<QString> m_collapsed; ///< keys of paths
    QPersistentModelIndex m_hovered; ///< its first column
    std::optional<QPoint> m_mouse; ///< over the rows
    bool m_isByKeys = false; ///< the list was last used with the keys
    bool m_isChoiceStale = false;
    std::optional<Anchor> m_before; ///< while we change the model, not the user the selection
    bool m_isSharing = false; ///< we size columns, not the user
    ZoomedColumns *m_columns = nullptr;
};

} // namespace Signalbox
