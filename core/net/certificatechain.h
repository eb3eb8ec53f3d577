#pragma once

#include "core/net/openssl.h"
#include "core/values/result.h"

#include <vector>

namespace Signalbox {

/// All certificates of a file, in its order: PEM, or one in DER. Fails with CertificateUnreadable
/// (neither, nor anything we have a name for; or a PFX), CertificateDamaged, FormatUnsupported,
/// NoCertificate.
Result<std::vector<OpenSsl::Certificate>> readCertificates(const QByteArray &content);

/// `leaf`, and of `others` those that vouch for it, directly or through each other, the nearest
/// first; what else lies in the same file has no business in a handshake.
std::vector<OpenSsl::Certificate> chainOf(OpenSsl::Certificate leaf,
                                          std::vector<OpenSsl::Certificate> others);

} // namespace Signalbox
