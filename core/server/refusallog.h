#pragma once

#include "core/values/logentry.h"

#include <QMap>
#include <QSet>
#include <QString>
#include <QTimer>

#include <chrono>
#include <functional>
#include <utility>

namespace Signalbox {

/// Keeps a flood at the door out of the log: the first refusal of each address and reason in a
/// second gets a row, and no more than 100 of them. The others of that second get one row for each
/// address and reason, whose `count` says how many they were. A shard's thread.
class RefusalLog
{
public:
    using Time = std::chrono::steady_clock::time_point;
    using Keep = std::function<void(LogEntry &&entry)>;
    static constexpr qsizetype MaxRows = 100; ///< in a second

    /// `keep` takes the rows. Lives in the thread of `parent`, and goes before it.
    explicit RefusalLog(Keep keep, QObject *parent = nullptr);
    ~RefusalLog(); ///< tells what it has counted
    Q_DISABLE_COPY_MOVE(RefusalLog)

    /// `entry.clientName` is the address.
    void add(LogEntry entry, Time now = std::chrono::steady_clock::now());
    void tellOthers(); ///< those that got no row, as happens by itself after a second

private:
    using Key = std::pair<int, QString>; ///< reason, address

    bool wantsRow(const Key &key, Time now);

    Keep m_keep;
    QTimer m_timer;
    QSet<Key> m_rows; ///< of this second
    QMap<Key, LogEntry> m_others;
    Time m_since;
};

} // namespace Signalbox
