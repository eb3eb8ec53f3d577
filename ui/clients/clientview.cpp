#include "ui/clients/clientview.h"

#include "ui/clients/clientdelegate.h"
#include "ui/model/clientdirectory.h"
#include "ui/theme/theme.h"
#include "ui/widgets/zoomedcolumns.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

ClientView::ClientView(ClientModel *model, const ClientDirectory &directory, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_directory(directory)
{
    setObjectName(u"clientView"_s);
    setAccessibleName(tr("Clients"));
    setModel(model);
    setItemDelegate(new ClientDelegate(this));
    setUniformRowHeights(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    viewport()->setMouseTracking(true);

    header()->setSortIndicator(ClientModel::SinceColumn, Qt::AscendingOrder);
    setSortingEnabled(true);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(ClientModel::NameColumn, QHeaderView::Fixed);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setTextElideMode(Qt::ElideRight);
    connect(header(), &QHeaderView::sectionResized, this, &ClientView::shareRoom);

    connect(model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &parentIndex, int first, int last) {
                if (!parentIndex.isValid())
                    onPathsInserted(first, last);
            });
    const auto remember = [this](const QModelIndex &index, bool collapsed) {
        const PathRow *path = m_model->pathAt(index);
        if (path && collapsed)
            m_collapsed.insert(path->key);
        else if (path)
            m_collapsed.remove(path->key);
    };
    connect(this, &QTreeView::collapsed, this,
            [remember](const QModelIndex &index) { remember(index, true); });
    connect(this, &QTreeView::expanded, this,
            [remember](const QModelIndex &index) { remember(index, false); });
    connect(model, &ClientModel::filterAboutToBeApplied, this, &ClientView::beginChange);
    connect(model, &ClientModel::filterApplied, this, &ClientView::showFiltered);
    const auto setStale = [this] { m_isChoiceStale = true; };
    connect(&directory, &ClientDirectory::joined, this, setStale);
    connect(&directory, &ClientDirectory::left, this, setStale);
    connect(model, &QAbstractItemModel::layoutChanged, this, setStale);
    m_columns = new ZoomedColumns(header(), 36);
    resetColumns();
}

void ClientView::onPathsInserted(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_model->index(row, 0);
        setExpanded(index, !m_collapsed.contains(m_model->pathAt(index)->key));
    }
}

void ClientView::toggleCollapsed()
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (isExpanded(m_model->index(row, 0))) {
            collapseAll();
            return;
        }
    }
    m_collapsed.clear(); // expandAll() tells nobody
    expandAll();
}

// What stands still

void ClientView::beginChange()
{
    m_before = anchor();
}

void ClientView::endChange()
{
    chooseAgain();
    putBack(*std::exchange(m_before, std::nullopt));
    updateChoice();
}

/// It is another list now, which begins at its beginning, unless something in it is chosen.
void ClientView::showFiltered()
{
    chooseAgain();
    m_before.reset();
    executeDelayedItemsLayout();
    if (selectionModel()->isSelected(currentIndex()))
        scrollTo(currentIndex());
    else
        scrollToTop();
    updateChoice();
}

void ClientView::refresh(WallTime now)
{
    updateHold();
    beginChange();
    m_model->refresh(now);
    endChange();
}

/// The row under the mouse, the one that the keys chose, or the uppermost when others are above it.
ClientView::Anchor ClientView::anchor() const
{
    QModelIndex index;
    if (m_mouse)
        index = indexAt(*m_mouse);
    else if (m_isByKeys && hasFocus() && viewport()->rect().intersects(visualRect(currentIndex())))
        index = currentIndex();
    if (!index.isValid() && verticalScrollBar()->value() > 0)
        index = indexAt(QPoint(1, 1));
    return {index, index.isValid() ? visualRect(index).top() : 0};
}

void ClientView::putBack(const Anchor &anchor)
{
    executeDelayedItemsLayout();
    if (!anchor.index.isValid())
        return;
    const QRect rect = visualRect(anchor.index);
    if (!rect.isValid() || rect.top() == anchor.top)
        return;
    QScrollBar *bar = verticalScrollBar();
    const int value = bar->value() + rect.top() - anchor.top;
    if (isOrderHeld() && value > bar->maximum())
        bar->setMaximum(value); // room below the last row, until the order is let go
    bar->setValue(value);
}

void ClientView::updateGeometries()
{
    const int value = verticalScrollBar()->value();
    QTreeView::updateGeometries();
    if (isOrderHeld() && value > verticalScrollBar()->maximum()) {
        verticalScrollBar()->setMaximum(value);
        verticalScrollBar()->setValue(value);
    }
}

