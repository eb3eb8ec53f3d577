#pragma once

#include "core/web/formdata.h"

namespace Signalbox {

/// multipart/form-data (RFC 7578), by the boundary in the request's Content-Type; a file is its
/// content. Parts without a name are no fields, but count. Looks at each byte a bounded number of
/// times.
Form readMultipart(const Request &request);

} // namespace Signalbox
