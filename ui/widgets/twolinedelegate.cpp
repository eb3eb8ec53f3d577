#include "ui/widgets/twolinedelegate.h"

#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int RowHeight = 46;
constexpr int LineMargin = 10;
constexpr int Gap = 8;
constexpr int BoxSide = 16;
constexpr int IconSide = 15;
constexpr int Radius = 6;

/// Where the mouse may hit the box: more than what is drawn, and at least 24 pixels wide.
QRect boxArea(const QRect &row)
{
    return {row.left(), row.top(), scaled(LineMargin + BoxSide + Gap), row.height()};
}

void drawBox(QPainter *painter, const QRect &rect, bool checked, bool enabled)
{
    const Palette &palette = Theme::palette();
    const QRectF box = QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75);
    painter->setPen(QPen(checked && enabled ? palette.accent : palette.dim, 1.5));
    painter->setBrush(checked && enabled ? palette.accent : palette.base);
    painter->drawRoundedRect(box, scaled(4), scaled(4));
    if (checked)
        lineIcon(u"check"_s, palette.accentText)
            .paint(painter, rect.adjusted(scaled(2), scaled(2), -scaled(2), -scaled(2)));
}

QString elided(const QPainter &painter, const QString &text, int width)
{
    return painter.fontMetrics().elidedText(text, Qt::ElideRight, width);
}

} // namespace

void TwoLineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Palette &palette = Theme::palette();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const QRectF back = QRectF(option.rect).adjusted(scaled(4), 1, -scaled(4), -1);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setBrush(isSelected ? palette.selection : palette.hover);
        painter->drawRoundedRect(back, scaled(Radius), scaled(Radius));
    }
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view != nullptr && view->hasFocus() && view->currentIndex() == index) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(palette.accent);
        painter->drawRoundedRect(back.adjusted(0.5, 0.5, -0.5, -0.5), scaled(Radius),
                                 scaled(Radius));
    }

    QRect text =
        option.rect.adjusted(scaled(LineMargin), scaled(5), -scaled(LineMargin), -scaled(5));
    if (const QVariant check = index.data(Qt::CheckStateRole); check.isValid()) {
        const int side = scaled(BoxSide);
        drawBox(painter, {text.left(), option.rect.center().y() - side / 2, side, side},
                check.toInt() == Qt::Checked, option.state.testFlag(QStyle::State_Enabled));
        text.setLeft(text.left() + side + scaled(Gap));
    }
    QRect upper(text.left(), text.top(), text.width(), text.height() / 2);
    const QRect lower(text.left(), upper.bottom() + 1, text.width(),
                      text.height() - upper.height());
    if (const QIcon icon = index.data(Qt::DecorationRole).value<QIcon>(); !icon.isNull()) {
        const int side = scaled(IconSide);
        icon.paint(painter, {upper.left(), upper.center().y() - side / 2 + 1, side, side});
        upper.setLeft(upper.left() + side + scaled(Gap) - scaled(2));
    }
    painter->setFont(interfaceFont(-1));
    const QString trailing = index.data(TrailingRole).toString();
    if (!trailing.isEmpty()) {
        painter->setPen(palette.dim);
        painter->drawText(upper, Qt::AlignRight | Qt::AlignVCenter, trailing);
        upper.setRight(upper.right() - painter->fontMetrics().horizontalAdvance(trailing)
                       - scaled(Gap));
    }
    const QColor detailColor = index.data(DetailColorRole).value<QColor>();
    painter->setPen(detailColor.isValid() ? detailColor : palette.dim);
    painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      elided(*painter, index.data(DetailRole).toString(), lower.width()));
    painter->setFont(index.data(Qt::FontRole).isValid() ? index.data(Qt::FontRole).value<QFont>()
                                                        : interfaceFont());
    const QColor color = index.data(Qt::ForegroundRole).value<QColor>();
    painter->setPen(color.isValid() ? color : palette.text);
    painter->drawText(upper, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      elided(*painter, index.data().toString(), upper.width()));
    painter->restore();
}

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {scaled(120), scaled(RowHeight)};
}

bool TwoLineDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                                  const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QVariant check = index.data(Qt::CheckStateRole);
    if (!check.isValid() || !(index.flags() & Qt::ItemIsUserCheckable))
        return false;
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick:
    case QEvent::MouseButtonRelease: {
        const auto *mouse = static_cast<const QMouseEvent *>(event);
        if (mouse->button() != Qt::LeftButton
            || !boxArea(option.rect).contains(mouse->position().toPoint()))
            return false;
        if (event->type() != QEvent::MouseButtonRelease)
            return true; // the box alone does not choose the row
        break;
    }
    case QEvent::KeyPress:
        if (static_cast<const QKeyEvent *>(event)->key() != Qt::Key_Space)
            return false;
        break;
    default:
        return false;
    }
    return model->setData(index, check.toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked,
                          Qt::CheckStateRole);
}

} // namespace Signalbox
