#include "ui/widgets/rowtable.h"

#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QTableView>

namespace Signalbox {

void makeRowTable(QTableView &view)
{
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setSelectionMode(QAbstractItemView::SingleSelection);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setShowGrid(false);
    view.setAlternatingRowColors(true);
    view.setWordWrap(false);
    view.setTabKeyNavigation(false);
    view.verticalHeader()->hide();
    view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view.horizontalHeader()->setHighlightSections(false);
    view.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void setRowHeight(QHeaderView &rows, int pixels)
{
    rows.setMinimumSectionSize(scaled(pixels));
    rows.setDefaultSectionSize(scaled(pixels));
}

} // namespace Signalbox
