#include "ui/log/logmodel.h"
#include "ui/log/rowlook.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

// What the cells of the log say.

namespace Signalbox {

namespace {

constexpr qsizetype MaxPath = 200; // characters

} // namespace

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const LogEntry &row = entryAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter
                   | (index.column() == SizeColumn || index.column() == NumberColumn
                          ? Qt::AlignRight
                          : Qt::AlignLeft));
    case Qt::AccessibleTextRole:
        return index.column() == MessageColumn ? rowText(row) : text(row, index.column());
    case SortRole:
        return sortValue(row, index.column());
    case EntryRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

QVariant LogModel::text(const LogEntry &row, int column) const
{
    if (isSampleSummary(row) && (column == NumberColumn || column == KindColumn))
        return {};
    switch (column) {
    case NumberColumn:
        return exactNumber(row.sequence);
    case TimeColumn:
        return clockTime(row.at);
    case DirectionColumn:
        return directionText(directionOf(row));
    case KindColumn:
        return kindText(row.kind);
    case EndpointColumn:
        return visibleText(row.endpoint, Lines::Fold, MaxPath);
    case PathColumn:
        return visibleText(row.path, Lines::Fold, MaxPath);
    case ClientColumn:
        return clientText(row);
    case TypeColumn:
        return row.type == PayloadType::None ? QString() : QString(typeWord(row.type));
    case MessageColumn:
        return messageText(row, MaxShownCharacters);
    case WhyColumn:
        return row.payload.isEmpty() ? QString() : whyText(row);
    case SizeColumn:
        return row.type == PayloadType::None && row.size == 0 ? QString() : shortBytes(row.size);
    default:
        return {};
    }
}

QVariant LogModel::sortValue(const LogEntry &row, int column) const
{
    switch (column) {
    case NumberColumn:
        return row.sequence;
    case TimeColumn:
        return qint64(row.at.time_since_epoch().count());
    case SizeColumn:
        return row.size;
    default:
        return text(row, column);
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(
            Qt::AlignVCenter
            | (section == SizeColumn || section == NumberColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return {};
    switch (section) {
    case NumberColumn:
        return tr("No.");
    case TimeColumn:
        return tr("Time");
    case DirectionColumn: // an icon's width: the word only where it has room
        return role == Qt::DisplayRole ? QString() : tr("Direction");
    case KindColumn:
        return tr("Kind");
    case EndpointColumn:
        return tr("Endpoint");
    case PathColumn:
        return tr("Path");
    case ClientColumn:
        return tr("Client");
    case TypeColumn:
        return tr("Type");
    case MessageColumn:
        return tr("Message");
    case WhyColumn:
        return tr("What happened");
    case SizeColumn:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace Signalbox
