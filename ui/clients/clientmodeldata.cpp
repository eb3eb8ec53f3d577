// What the cells of ClientModel hold: words, figures and the exact values behind them.

#include "ui/clients/clientmodel.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QLocale>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ShownCharacters = 200;

Qt::Alignment alignmentOf(ClientModel::Column column)
{
    switch (column) {
    case ClientModel::NameColumn:
    case ClientModel::StateColumn:
    case ClientModel::IdColumn:
    case ClientModel::AddressColumn:
    case ClientModel::AgentColumn:
        return Qt::AlignLeft | Qt::AlignVCenter;
    default:
        return Qt::AlignRight | Qt::AlignVCenter;
    }
}

QString shortAge(const ClientRow &row, WallTime now)
{
    const WallTime until = row.record.left ? row.record.left->at : now;
    return shortDuration(
        std::chrono::floor<std::chrono::seconds>(until - row.record.info.connectedAt));
}

} // namespace

QString ClientModel::columnName(Column column)
{
    switch (column) {
    case NameColumn:
        return tr("Path / Client");
    case StateColumn:
        return tr("State");
    case IdColumn:
        return tr("Id");
    case AddressColumn:
        return tr("Address");
    case SinceColumn:
        return tr("Connected");
    case MessagesInColumn:
        return tr("Msgs in");
    case MessagesOutColumn:
        return tr("Msgs out");
    case BytesInColumn:
        return tr("Bytes in");
    case BytesOutColumn:
        return tr("Bytes out");
    case RateInColumn:
        return tr("Rate in");
    case RoundTripColumn:
        return tr("RTT");
    case QueueColumn:
        return tr("Queue");
    case AgentColumn:
        return tr("User agent");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant ClientModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return columnName(Column(section));
    if (role == Qt::TextAlignmentRole)
        return int(alignmentOf(Column(section)));
    if (role == Qt::InitialSortOrderRole) // the busiest and the sick first
        return int(isLive(Column(section)) ? Qt::DescendingOrder : Qt::AscendingOrder);
    return {};
}

QVariant ClientModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto column = Column(index.column());
    if (role == Qt::TextAlignmentRole)
        return int(alignmentOf(column));
    const ClientRow *client = clientAt(index);
    return client ? clientData(*client, column, role) : pathData(*pathAt(index), column, role);
}

QVariant ClientModel::clientData(const ClientRow &row, Column column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return clientText(row, column);
    case Qt::ToolTipRole:
        return plainToolTip(clientToolTip(row, column));
    case Qt::AccessibleTextRole:
        return column == NameColumn ? rowSentence(row, m_now) : clientText(row, column);
    default:
        return {};
    }
}

QString ClientModel::clientText(const ClientRow &row, Column column) const
{
    const ClientInfo &info = row.record.info;
    const ClientStats &stats = row.record.stats;
    switch (column) {
    case NameColumn:
        return nameText(info, ShownCharacters);
    case StateColumn:
        return row.record.left ? tr("left %1").arg(row.record.left->code) : stateText(row.state);
    case IdColumn:
        return info.id.toString();
    case AddressColumn:
        return addressText(info);
    case SinceColumn:
        return shortAge(row, m_now);
    case MessagesInColumn:
        return shortNumber(double(stats.messagesIn));
    case MessagesOutColumn:
        return shortNumber(double(stats.messagesOut));
    case BytesInColumn:
        return shortBytes(stats.bytesIn);
    case BytesOutColumn:
        return shortBytes(stats.bytesOut);
    case RateInColumn:
        return row.hasLeft() ? QString() : shortRate(row.rate.perSecond());
    case RoundTripColumn:
        return stats.roundTrip ? shortLatency(*stats.roundTrip) : QString();
    case QueueColumn:
        return row.hasLeft() ? QString() : shortBytes(stats.queuedBytes);
    case AgentColumn:
        return agentText(info.userAgent);
    case ColumnCount:
        break;
    }
    return {};
}

