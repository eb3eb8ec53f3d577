#pragma once

#include "core/values/target.h"

#include <QByteArray>

namespace Signalbox {

/// Something the server sends to clients: the bytes of one text frame (valid UTF-8) and whom it is
/// for.
struct Signal
{
    QByteArray payload;
    Target target;
    QList<ClientId> only{}; ///< who of the target alone gets it; empty: all who are there

    bool operator==(const Signal &) const = default;
};

/// What became of a signal that was sent by hand.
struct SendResult
{
    quint64 request = 0; ///< what Server::send() returned
    quint32 recipients = 0; ///< clients it was for when it was sent
    quint32 done = 0; ///< their copy has been handed to the operating system
    quint32 waiting = 0; ///< their copy waits in their send queue
    quint32 dropped = 0; ///< their copy was left out, because their queue was full or too old
    quint32 left = 0; ///< they left, or were closed, before it was handed over
    bool isBeingRecorded = false; ///< nothing has been sent yet: it is being written down first
    bool held = false; ///< nothing was sent: all sends are on hold
    bool unrecorded = false; ///< it could not be written down: if the program ends in the middle,
                             ///< nothing is known of it

    bool finished() const { return waiting == 0 && !isBeingRecorded; }
    bool operator==(const SendResult &) const = default;
};

} // namespace Signalbox
