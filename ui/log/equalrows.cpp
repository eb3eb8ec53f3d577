#include "ui/log/equalrows.h"

#include <QAbstractItemModel>

#include <algorithm>

namespace Signalbox {

EqualRows::EqualRows(QWidget *parent)
    : QHeaderView(Qt::Vertical, parent)
{
    hide();
    setSectionResizeMode(Fixed);
}

void EqualRows::setModel(QAbstractItemModel *model)
{
    QHeaderView::setModel(model);
    if (!model)
        return;
    for (const auto changed : {&QAbstractItemModel::rowsAboutToBeRemoved,
                               &QAbstractItemModel::rowsRemoved, &QAbstractItemModel::rowsInserted})
        disconnect(model, changed, this, nullptr);
}

void EqualRows::fit()
{
    const int rows = model()->rowCount();
    if (rows == 0)
        initializeSections();
    else if (rows != count())
        initializeSections(std::min(count(), rows - 1), rows - 1);
}

} // namespace Signalbox
