#include "ui/timers/timerfilter.h"

#include "ui/timers/timermodel.h"

#include <algorithm>

namespace Signalbox {

void TimerFilter::setText(const QString &text)
{
    m_words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool TimerFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    QStringList cells;
    for (const int column :
         {TimerModel::Name, TimerModel::When, TimerModel::Target, TimerModel::Last})
        cells.append(sourceModel()->index(row, column, parent).data().toString());
    const QString text = cells.join(u'\n');
    return std::ranges::all_of(
        m_words, [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace Signalbox
