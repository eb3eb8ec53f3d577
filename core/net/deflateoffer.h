#pragma once

#include "core/net/deflate.h"
#include "core/net/request.h"

#include <optional>

namespace Signalbox {

/// What a client and we have agreed on about compression.
struct DeflateAgreement
{
    Encoding encoding = Encoding::Deflate15; ///< of what we send
    QByteArray field; ///< the value of Sec-WebSocket-Extensions in the answer
};

/// Chooses among what an upgrade request offers: the first permessage-deflate that we can do
/// (RFC 7692 section 7.1). Neither side keeps anything between two messages. nullopt: none.
std::optional<DeflateAgreement> agreeOnDeflate(const Request &request);

} // namespace Signalbox
