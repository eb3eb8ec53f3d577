// The columns of LogView: which there are, how wide, and how they are remembered.

#include "ui/log/logview.h"
#include "ui/theme/theme.h"
#include "ui/widgets/zoomedcolumns.h"

#include <QDataStream>
#include <QHeaderView>
#include <QIODevice>
#include <QMenu>
#include <QScopedValueRollback>

#include <algorithm>
#include <iterator>

namespace Signalbox {

namespace {

constexpr quint32 LogColumnsMark = 0x5342'4c31; // "SBL1"

struct ColumnLook
{
    LogModel::Column column;
    int width; ///< pixels at 100 per cent
    bool isShown;
};

/// In their first order, which is not that of the model.
constexpr ColumnLook Columns[] = {
    {LogModel::NumberColumn, 80, false},   {LogModel::TimeColumn, 100, true},
    {LogModel::DirectionColumn, 46, true}, {LogModel::KindColumn, 68, false},
    {LogModel::EndpointColumn, 90, false}, {LogModel::PathColumn, 96, true},
    {LogModel::ClientColumn, 124, true},   {LogModel::TypeColumn, 60, false},
    {LogModel::MessageColumn, 300, true},  {LogModel::WhyColumn, 240, true},
    {LogModel::SizeColumn, 68, true},
};

} // namespace

void LogView::resetColumns()
{
    QHeaderView *header = horizontalHeader();
    header->setStretchLastSection(false);
    for (int visual = 0; visual < int(std::size(Columns)); ++visual) {
        const auto &[column, width, isShown] = Columns[visual];
        header->moveSection(header->visualIndex(column), visual);
        header->setSectionResizeMode(column, column == LogModel::MessageColumn
                                                 ? QHeaderView::Stretch
                                                 : QHeaderView::Interactive);
        m_columns->setWidth(column, width);
        header->setSectionHidden(column, !isShown);
    }
    m_whyWidth = m_columns->width(LogModel::WhyColumn) * 100.0 / scaled(100);
    fit();
}

/// The message comes first: what happened gets at most a third of what the other columns leave.
void LogView::shareRoom()
{
    QHeaderView *header = horizontalHeader();
    if (header->isSectionHidden(LogModel::WhyColumn))
        return;
    int room = viewport()->width();
    for (int column = 0; column < LogModel::ColumnCount; ++column) {
        if (column != LogModel::MessageColumn && column != LogModel::WhyColumn)
            room -= header->sectionSize(column);
    }
    const QScopedValueRollback sharing(m_isSharing, true);
    header->resizeSection(LogModel::WhyColumn,
                          std::clamp(room / 3, scaled(80),
                                     std::max(scaled(80), qRound(m_whyWidth * scaled(100) / 100))));
}

void LogView::showColumnMenu(const QPoint &at)
{
    QMenu menu(this);
    QHeaderView *header = horizontalHeader();
    for (const ColumnLook &look : Columns) {
        const int column = look.column;
        QAction *action = menu.addAction(
            m_model->headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString());
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        action->setEnabled(column != LogModel::MessageColumn); // something has to stay
        connect(action, &QAction::toggled, header,
                [header, column](bool shown) { header->setSectionHidden(column, !shown); });
    }
    menu.addSeparator();
    menu.addAction(tr("Reset columns"), this, &LogView::resetColumns);
    menu.exec(header->mapToGlobal(at));
}

QByteArray LogView::saveColumns() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << LogColumnsMark << qint32(LogModel::ColumnCount) << qint32(scaled(100))
           << qint32(qRound(m_whyWidth * scaled(100) / 100)) << horizontalHeader()->saveState();
    return state;
}

bool LogView::restoreColumns(const QByteArray &state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 mark = 0;
    qint32 columns = 0;
    qint32 scale = 0;
    qint32 whyWidth = 0;
    QByteArray header;
    stream >> mark >> columns >> scale >> whyWidth >> header;
    if (stream.status() != QDataStream::Ok || mark != LogColumnsMark
        || columns != LogModel::ColumnCount || scale < 10 || scale > 1000)
        return false;
    if (!horizontalHeader()->restoreState(header)) {
        resetColumns();
        return false;
    }
    horizontalHeader()->setSectionsMovable(true);
    m_whyWidth = whyWidth * 100.0 / scale;
    {
        const QScopedValueRollback sharing(m_isSharing, true);
        m_columns->adopt(scale);
    }
    fit();
    return true;
}

} // namespace Signalbox
