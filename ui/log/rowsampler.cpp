#include "ui/log/rowsampler.h"

#include <algorithm>

namespace Signalbox {

using namespace std::chrono;

namespace {

constexpr int SlotsPerSecond = 10;

bool isOrdinary(const LogEntry &row)
{
    return (row.kind == LogKind::In || row.kind == LogKind::Out) && !row.failed;
}

} // namespace

bool RowSampler::isOver(WallTime at) const
{
    return m_second.rows > 0 && floor<seconds>(at) != m_second.begin;
}

RowSampler::Second RowSampler::end()
{
    const Second ended = m_second;
    m_wasFlooded = ended.rows > MostRows;
    m_second = {};
    return ended;
}

/// Of so many messages one is shown.
int RowSampler::stride() const
{
    const int rate = std::max(m_rowsBefore, m_slotRows); // rows in a tenth of a second
    const bool isFlood =
        (m_wasFlooded || m_second.rows > MostRows) && rate > MostRows / SlotsPerSecond;
    return isFlood ? rate * SlotsPerSecond / SampledRows : 1;
}

bool RowSampler::takes(const LogEntry &row)
{
    const Slots slot = floor<Slots>(row.at.time_since_epoch());
    if (slot != m_slot) {
        m_rowsBefore = slot == m_slot + Slots(1) ? m_slotRows : 0;
        m_slotRows = 0;
        m_slot = slot;
    }
    ++m_slotRows;
    if (m_second.rows++ == 0)
        m_second.begin = floor<seconds>(row.at);
    bool isTaken = m_second.shown < MostRows;
    if (isTaken && isOrdinary(row) && !(row.cause != 0 && row.cause == m_taken)) {
        // Rather a message than what another caused, where there are both; and the first of a
        // second in any case: there is something to be seen of each.
        const int wanted = stride() * (row.cause == 0 || stride() == 1 ? 1 : 2);
        isTaken = ++m_skipped >= wanted || m_second.shown == 0;
        if (isTaken) {
            m_skipped = 0;
            m_taken = row.sequence;
        }
    }
    m_second.shown += isTaken;
    return isTaken;
}

} // namespace Signalbox
