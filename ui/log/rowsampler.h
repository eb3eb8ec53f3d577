#pragma once

#include "core/values/logentry.h"

namespace Signalbox {

/// Chooses what is shown of a flood. Once a second has had MostRows, messages that went well are
/// shown now and then, about SampledRows a second, each with what it caused; until the flood is
/// over, which shows within a tenth of a second. What failed, and what is no message, is shown up
/// to MostRows a second. A value; knows no clock but that of the rows.
class RowSampler
{
public:
    static constexpr int MostRows = 2'000;
    static constexpr int SampledRows = 200;

    struct Second
    {
        std::chrono::sys_seconds begin{};
        int rows = 0;
        int shown = 0;

        bool isSampled() const { return shown < rows; }
    };

    /// The second that rows are being taken of.
    const Second &second() const { return m_second; }
    /// A row of this time is of another second: end() comes before it.
    bool isOver(WallTime at) const;
    /// The second as it was; what comes next begins another one.
    Second end();
    /// Counts the row. True: it is to be shown.
    bool takes(const LogEntry &row);

private:
    using Slots = std::chrono::duration<qint64, std::deci>;
    int stride() const;

    Second m_second;
    bool m_wasFlooded = false; ///< the second before had more than MostRows
    Slots m_slot{}; ///< of the last row
    int m_slotRows = 0; ///< in it so far
    int m_rowsBefore = 0; ///< in the slot before it
    int m_skipped = 0; ///< messages since the last that was shown
    quint64 m_taken = 0; ///< the sequence of that one
};

} // namespace Signalbox
