#include "ui/clients/clientdelegate.h"

#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QPainter>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int RowHeight = 40;
constexpr int RightMargin = 10;
constexpr int CellMargin = 8;
constexpr int DotSide = 8;
constexpr int DotCenter = 4; ///< from the cell's left edge
constexpr int NameLeft = 16;
constexpr int FirstLine = 13; ///< the middle of each line, from the row's top
constexpr int SecondLine = 29;
constexpr int LineHeight = 18;
constexpr int PillHeight = 20;
constexpr qsizetype MaxText = 300; // characters; more do not fit on a screen

QRect lineAt(const QRect &cell, int middle)
{
    const int height = scaled(LineHeight);
    return {cell.left(), cell.top() + scaled(middle) - height / 2, cell.width(), height};
}

/// What stands at the right of the first line: how busy the client is, or what is wrong with it.
QString figureOf(const ClientRow &row)
{
    if (row.state == ClientState::Ok && row.rate.perSecond() > 0)
        return shortRate(row.rate.perSecond());
    return stateText(row.state);
}

QString secondLine(const ClientRow &row, WallTime now)
{
    if (row.record.left)
        return closeText(*row.record.left);
    const auto age = std::chrono::floor<std::chrono::seconds>(now - row.record.info.connectedAt);
    return u"%1 · %2"_s.arg(addressText(row.record.info), shortDuration(age));
}

} // namespace

QColor stateColor(ClientState state)
{
    const Palette &palette = Theme::palette();
    switch (state) {
    case ClientState::Ok:
        return palette.good;
    case ClientState::Slow:
        return palette.warn;
    case ClientState::Quiet:
    case ClientState::Closing:
    case ClientState::Left:
        break;
    }
    return palette.dim;
}

void drawStateDot(QPainter *painter, const QPointF &center, ClientState state)
{
    const bool isRing = state == ClientState::Closing || state == ClientState::Left;
    const double width = scaled(15) / 10.0;
    const double radius = scaled(DotSide) / 2.0 - (isRing ? width / 2 : 0);
    const QColor color = stateColor(state);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(isRing ? QPen(color, width) : QPen(Qt::NoPen));
    painter->setBrush(isRing ? QBrush(Qt::NoBrush) : QBrush(color));
    painter->drawEllipse(center, radius, radius);
    painter->restore();
}

ClientDelegate::ClientDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

int ClientDelegate::rowHeight()
{
    return scaled(RowHeight);
}

int ClientDelegate::pathBaselineShift()
{
    return scaled(4);
}

QSize ClientDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {scaled(60), rowHeight()};
}

void ClientDelegate::paintClient(QPainter *painter, const QRect &cell, const ClientRow &row,
                                 WallTime now) const
{
    const Palette &palette = Theme::palette();
    const QRect first = lineAt(cell, FirstLine);
    drawStateDot(painter,
                 QPointF(cell.left() + scaled(DotCenter) + 0.5, first.center().y() + scaled(2)),
                 row.state);

    const QString figure = figureOf(row);
    painter->setFont(interfaceFont(-2));
    painter->setPen(row.state == ClientState::Slow ? palette.warn : palette.dim);
    const int figureRoom = figuresWidth(painter->font(), figure) + scaled(CellMargin);
    drawFigures(painter, first.adjusted(0, 0, -scaled(RightMargin), 0), Qt::AlignRight, figure);

    painter->setFont(interfaceFont());
    painter->setPen(row.hasLeft() ? palette.dim : palette.text);
    drawElided(painter, first.adjusted(scaled(NameLeft), 0, -figureRoom - scaled(RightMargin), 0),
               nameText(row.record.info, MaxText));

    painter->setFont(interfaceFont(-2));
    painter->setPen(palette.dim);
    drawElided(painter,
               lineAt(cell, SecondLine).adjusted(scaled(NameLeft), 0, -scaled(RightMargin), 0),
               secondLine(row, now));
}

void ClientDelegate::paintPath(QPainter *painter, const QRect &cell, const PathRow &path) const
{
    const Palette &palette = Theme::palette();
    const QRect line = cell.translated(0, pathBaselineShift());
    const auto all = QString(exactNumber(quint64(path.connected)));
    const QString count = path.sums.connected == path.connected
                              ? all
                              : tr("%1 of %2").arg(exactNumber(quint64(path.sums.connected)), all);
    QFont pillFont = interfaceFont(-2);
    pillFont.setWeight(QFont::DemiBold);
    const int height = scaled(PillHeight);
    const int width = std::max(scaled(28), figuresWidth(pillFont, count) + scaled(16));
    const QRect pill(line.right() + 1 - scaled(RightMargin) - width,
                     line.center().y() + 1 - height / 2, width, height);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(palette.press);
    painter->drawRoundedRect(pill, height / 2.0, height / 2.0);
    painter->setFont(pillFont);
    painter->setPen(palette.dim);
    painter->drawText(pill, Qt::AlignCenter | Qt::TextSingleLine, count);

    QFont bold = interfaceFont();
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(palette.text);
    drawElided(painter,
               line.adjusted(0, 0, -(cell.right() + 1 - pill.left()) - scaled(CellMargin), 0),
               visibleText(path.shown, Lines::Fold, MaxText));
}

void ClientDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const auto &model = *static_cast<const ClientModel *>(index.model());
    const ClientRow *client = model.clientAt(index);
    painter->save();
    painter->setClipRect(option.rect);
    if (index.column() == ClientModel::NameColumn) {
        if (client)
            paintClient(painter, option.rect, *client, model.now());
        else
            paintPath(painter, option.rect, *model.pathAt(index));
        painter->restore();
        return;
    }

    const Palette &palette = Theme::palette();
    QRect cell = option.rect.adjusted(scaled(CellMargin), 0, -scaled(CellMargin), 0);
    if (!client)
        cell.translate(0, pathBaselineShift());
    const QString text = index.data().toString();
    const bool isState = index.column() == ClientModel::StateColumn && client;
    painter->setPen(isState && client->state == ClientState::Slow ? palette.warn : palette.dim);
    painter->setFont(index.column() == ClientModel::IdColumn ? payloadFont(-1) : interfaceFont(-1));
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    if (alignment.testFlag(Qt::AlignRight))
        drawFigures(painter, cell, alignment, text);
    else
        drawElided(painter, cell, text);
    painter->restore();
}

} // namespace Signalbox
