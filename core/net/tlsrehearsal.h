#pragma once

#include "core/config/configuration.h"
#include "core/net/tlsidentity.h"

namespace Signalbox {

/// A TLS handshake in memory with a client that has OpenSSL's defaults and trusts everybody, under
/// the rules of this system (openssl.cnf): what fails here fails for each client. Fails with
/// SignatureTooWeak, KeyTooShort, TlsImpossible. Takes a few milliseconds; any thread.
Status rehearse(const TlsIdentity &identity, TlsVersion minimum);

} // namespace Signalbox