QString ClientModel::clientToolTip(const ClientRow &row, Column column) const
{
    const ClientInfo &info = row.record.info;
    const ClientStats &stats = row.record.stats;
    switch (column) {
    case NameColumn: {
        QStringList lines{nameText(info, ShownCharacters), info.id.toString(),
                          visibleText(info.path, Lines::Fold, ShownCharacters)};
        if (!info.group.isEmpty())
            lines.append(tr("group %1").arg(visibleText(info.group, Lines::Fold, 64)));
        lines.append(clientToolTip(row, StateColumn));
        return lines.join(u'\n');
    }
    case StateColumn:
        if (row.record.left)
            return leftText(*row.record.left);
        if (row.state == ClientState::Slow)
            return tr("slow: %1 waiting, the oldest for %2")
                .arg(exactBytes(stats.queuedBytes), shortLatency(stats.oldestQueued));
        return stateText(row.state);
    case SinceColumn:
        return exactTime(info.connectedAt);
    case MessagesInColumn:
        return stats.refused > 0
                   ? tr("%1 messages from it, %2 of them not passed on")
                         .arg(exactNumber(stats.messagesIn), exactNumber(stats.refused))
                   : tr("%1 messages from it").arg(exactNumber(stats.messagesIn));
    case MessagesOutColumn:
        return tr("%1 messages to it").arg(exactNumber(stats.messagesOut));
    case BytesInColumn:
        return exactBytes(stats.bytesIn);
    case BytesOutColumn:
        return exactBytes(stats.bytesOut);
    case RateInColumn:
        return tr("%1 messages a second over the last 10 seconds")
            .arg(QLocale().toString(row.rate.perSecond(), 'f', 1));
    case RoundTripColumn:
        return roundTripText(row);
    case QueueColumn:
        return tr("%1 waiting to be sent").arg(exactBytes(stats.queuedBytes));
    case AgentColumn:
        return visibleText(info.userAgent, Lines::Fold, 500);
    default:
        return clientText(row, column);
    }
}

QVariant ClientModel::pathData(const PathRow &path, Column column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return pathText(path, column);
    case Qt::ToolTipRole:
        switch (column) {
        case NameColumn:
            return plainToolTip(visibleText(path.shown, Lines::Fold, 1000));
        case MessagesInColumn:
            return plainToolTip(tr("%1 messages from them").arg(exactNumber(path.sums.messagesIn)));
        case MessagesOutColumn:
            return plainToolTip(tr("%1 messages to them").arg(exactNumber(path.sums.messagesOut)));
        case BytesInColumn:
            return plainToolTip(exactBytes(path.sums.bytesIn));
        case BytesOutColumn:
            return plainToolTip(exactBytes(path.sums.bytesOut));
        case QueueColumn:
            return plainToolTip(exactBytes(path.sums.queuedBytes));
        default:
            return {};
        }
    case Qt::AccessibleTextRole:
        if (column == NameColumn)
            return tr("Path %1, %2")
                .arg(pathText(path, column), clientCountText(quint64(path.connected)));
        return pathText(path, column);
    default:
        return {};
    }
}

QString ClientModel::pathText(const PathRow &path, Column column) const
{
    switch (column) {
    case NameColumn:
        return visibleText(path.shown, Lines::Fold, ShownCharacters);
    case MessagesInColumn:
        return shortNumber(double(path.sums.messagesIn));
    case MessagesOutColumn:
        return shortNumber(double(path.sums.messagesOut));
    case BytesInColumn:
        return shortBytes(path.sums.bytesIn);
    case BytesOutColumn:
        return shortBytes(path.sums.bytesOut);
    case RateInColumn:
        return shortRate(path.sums.rateIn);
    case QueueColumn:
        return shortBytes(path.sums.queuedBytes);
    default:
        return {};
    }
}

} // namespace Signalbox
