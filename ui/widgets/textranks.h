#pragma once

#include "ui/widgets/naturalorder.h"

#include <map>

namespace Signalbox {

/// Texts in their NaturalOrder, each with its rank, so that many rows can be sorted by a number
/// instead of by comparing texts. Texts that are alike in that order are one. What it takes to add
/// or to remove one hardly grows with their number; the ranks are counted anew when one is asked
/// for after a text was added. One thread.
class TextRanks
{
    struct Entry
    {
        int users = 0;
        quint32 rank = 0;
    };
    struct Before
    {
        bool operator()(const NaturalKey &a, const NaturalKey &b) const
        {
            return NaturalOrder::compare(a, b) < 0;
        }
    };
    using Entries = std::map<NaturalKey, Entry, Before>;

public:
    using Place = Entries::iterator; ///< good until it is removed

    Place add(QStringView text);
    void remove(Place place); ///< once for each add() that gave it
    quint64 rank(Place place); ///< from 0; after an add() it may be another one
    size_t size() const { return m_entries.size(); } ///< texts that differ

private:
    NaturalOrder m_order;
    Entries m_entries;
    bool m_isCounted = true; ///< no text came since the ranks were counted
};

} // namespace Signalbox
