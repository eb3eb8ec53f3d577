#include "ui/compose/receiversmodel.h"

#include "ui/compose/sendwords.h"
#include "ui/widgets/visibletext.h"

#include <algorithm>

namespace Signalbox {

namespace {

constexpr qsizetype MaxListedName = 60; // characters

/// Those who need a look come first.
int rank(Receipt receipt)
{
    switch (receipt) {
    case Receipt::Dropped:
        return 0;
    case Receipt::Leaving:
        return 1;
    case Receipt::None:
    case Receipt::Waiting:
        return 2;
    case Receipt::Left:
        return 3;
    case Receipt::Done:
        return 4;
    }
    return 5;
}

} // namespace

ReceiversModel::ReceiversModel(Send send, QObject *parent)
    : QAbstractTableModel(parent)
    , m_send(send)
{
}

void ReceiversModel::setCopies(const QList<SentCopy> &copies)
{
    QList<SentCopy> sorted = copies;
    std::ranges::stable_sort(sorted, {}, [](const SentCopy &copy) { return rank(copy.receipt); });
    if (sorted == m_copies)
        return;
    beginResetModel();
    m_copies = sorted;
    endResetModel();
}

int ReceiversModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_copies.size());
}

int ReceiversModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ReceiversModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
        return {};
    const SentCopy &copy = m_copies.at(index.row());
    switch (index.column()) {
    case Name:
        return visibleText(copy.name, Lines::Fold, MaxListedName);
    case Fate:
        return m_send == Send::Running ? receiptText(copy.receipt) : lastReceiptText(copy.receipt);
    default:
        return copy.client.toString();
    }
}

QVariant ReceiversModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    return section == Name ? tr("Client") : section == Fate ? tr("Its copy") : tr("Id");
}

} // namespace Signalbox
