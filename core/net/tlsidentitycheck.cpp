#include "core/net/tlsidentitycheck.h"

#include <openssl/err.h>
#include <openssl/pem.h>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr int WeakestSecurityBits =
    112; // OpenSSL's security level 2, Debian's default: RSA 2048, EC 224

QSslCertificate toQt(X509 *certificate)
{
    unsigned char *der = nullptr;
    const int length = i2d_X509(certificate, &der);
    if (length <= 0)
        return QSslCertificate();
    const QSslCertificate result(QByteArray(reinterpret_cast<const char *>(der), length),
                                 QSsl::Der);
    OPENSSL_free(der);
    return result;
}

/// The "traditional" PEM (PKCS#1, SEC 1) is the form that QSslKey reads on every Qt 6.
QSslKey toQt(EVP_PKEY *key)
{
    QSsl::KeyAlgorithm algorithm = QSsl::Rsa;
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
        break;
    case EVP_PKEY_EC:
        algorithm = QSsl::Ec;
        break;
    default:
        return QSslKey();
    }
    const OpenSsl::Bio out = OpenSsl::output();
    if (PEM_write_bio_PrivateKey_traditional(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr)
        != 1)
        return QSslKey();
    return QSslKey(OpenSsl::drain(out.get()), algorithm);
}

QString day(const QDateTime &time)
{
    return time.toUTC().date().toString(Qt::ISODate);
}

} // namespace

Result<TlsIdentity> checkedIdentity(const std::vector<OpenSsl::Certificate> &chain,
                                    const OpenSsl::Key &key)
{
    if (chain.empty() || !chain.front())
        return Error{Error::Code::NoCertificate, OpenSsl::takeErrors()};
    if (!key)
        return Error{Error::Code::NoKey, OpenSsl::takeErrors()};
    X509 *leaf = chain.front().get();
    if (X509_check_private_key(leaf, key.get()) != 1)
        return Error{Error::Code::KeyMismatch, OpenSsl::takeErrors()};

    TlsIdentity identity;
    for (const OpenSsl::Certificate &certificate : chain)
        identity.chain.append(toQt(certificate.get()));
    if (identity.chain.contains(QSslCertificate()))
        return Error{Error::Code::CertificateUnreadable, OpenSsl::takeErrors()};
    if (X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0)
        return Error{Error::Code::CertificateExpired, day(identity.chain.first().expiryDate())};
    if (X509_cmp_current_time(X509_get0_notBefore(leaf)) > 0) {
        return Error{Error::Code::CertificateNotYetValid,
                     day(identity.chain.first().effectiveDate())};
    }

    const QString kind = QString::fromLatin1(EVP_PKEY_get0_type_name(key.get()));
    if (EVP_PKEY_get_security_bits(key.get()) < WeakestSecurityBits) {
        return Error{Error::Code::KeyUnsupported,
                     u"%1-%2 (too short)"_s.arg(kind).arg(EVP_PKEY_get_bits(key.get()))};
    }
    identity.key = toQt(key.get());
    if (identity.key.isNull()) {
        ERR_clear_error();
        return Error{Error::Code::KeyUnsupported, kind};
    }
    return identity;
}

} // namespace Signalbox
