#pragma once

#include "core/config/configuration.h"
#include "core/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QDir>
#include <QList>
#include <QSslCertificate>
#include <QSslKey>
#include <QString>
#include <QStringList>

#include <chrono>

namespace Signalbox {

/// A certificate chain and the private key that belongs to it, read by libcrypto in a library
/// context of our own (with the legacy provider: old PFX files use RC2 and 3DES), so that every
/// failure has its reason. A value; any thread.
struct TlsIdentity
{
    QList<QSslCertificate> chain; ///< leaf first
    QSslKey key;

    bool operator==(const TlsIdentity &) const = default;
};

/// PEM: one or more certificates, leaf first, and a PKCS#1, SEC 1 or PKCS#8 key, encrypted or not.
/// Fails with NoCertificate, CertificateUnreadable (a damaged block), NoKey, PasswordNeeded,
/// WrongPassword, KeyMismatch, CertificateExpired, CertificateNotYetValid, KeyUnsupported.
Result<TlsIdentity> identityFromPem(const QByteArray &certificates, const QByteArray &key,
                                    const QByteArray &password);

/// PKCS#12 (PFX), modern (PBES2) or legacy (RC2-40, 3DES). Fails as identityFromPem() does, and
/// CertificateUnreadable.
Result<TlsIdentity> identityFromPkcs12(const QByteArray &file, const QByteArray &password);

/// Both parts in PEM, the key not encrypted: what selfSigned keeps on disk.
struct PemIdentity
{
    QByteArray certificate;
    QByteArray key;
};
/// A new P-256 key and a certificate for these names and addresses (the first is the common name),
/// valid from five minutes ago.
Result<PemIdentity> makeSelfSigned(const QStringList &namesAndAddresses,
                                   std::chrono::days validity);

/// The identity an endpoint asks for. `base`: where relative file names start. `store`: folder of
/// made certificates
/// ("<endpoint>.crt", "<endpoint>.key", mode 0600); a self-signed one is made there at first, made
/// again when it has ended, has less than 30 days left, or does not cover `names`. Tells PFX, PEM
/// and a DER certificate apart by their bytes, not by their names; a PFX brings its own key. Fails
/// also with CertificateMissing (detail: the file), CannotRead (also: larger than 1 MiB, not a
/// regular file), CannotWrite. Never falls back to anything.
Result<TlsIdentity> loadIdentity(const TlsConfig &config, const QString &endpoint,
                                 const QStringList &names, const QDir &base, const QDir &store);

} // namespace Signalbox
