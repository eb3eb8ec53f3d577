#pragma once

#include <QDeadlineTimer>

#include <chrono>

namespace Signalbox {

/// How long work on many rows may keep the window from its other events in one go. The rest of it
/// waits for a later event.
class TimeSlice
{
public:
    static constexpr std::chrono::milliseconds Usual{2};

    explicit TimeSlice(QDeadlineTimer end = QDeadlineTimer(Usual))
        : m_end(end)
    {
    }
    /// Asked before the next `rows`, or after the last; looks at the clock now and then. Once over,
    /// it stays so.
    bool isOver(int rows = 1)
    {
        m_rows += rows;
        if (!m_isOver && m_rows >= RowsBetweenLooks) {
            m_rows = 0;
            m_isOver = m_end.hasExpired();
        }
        return m_isOver;
    }

private:
    static constexpr int RowsBetweenLooks = 64; // an expression can need a tenth of a millisecond

    QDeadlineTimer m_end;
    int m_rows = 0; ///< since the last look
    bool m_isOver = false;
};

} // namespace Signalbox
