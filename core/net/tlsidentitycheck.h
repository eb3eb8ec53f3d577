#pragma once

#include "core/net/openssl.h"
#include "core/net/tlsidentity.h"

#include <vector>

namespace Signalbox {

/// Joins certificates (leaf first) and key after the checks that all sources share; any thread.
/// Fails with NoCertificate, NoKey, KeyMismatch, CertificateExpired, CertificateNotYetValid,
/// KeyUnsupported (a kind that QSslKey cannot hold, or one that TLS refuses as too weak).
Result<TlsIdentity> checkedIdentity(const std::vector<OpenSsl::Certificate> &chain,
                                    const OpenSsl::Key &key);

} // namespace Signalbox
