#pragma once

#include "core/config/configuration.h"
#include "core/values/result.h"

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
/// context of our own (with the legacy provider: old PFX files use RC2 and RC4), so that every
/// failure has its reason. A value; any thread.
struct TlsIdentity
{
    QList<QSslCertificate> chain; ///< leaf first
    QSslKey key;

    bool operator==(const TlsIdentity &) const = default;
};

/// PKCS#12 (PFX), modern (PBES2) or old (RC2, RC4, DES): the first key with its certificate, and
/// those that vouch for it. Fails with CertificateUnreadable, CertificateDamaged (it is cut),
/// NoCertificate, NoKey, and as loadIdentity() does.
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

/// How long before its end a made certificate is made again; the window warns of others from then.
inline constexpr std::chrono::days MadeAnewBefore{30};

/// The identity an endpoint asks for. `base`: where relative file names start. `store`: folder of
/// made certificates ("<endpoint>.crt", "<endpoint>.key", mode 0600); a self-signed one is made
/// there at first, made again when at `now` it has no more than MadeAnewBefore left, or does not
/// cover `names`. Tells PFX, PEM and DER apart by their bytes, not by their names; a PFX brings its
/// own key, and in PEM or DER the key is PKCS#1, SEC 1 or PKCS#8, encrypted or not. An error names
/// the file. Fails with CertificateMissing (no file: none is named), CannotRead (also: larger than
/// 1 MiB, not a regular file), CannotWrite, NoSpace, and the codes that Error lists for
/// certificates: everything with which no client could connect is refused here. Never falls back to
/// anything.
Result<TlsIdentity> loadIdentity(const TlsConfig &config, const QString &endpoint,
                                 const QStringList &names, const QDir &base, const QDir &store,
                                 const QDateTime &now = QDateTime::currentDateTimeUtc());

} // namespace Signalbox
