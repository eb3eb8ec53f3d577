#pragma once

#include <QCollator>
#include <QStringView>

namespace Signalbox {

/// Puts texts in the order in which people look for them: as the language sorts, upper and lower
/// case alike, and the numbers in them as numbers, "Board 9" before "Board 10". QCollator's own
/// numeric mode does that in some locales only. A cheap value; one thread.
class NaturalOrder
{
public:
    NaturalOrder();

    /// Less than, equal to or greater than 0.
    int compare(QStringView a, QStringView b) const;

private:
    QCollator m_collator;
};

} // namespace Signalbox
