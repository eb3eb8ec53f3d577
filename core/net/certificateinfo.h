#pragma once

#include "core/config/configuration.h"
#include "core/values/result.h"

#include <QDateTime>
#include <QDir>
#include <QFuture>

namespace Signalbox {

/// What people want to know about a certificate. A value.
struct CertificateInfo
{
    QString subject; ///< common name, or what there is instead
    QString issuer; ///< likewise; the subject itself when it is self-signed
    QStringList names; ///< host names ("*.lab.example" too) and addresses it is for
    QDateTime from; ///< UTC
    QDateTime until; ///< UTC
    QString keyKind; ///< "RSA 2048", "EC 256"
    bool selfSigned = false;

    /// Whether a browser that opens `host` (a name, or a numeric address without brackets) finds it
    /// among the names; a star stands for one label (RFC 6125 section 6.4.3).
    bool covers(const QString &host) const;
    bool operator==(const CertificateInfo &) const = default;
};

/// Reads the certificate that `config` names, with its key, as an endpoint would at its start.
/// `base`: where relative file names start. Not for selfSigned: nothing is made. Fails as
/// loadIdentity() does. Reads files and works out keys, which can take a second; any thread.
Result<CertificateInfo> readCertificate(const TlsConfig &config, const QDir &base);

/// The same in a thread of the pool.
QFuture<Result<CertificateInfo>> readCertificateAside(const TlsConfig &config, const QDir &base);

} // namespace Signalbox
