#pragma once

#include "core/net/request.h"

#include <QString>

namespace Signalbox {

/// Answers a GET or HEAD with a file of a folder: content type by name, ETag, Last-Modified,
/// conditional requests and single ranges (RFC 9110 sections 13 and 14). A folder gives its
/// index.html; there are no listings. Hidden files, and links that lead out of the folder, are not
/// there. `path` is the part of the request's decoded path below where the pages begin, without a
/// leading slash. Any thread.
Response pageResponse(const Request &request, const QString &directory, const QString &path);

} // namespace Signalbox
