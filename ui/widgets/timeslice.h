#pragma once

#include <QDeadlineTimer>

namespace Signalbox {

/// How long work on many rows may keep the window from its other events in one go. The rest of it
/// waits for a later event.
class TimeSlice
{
public:
    static constexpr std::chrono::milliseconds Usual{5};

    explicit TimeSlice(QDeadlineTimer end = QDeadlineTimer(Usual))
        : m_end(end)
    {
    }
    /// Asked before each row; looks at the clock now and then. Once over, it stays so.
    bool isOver()
    {
        if (!m_isOver && ++m_rows % RowsBetweenLooks == 0)
            m_isOver = m_end.hasExpired();
        return m_isOver;
    }

private:
    static constexpr int RowsBetweenLooks = 64; // an expression can need a tenth of a millisecond

    QDeadlineTimer m_end;
    int m_rows = 0;
    bool m_isOver = false;
};

} // namespace Signalbox
