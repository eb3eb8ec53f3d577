#pragma once

#include "core/clock/timerstatus.h"

#include <QAbstractTableModel>

namespace Signalbox {

/// The last runs of a timer or schedule, newest first. The window's thread.
class RunsModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunsModel)
public:
    enum Column { Time, Result, Late, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// `recent`: oldest first, as TimerStatus has them. Rows that were there keep their places in a
    /// selection.
    void setRuns(const QList<RunResult> &recent);
    const RunResult &at(int row) const { return m_runs.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QString display(const RunResult &run, int column) const;

    QList<RunResult> m_runs; ///< newest first
};

} // namespace Signalbox
