#include "ui/log/logdelegate.h"

#include "ui/log/rowlook.h"
#include "ui/theme/theme.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/jsonhighlighter.h"
#include "ui/widgets/plainglyphs.h"

#include <QFontMetricsF>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int CellMargin = 8;
constexpr int IconSide = 15;
constexpr int Indent = 16;

} // namespace

LogDelegate::LogDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

void LogDelegate::paintBackground(QPainter *painter, const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const Palette &palette = Theme::palette();
    const auto *model = static_cast<const LogModel *>(index.model());
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, palette.selection);
    else if (model->isStriped(index.row()))
        painter->fillRect(option.rect, palette.alternate);

    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && view->hasFocus() && view->currentIndex().row() == index.row()) {
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 1),
                          palette.accent);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          palette.accent);
    }
}

/// The sentence of a row without payload runs on into the column of what happened when that is the
/// next one: it would be empty. Each of the two cells draws its part.
void LogDelegate::paintSentence(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index, const LogEntry &entry) const
{
    const Palette &palette = Theme::palette();
    QRect rect = option.rect;
    if (const auto *view = qobject_cast<const QTableView *>(option.widget)) {
        const QHeaderView *header = view->horizontalHeader();
        const bool isOneText = !header->isSectionHidden(LogModel::WhyColumn)
                               && header->visualIndex(LogModel::WhyColumn)
                                      == header->visualIndex(LogModel::MessageColumn) + 1;
        if (isOneText)
            rect = view->visualRect(index.siblingAtColumn(LogModel::MessageColumn))
                       .united(view->visualRect(index.siblingAtColumn(LogModel::WhyColumn)));
        else if (index.column() == LogModel::WhyColumn)
            return;
    }
    painter->setPen(entry.failed || entry.kind == LogKind::Error ? palette.error : palette.dim);
    drawElided(painter, rect.adjusted(scaled(CellMargin), 0, -scaled(CellMargin), 0),
               messageText(entry, LogModel::MaxShownCharacters));
}

void LogDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    const auto &model = *static_cast<const LogModel *>(index.model());
    const LogEntry &entry = model.entryAt(index.row());
    const Palette &palette = Theme::palette();
    painter->save();
    painter->setClipRect(option.rect);
    paintBackground(painter, option, index);

    const QRect cell = option.rect.adjusted(scaled(CellMargin), 0, -scaled(CellMargin), 0);
    painter->setFont(interfaceFont());
    painter->setPen(palette.dim);
    switch (index.column()) {
    case LogModel::NumberColumn:
    case LogModel::SizeColumn:
        painter->setFont(interfaceFont(-1));
        drawFigures(painter, cell, Qt::AlignRight, index.data().toString());
        break;
    case LogModel::TimeColumn:
        painter->setFont(interfaceFont(-1));
        drawFigures(painter, cell, Qt::AlignLeft, index.data().toString());
        break;
    case LogModel::DirectionColumn: {
        const int side = scaled(IconSide);
        const int indent = model.isCausedByRowAbove(index.row()) ? scaled(Indent) : 0;
        const int x = option.rect.left() + scaled(CellMargin) + indent;
        lineIcon(directionIcon(entry), kindColor(entry))
            .paint(painter, QRect(x, option.rect.center().y() - side / 2, side, side));
        break;
    }
    case LogModel::KindColumn:
        painter->setPen(kindColor(entry));
        drawElided(painter, cell, index.data().toString());
        break;
    case LogModel::PathColumn:
        painter->setPen(palette.text);
        drawElided(painter, cell, index.data().toString());
        break;
    case LogModel::MessageColumn:
        if (entry.payload.isEmpty())
            paintSentence(painter, option, index, entry);
        else
            paintMessage(painter, cell, model, entry);
        break;
    case LogModel::WhyColumn:
        if (entry.payload.isEmpty()) {
            paintSentence(painter, option, index, entry);
            break;
        }
        if (entry.failed)
            painter->setPen(palette.error);
        drawElided(painter, cell, index.data().toString());
        break;
    default:
        drawElided(painter, cell, index.data().toString());
        break;
    }
    painter->restore();
}

void LogDelegate::paintMessage(QPainter *painter, const QRect &rect, const LogModel &model,
                               const LogEntry &entry) const
{
    const Palette &palette = Theme::palette();
    const QFont font = payloadFont();
    const QFontMetricsF metrics(font);
    // no narrower character than half of an "i": what is beyond the cell need not be made
    const double narrowest = std::max(1.0, metrics.horizontalAdvance(u'i') / 2);
    const auto fitting = qsizetype(rect.width() / narrowest) + 1;
    const QString text = messageText(entry, std::min(LogModel::MaxShownCharacters, fitting));

    painter->setClipRect(rect);
    painter->setFont(font);
    paintMarks(painter, rect, model, text, font);
    const double baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    double x = rect.left();
    const PlainGlyphs &glyphs = PlainGlyphs::of(font);
    const auto draw = [&](qsizetype start, qsizetype end, const QColor &color) {
        const QString part = text.mid(start, end - start);
        painter->setPen(color);
        if (glyphs.has(part)) {
            x = glyphs.draw(painter, QPointF(x, baseline), part, rect.right());
            return;
        }
        painter->drawText(QPointF(x, baseline), part);
        x += metrics.horizontalAdvance(part);
    };
    if (entry.type != PayloadType::Json)
        return draw(0, text.size(), entry.type == PayloadType::Binary ? palette.dim : palette.text);
    qsizetype done = 0;
    for (const JsonSpan &span : jsonSpans(text)) {
        if (x > rect.right())
            return;
        if (span.start > done)
            draw(done, span.start, palette.text);
        done = span.start + span.length;
        draw(span.start, done, jsonColor(span.kind));
    }
    if (done < text.size())
        draw(done, text.size(), palette.text);
}

void LogDelegate::paintMarks(QPainter *painter, const QRect &rect, const LogModel &model,
                             const QString &text, const QFont &font) const
{
    const QFontMetricsF metrics(font);
    QColor mark = Theme::palette().warn;
    mark.setAlpha(70);
    for (const TextMatcher &word : model.filter().words()) {
        qsizetype at = 0;
        while ((at = text.indexOf(word.needle(), at, word.sensitivity())) >= 0) {
            const double left = rect.left() + metrics.horizontalAdvance(text.first(at));
            if (left > rect.right())
                break;
            const double width = metrics.horizontalAdvance(word.needle());
            painter->fillRect(QRectF(left, rect.top() + 3, width, rect.height() - 6), mark);
            at += std::max<qsizetype>(1, word.needle().size());
        }
    }
}

} // namespace Signalbox
