// Which clients ClientModel shows, and how long it may take to find that out.

#include "ui/clients/clientmodel.h"
#include "ui/widgets/timeslice.h"

#include <algorithm>

namespace Signalbox {

/// Asks the filter about rows that are new or have changed, those first that have waited longest.
/// Those that there is no time for are asked about in the next refresh.
void ClientModel::match(const std::vector<ClientRow *> &touched)
{
    ++m_refreshes;
    std::vector<ClientRow *> unsure;
    for (ClientRow *row : touched) {
        if (m_next && !m_next->filter.isFixed())
            m_next->changed.insert(row->id());
        if (row->matchedIn == 0 || !m_filter.isFixed())
            unsure.push_back(row);
    }
    std::sort(unsure.begin(), unsure.end(),
              [](const ClientRow *a, const ClientRow *b) { return a->matchedIn < b->matchedIn; });
    TimeSlice slice;
    for (ClientRow *row : unsure) {
        if (!m_filter.isEverything() && slice.isOver()) {
            m_changed.insert(row->id());
            continue;
        }
        row->matchedIn = m_refreshes;
        row->matches = m_filter.matches(*row, m_now);
        if (m_isOrderHeld && !row->matches && row->position >= 0) {
            row->matches = true;
            m_kept.insert(row->id());
        }
    }
}

void ClientModel::setFilter(const ClientFilter &filter)
{
    NextFilter next{filter, {}, 0, {}};
    next.ids.reserve(m_rows.size());
    for (const auto &[id, row] : m_rows)
        next.ids.push_back(id);
    m_next = std::move(next);
    continueFilter();
}

/// One slice; when it comes to the end, the new filter takes the place of the old one.
void ClientModel::continueFilter()
{
    TimeSlice slice;
    while (m_next->asked < m_next->ids.size()) {
        if (slice.isOver())
            return m_filterTurn.ask();
        const auto found = m_rows.find(m_next->ids[m_next->asked++]);
        if (found != m_rows.end()) // else it was dropped meanwhile
            found->second->nextMatches = m_next->filter.matches(*found->second, m_now);
    }
    applyFilter();
}

void ClientModel::applyFilter()
{
    Q_EMIT filterAboutToBeApplied();
    m_filterTurn.cancel();
    m_filter = m_next->filter;
    m_changed.unite(m_next->changed);
    m_next.reset();
    std::vector<ClientRow *> rows;
    for (const auto &[id, row] : m_rows) {
        row->matches = row->nextMatches;
        row->matchedIn = std::max<quint64>(row->matchedIn, 1);
        if (row->matches != (row->position >= 0))
            rows.push_back(row.get());
    }
    showAndHide(rows);
    updateSums();
    Q_EMIT filterApplied();
}

} // namespace Signalbox
