#pragma once

#include <QCollator>
#include <QString>
#include <QStringView>

#include <variant>
#include <vector>

namespace Signalbox {

/// A text made ready to be compared many times, which is ten times faster then:
/// NaturalOrder::key().
class NaturalKey
{
private:
    friend class NaturalOrder;
    using Digits = QString; ///< of a number, without leading zeros
    using Run = std::variant<Digits, QCollatorSortKey>;
    std::vector<Run> m_runs;
};

/// Puts texts in the order in which people look for them: as the language sorts, upper and lower
/// case alike, and the numbers in them as numbers, "Board 9" before "Board 10"; a text that begins
/// with a number comes before all that do not, so that the order is one whatever the language sorts
/// between digits. QCollator's own
/// numeric mode does that in some locales only. A cheap value; one thread.
class NaturalOrder
{
public:
    NaturalOrder();

    /// Less than, equal to or greater than 0.
    int compare(QStringView a, QStringView b) const;
    NaturalKey key(QStringView text) const;
    /// As the texts of which these keys are.
    static int compare(const NaturalKey &a, const NaturalKey &b);

private:
    QCollator m_collator;
};

} // namespace Signalbox
