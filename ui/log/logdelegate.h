#pragma once

#include "ui/log/logmodel.h"

#include <QStyledItemDelegate>

namespace Signalbox {

/// Paints the rows of a LogModel (and no other): icon and colour by kind, JSON in colours, the
/// words that the filter looks for marked. Looks the row up in the model, makes no text for what
/// cannot be seen, and keeps nothing per row.
class LogDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogDelegate)
public:
    explicit LogDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    void paintBackground(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const;
    void paintSentence(QPainter *painter, const QStyleOptionViewItem &option,
                       const QModelIndex &index, const LogEntry &entry) const;
    void paintMessage(QPainter *painter, const QRect &rect, const LogModel &model,
                      const LogEntry &entry) const;
    void paintMarks(QPainter *painter, const QRect &rect, const LogModel &model,
                    const QString &text, const QFont &font) const;
};

} // namespace Signalbox
