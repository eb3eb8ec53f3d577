#pragma once

#include "core/values/clientinfo.h"
#include "core/values/error.h"

#include <QString>

namespace Signalbox {

/// How the journal is doing. A value; crosses threads.
struct JournalStatus
{
    enum class State : quint8 {
        Off,
        Opening, ///< entries wait in memory
        Writing,
        Failed, ///< entries are not saved; it tries again by itself
    };

    State state = State::Off;
    QString fileName{}; ///< absolute; empty: off
    Error error{}; ///< Failed: why
    WallTime since{}; ///< Failed: since when
    quint64 unsaved = 0; ///< Failed: entries since then
    qint64 bytes = 0; ///< of the file, in use

    bool operator==(const JournalStatus &) const = default;
};

} // namespace Signalbox
