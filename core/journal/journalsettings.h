#pragma once

#include <QString>
#include <QStringList>

namespace Signalbox {

/// What a journal is to keep, and for how long.
struct JournalSettings
{
    QString fileName{}; ///< empty: off
    int days = 0; ///< 0: of any age
    qint64 maxBytes = 0; ///< 0: of any size
    QStringList leaveOut{}; ///< endpoints whose entries are not kept

    bool operator==(const JournalSettings &) const = default;
};

} // namespace Signalbox
