#pragma once

#include "core/values/sentcopy.h"

#include <QAbstractTableModel>

namespace Signalbox {

/// Who a signal was for and what became of each copy: those who did not get it first. The window's
/// thread.
class ReceiversModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReceiversModel)
public:
    enum Column { Name, Fate, Id, ColumnCount };
    enum class Send : quint8 { Running, CutShort }; ///< CutShort: the program ended in the middle

    explicit ReceiversModel(Send send, QObject *parent = nullptr);

    /// The same receivers as before, or others.
    void setCopies(const QList<SentCopy> &copies);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    Send m_send;
    QList<SentCopy> m_copies;
};

} // namespace Signalbox
