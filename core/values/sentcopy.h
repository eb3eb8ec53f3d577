#pragma once

#include "core/values/clientid.h"

namespace Signalbox {

/// What became of one client's copy of a signal.
enum class Receipt : quint8 {
    None, ///< nothing yet
    Leaving, ///< it is being handed to the operating system, at this moment
    Waiting, ///< in the client's send queue, perhaps begun
    Done, ///< all of it has been handed to the operating system
    Dropped, ///< left out, because the client's queue was full or too old; the client stayed
    Left, ///< the client left, or was closed, before that
};

struct SentCopy
{
    ClientId client;
    QString name; ///< display name, perhaps cut
    Receipt receipt = Receipt::None;

    bool operator==(const SentCopy &) const = default;
};

} // namespace Signalbox
