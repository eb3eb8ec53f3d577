#include "ui/widgets/textranks.h"

namespace Signalbox {

TextRanks::Place TextRanks::add(QStringView text)
{
    const auto [place, isNew] = m_entries.try_emplace(m_order.key(text));
    ++place->second.users;
    if (isNew)
        m_isCounted = false;
    return place;
}

void TextRanks::remove(Place place)
{
    if (--place->second.users == 0)
        m_entries.erase(place); // the others stay in order
}

quint64 TextRanks::rank(Place place)
{
    if (!m_isCounted) {
        quint32 rank = 0;
        for (auto &[key, entry] : m_entries)
            entry.rank = rank++;
        m_isCounted = true;
    }
    return place->second.rank;
}

} // namespace Signalbox
