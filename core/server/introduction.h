#pragma once

#include "core/net/endpointcontext.h"
#include "core/values/clientinfo.h"

class QUrlQuery;

namespace Signalbox {

struct Request;
class Wire;

/// What is known of a client from the request that it comes with: a new id, and what the request,
/// its decoded `query` and the connection say. Secrets are left out. Any thread that has the wire.
ClientInfo introduce(const Request &request, const QUrlQuery &query,
                     const EndpointContext &endpoint, const Wire &wire);

} // namespace Signalbox
