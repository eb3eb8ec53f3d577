#pragma once

#include "core/net/request.h"
#include "core/values/clientmessage.h"

#include <QByteArray>
#include <QString>

#include <variant>

namespace Signalbox {

/// The field `message` of a POST body.
struct BroadcastValue
{
    QByteArray json;
    bool isMended = false; ///< as in ClientMessage
};

/// An HTML form (urlencoded or multipart) gives a string, a JSON object the value's own bytes. Else
/// a sentence that says what is wrong.
std::variant<BroadcastValue, QString> broadcastValue(const Request &request,
                                                     EnvelopeReader &envelopes);

} // namespace Signalbox
