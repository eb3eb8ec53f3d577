#pragma once

#include <QString>

namespace Signalbox {

/// A file of ours that could not be read when the server started. What it held begins anew.
struct DamagedFile
{
    enum class Kind : quint8 {
        ScriptState, ///< the object that scripts share
        TimerState, ///< counts and last runs of timers and schedules
    };
    Kind kind = Kind::ScriptState;
    QString keptAs{}; ///< where it is now; empty: it is where it was, and is not written over
    bool isEarlier = false; ///< an earlier save of it is used; else it begins anew
    QString detail{}; ///< why it could not be put aside; not translated

    bool operator==(const DamagedFile &) const = default;
};

} // namespace Signalbox
