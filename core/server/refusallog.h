#pragma once

#include "core/values/logentry.h"

#include <QSet>
#include <QString>

#include <chrono>
#include <utility>

namespace Signalbox {

/// Keeps a flood at the door out of the log: the first refusal of each address and reason in a
/// second gets a row, and no more than 100 of them. All are counted elsewhere. A shard's thread.
class RefusalLog
{
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr qsizetype MaxRows = 100; ///< in a second

    bool wantsRow(Why why, const QString &address, Time now = std::chrono::steady_clock::now());

private:
    QSet<std::pair<int, QString>> m_rows; ///< of this second
    Time m_since;
};

} // namespace Signalbox
