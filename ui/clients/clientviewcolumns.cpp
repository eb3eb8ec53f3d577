// The columns of ClientView: which are shown, how wide, and that they are remembered.

#include "ui/clients/clientview.h"
#include "ui/theme/theme.h"
#include "ui/widgets/zoomedcolumns.h"

#include <QActionGroup>
#include <QDataStream>
#include <QEvent>
#include <QHeaderView>
#include <QIODevice>
#include <QMenu>
#include <QResizeEvent>
#include <QScopedValueRollback>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 ClientColumnsMark = 0x5342'5631; // "SBV1"
constexpr int Indentation = 16;
constexpr int NameWidth = 220; ///< at least, pixels at 100 per cent

/// Pixels at 100 per cent; the names take what the others leave.
int widthOf(ClientModel::Column column)
{
    switch (column) {
    case ClientModel::IdColumn:
        return 250;
    case ClientModel::AddressColumn:
    case ClientModel::AgentColumn:
        return 150;
    case ClientModel::SinceColumn:
        return 88;
    default:
        return 76;
    }
}

} // namespace

void ClientView::resetColumns()
{
    for (int column = 1; column < ClientModel::ColumnCount; ++column) {
        header()->moveSection(header()->visualIndex(column), column);
        m_columns->setWidth(column, widthOf(ClientModel::Column(column)));
        header()->setSectionHidden(column, true);
    }
    fit();
}

bool ClientView::isColumnShown(ClientModel::Column column) const
{
    return !header()->isSectionHidden(column);
}

void ClientView::setColumnShown(ClientModel::Column column, bool shown)
{
    if (column == ClientModel::NameColumn)
        return; // something has to stay
    header()->setSectionHidden(column, !shown);
    if (shown)
        m_columns->setWidth(column, widthOf(column));
    updateHeader();
}

void ClientView::updateHeader()
{
    header()->setVisible(header()->hiddenSectionCount() < ClientModel::ColumnCount - 1);
    shareRoom();
}

/// The names take what room the other columns leave.
void ClientView::shareRoom()
{
    if (m_isSharing)
        return;
    const QScopedValueRollback sharing(m_isSharing, true);
    int room = viewport()->width();
    for (int column = 1; column < ClientModel::ColumnCount; ++column)
        room -= header()->sectionSize(column); // of a hidden one 0
    const bool isAlone = header()->hiddenSectionCount() == ClientModel::ColumnCount - 1;
    header()->resizeSection(ClientModel::NameColumn,
                            isAlone ? room : std::max(room, scaled(NameWidth)));
}

/// Rows and columns for the current zoom.
void ClientView::fit()
{
    setIndentation(scaled(Indentation));
    {
        const QScopedValueRollback sharing(m_isSharing, true);
        m_columns->fit();
    }
    scheduleDelayedItemsLayout();
    updateHeader();
}

void ClientView::resizeEvent(QResizeEvent *event)
{
    const QRect current = visualRect(currentIndex()); // stays in sight when the list gets lower
    const int middle = current.center().y();
    const bool wasInSight = current.isValid() && middle >= 0 && middle < event->oldSize().height();
    QTreeView::resizeEvent(event);
    shareRoom();
    if (wasInSight && current.bottom() >= event->size().height())
        scrollTo(currentIndex());
}

void ClientView::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_columns != nullptr)
        fit();
}

void ClientView::fillColumnMenu(QMenu *menu)
{
    for (int i = 1; i < ClientModel::ColumnCount; ++i) {
        const auto column = ClientModel::Column(i);
        QAction *action = menu->addAction(ClientModel::columnName(column));
        action->setCheckable(true);
        action->setChecked(isColumnShown(column));
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { setColumnShown(column, shown); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Reset columns")), &QAction::triggered, this,
            &ClientView::resetColumns);
}

void ClientView::fillSortMenu(QMenu *menu)
{
    auto *columns = new QActionGroup(menu);
    auto *orders = new QActionGroup(menu);
    const auto add = [menu](QActionGroup *group, const QString &text, bool checked) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setActionGroup(group);
        action->setChecked(checked);
        return action;
    };
    for (int i = 0; i < ClientModel::ColumnCount; ++i) {
        const auto column = ClientModel::Column(i);
        const QString name =
            column == ClientModel::NameColumn ? tr("Name") : ClientModel::columnName(column);
        connect(add(columns, name, column == m_model->sortColumn()), &QAction::triggered, this,
                [this, column] {
                    const QVariant first =
                        m_model->headerData(column, Qt::Horizontal, Qt::InitialSortOrderRole);
                    sortByColumn(column, Qt::SortOrder(first.toInt()));
                });
    }
    menu->addSeparator();
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        const QString name = order == Qt::AscendingOrder ? tr("Ascending") : tr("Descending");
        connect(add(orders, name, order == m_model->sortOrder()), &QAction::triggered, this,
                [this, order] { sortByColumn(m_model->sortColumn(), order); });
    }
}

QByteArray ClientView::saveColumns() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << ClientColumnsMark << qint32(ClientModel::ColumnCount) << qint32(scaled(100))
           << header()->saveState();
    return state;
}

bool ClientView::restoreColumns(const QByteArray &state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 mark = 0;
    qint32 columns = 0;
    qint32 scale = 0;
    QByteArray sections;
    stream >> mark >> columns >> scale >> sections;
    if (stream.status() != QDataStream::Ok || mark != ClientColumnsMark
        || columns != ClientModel::ColumnCount || scale < 10 || scale > 1000)
        return false;
    if (!header()->restoreState(sections)) {
        resetColumns();
        return false;
    }
    header()->setSectionHidden(ClientModel::NameColumn, false);
    {
        const QScopedValueRollback sharing(m_isSharing, true);
        m_columns->adopt(scale);
    }
    fit();
    return true;
}

} // namespace Signalbox
