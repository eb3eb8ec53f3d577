#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace Signalbox {

/// Of a TimerModel, the rows that hold each of some words in their name, times, target or last run.
class TimerFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimerFilter)
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    /// Upper and lower case are the same. An empty text: all rows.
    void setText(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
};

} // namespace Signalbox