void ClientView::updateHold()
{
    const bool held = m_mouse.has_value() || QApplication::activePopupWidget() != nullptr
                      || (m_isByKeys && hasFocus() && selectionModel()->hasSelection());
    if (held == isOrderHeld())
        return;
    m_model->setOrderHeld(held);
    if (!held)
        updateGeometries();
}

// What is chosen

void ClientView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTreeView::selectionChanged(selected, deselected);
    viewport()->update(); // rows are painted wider than their cells
    m_isChoiceStale = true;
    if (m_before)
        return;
    const QModelIndexList rows = selectionModel()->selectedRows();
    m_wanted.clear();
    for (const QModelIndex &index : rows) {
        if (const ClientRow *row = m_model->clientAt(index))
            m_wanted.insert(row->id());
    }
    updateChoice();
}

/// Rows that a filter hid and that are back.
void ClientView::chooseAgain()
{
    QItemSelection back;
    for (const ClientId &id : std::as_const(m_wanted)) {
        const QModelIndex index = m_model->indexOf(id);
        if (index.isValid() && !selectionModel()->isSelected(index))
            back.select(index, index);
    }
    if (!back.isEmpty())
        selectionModel()->select(back, QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void ClientView::updateChoice()
{
    if (!std::exchange(m_isChoiceStale, false))
        return;
    const ClientChoice choice = choiceOf(*m_model, m_directory, selectionModel()->selectedRows());
    if (choice == m_choice)
        return;
    m_choice = choice;
    Q_EMIT choiceChanged();
}

/// Rows are all of one height, so nothing has to be laid out anew.
void ClientView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                             const QList<int> &roles)
{
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
}

// Mouse and keys

bool ClientView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Enter:
    case QEvent::MouseMove:
        m_mouse = static_cast<QSinglePointEvent *>(event)->position().toPoint();
        setHovered(indexAt(*m_mouse));
        break;
    case QEvent::Leave:
        m_mouse.reset();
        setHovered({});
        break;
    default:
        break;
    }
    return QTreeView::viewportEvent(event);
}

void ClientView::setHovered(const QModelIndex &index)
{
    const QModelIndex first = index.siblingAtColumn(0);
    if (m_hovered == first)
        return;
    m_hovered = first;
    viewport()->update();
}

void ClientView::mousePressEvent(QMouseEvent *event)
{
    m_isByKeys = false;
    QTreeView::mousePressEvent(event);
}

void ClientView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT escapePressed();
        event->accept();
        return;
    }
    m_isByKeys = true;
    QTreeView::keyPressEvent(event);
}

void ClientView::focusInEvent(QFocusEvent *event)
{
    switch (event->reason()) {
    case Qt::TabFocusReason:
    case Qt::BacktabFocusReason:
    case Qt::ShortcutFocusReason:
        m_isByKeys = true;
        break;
    default:
        break;
    }
    QTreeView::focusInEvent(event);
    viewport()->update();
}

void ClientView::focusOutEvent(QFocusEvent *event)
{
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        m_isByKeys = false;
    QTreeView::focusOutEvent(event);
    viewport()->update();
}

// Painting

void ClientView::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Palette &palette = Theme::palette();
    const QModelIndex first = index.siblingAtColumn(0);
    const bool isSelected = selectionModel()->isSelected(first);
    const int margin = scaled(6);
    const QRectF row(margin, option.rect.top() + 1, viewport()->width() - margin - scaled(2),
                     option.rect.height() - 2);
    const double radius = scaled(5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    if (isSelected || m_hovered == first) {
        painter->setBrush(isSelected ? palette.selection : palette.hover);
        painter->drawRoundedRect(row, radius, radius);
    }
    if (hasFocus() && m_isByKeys && currentIndex().siblingAtColumn(0) == first) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(palette.accent, 2));
        painter->drawRoundedRect(row.adjusted(1, 1, -1, -1), radius, radius);
    }
    painter->restore();

    QStyleOptionViewItem plain = option; // the style draws no selection, hover and focus of its own
    plain.state &= ~(QStyle::State_Selected | QStyle::State_HasFocus | QStyle::State_MouseOver);
    QTreeView::drawRow(painter, plain, index);
}

void ClientView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (index.parent().isValid())
        return;
    const int side = scaled(14);
    QRect icon(0, 0, side, side);
    icon.moveCenter(rect.center() + QPoint(0, ClientDelegate::pathBaselineShift()));
    lineIcon(isExpanded(index) ? u"chevron-down"_s : u"chevron-right"_s, Theme::palette().dim)
        .paint(painter, icon);
}

} // namespace Signalbox
