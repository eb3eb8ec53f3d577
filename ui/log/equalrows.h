#pragma once

#include <QHeaderView>

namespace Signalbox {

/// The hidden row header of a table whose rows are all of one height, none of them hidden or
/// moved, and come and go by the thousand. A QHeaderView looks at each of its rows whenever one
/// does; this one is told by the table, with fit().
class EqualRows final : public QHeaderView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EqualRows)
public:
    explicit EqualRows(QWidget *parent);

    void setModel(QAbstractItemModel *model) override;
    /// As many rows as the model has now: those at the end are new, or gone.
    void fit();
    int top(int row) const { return row * defaultSectionSize() - offset(); } ///< in the viewport
};

} // namespace Signalbox
