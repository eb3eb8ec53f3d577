#pragma once

#include "core/clock/timerstatus.h"
#include "ui/timers/taskconfig.h"

#include <QAbstractTableModel>
#include <QHash>

namespace Signalbox {

class ClientDirectory;

/// Timers and schedules as a table: one row each, timers first. The first column has a box that
/// switches it on and off: enableRequested() asks the owner. Looks at the directory for how many a
/// run would reach. The window's thread.
class TimerModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimerModel)
public:
    enum Column { Name, When, Target, Last, Next, Runs, ColumnCount };
    enum Role {
        NameRole = Qt::UserRole + 1, ///< QString, as it is written
        SortRole, ///< the raw value
    };

    explicit TimerModel(const ClientDirectory &directory, QObject *parent = nullptr);

    void setTasks(const QList<TaskConfig> &tasks);
    void setStatus(const TimerStatus &status);
    /// Shows the time that has passed and the clients that have come or gone.
    void refresh(WallTime now);
    /// -1: there is none of this name.
    int rowOf(const QString &name) const;
    std::optional<TaskConfig> taskAt(int row) const;
    TimerStatus statusAt(int row) const;
    int enabledCount() const;
    /// All about a row in one sentence, for a screen reader.
    QString rowSentence(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void enableRequested(const QString &name, bool enabled);

private:
    struct Row
    {
        TaskConfig config;
        QString when; ///< worded once
        QString target;
        int reach = 0; ///< clients that a run would be for
        QString next; ///< as it is shown
    };

    Row makeRow(const TaskConfig &config) const;
    TimerStatus statusOf(const Row &row) const;
    QString display(const Row &row, int column) const;
    QVariant sortValue(const Row &row, int column) const;
    QString tip(const Row &row, int column) const;
    QVariant foreground(const Row &row, int column) const;

    const ClientDirectory &m_directory;
    QList<Row> m_rows;
    QHash<QString, TimerStatus> m_statuses;
    WallTime m_now{};
};

} // namespace Signalbox
