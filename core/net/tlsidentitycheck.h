#pragma once

#include "core/net/openssl.h"
#include "core/net/tlsidentity.h"

#include <vector>

namespace Signalbox {

/// Joins the first of the certificates, those of the others that vouch for it, and its key, after
/// the checks that all sources share; any thread.
/// Fails with KeyMismatch, CertificateDamaged, CertificateExpired, CertificateNotYetValid,
/// KeyUnsupported (a kind that QSslKey cannot hold), CurveUnsupported, KeyTooShort.
Result<TlsIdentity> checkedIdentity(std::vector<OpenSsl::Certificate> certificates,
                                    const OpenSsl::Key &key);

} // namespace Signalbox
