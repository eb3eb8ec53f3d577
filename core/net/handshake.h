#pragma once

#include <QByteArray>

namespace Signalbox {

struct Request;

/// The answer to an upgrade request that checkUpgrade() has let pass: "HTTP/1.1 101 …", its fields
/// and the empty line (RFC 6455 section 4.2.2). `extensions`: those that have been agreed on, as
/// the answer says it.
QByteArray handshakeAnswer(const Request &request, const QByteArray &extensions = {});

} // namespace Signalbox
