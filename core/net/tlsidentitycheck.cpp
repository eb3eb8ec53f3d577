#include "core/net/tlsidentitycheck.h"

#include "core/net/certificatechain.h"

#include <array>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <optional>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr int WeakestSecurityBits =
    112; // OpenSSL's security level 2, Debian's default: RSA 2048, EC 224

/// The "traditional" PEM (PKCS#1, SEC 1) is the form that QSslKey reads on every Qt 6.
QSslKey toQt(EVP_PKEY *key)
{
    const OpenSsl::Bio out = OpenSsl::output();
    if (PEM_write_bio_PrivateKey_traditional(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr)
        != 1)
        return QSslKey();
    return QSslKey(OpenSsl::drain(out.get()),
                   EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? QSsl::Rsa : QSsl::Ec);
}

/// Clients take these three in a certificate; others are in no browser, and in TLS 1.3 not at all.
bool isSpoken(const QString &curve)
{
    return curve == "prime256v1"_L1 || curve == "secp384r1"_L1 || curve == "secp521r1"_L1;
}

QString curveOf(const EVP_PKEY *key)
{
    std::array<char, 80> name{};
    return EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1
               ? QString::fromLatin1(name.data())
               : u"unnamed"_s;
}

/// What TLS, or Qt, cannot do with a key of this kind.
std::optional<Error> lackOf(const EVP_PKEY *key)
{
    const QString kind = QString::fromLatin1(EVP_PKEY_get0_type_name(key));
    const int base = EVP_PKEY_get_base_id(key);
    if (base != EVP_PKEY_RSA && base != EVP_PKEY_EC)
        return Error{Error::Code::KeyUnsupported, kind};
    if (base == EVP_PKEY_EC && !isSpoken(curveOf(key)))
        return Error{Error::Code::CurveUnsupported, curveOf(key)};
    if (EVP_PKEY_get_security_bits(key) < WeakestSecurityBits)
        return Error{Error::Code::KeyTooShort, u"%1-%2"_s.arg(kind).arg(EVP_PKEY_get_bits(key))};
    return std::nullopt;
}

QString day(const QDateTime &time)
{
    return time.toUTC().date().toString(Qt::ISODate);
}

} // namespace

Result<TlsIdentity> checkedIdentity(std::vector<OpenSsl::Certificate> certificates,
                                    const OpenSsl::Key &key)
{
    Q_ASSERT(!certificates.empty() && key);
    OpenSsl::Certificate first = std::move(certificates.front());
    certificates.erase(certificates.begin());
    const auto chain = chainOf(std::move(first), std::move(certificates));
    X509 *leaf = chain.front().get();
    if (X509_check_private_key(leaf, key.get()) != 1) {
        ERR_clear_error();
        return Error{Error::Code::KeyMismatch};
    }

    TlsIdentity identity;
    for (const OpenSsl::Certificate &certificate : chain)
        identity.chain.append(QSslCertificate(OpenSsl::derOf(certificate.get()), QSsl::Der));
    if (identity.chain.contains(QSslCertificate()))
        return Error{Error::Code::CertificateDamaged, OpenSsl::takeErrors()};
    if (X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0)
        return Error{Error::Code::CertificateExpired, day(identity.chain.first().expiryDate())};
    if (X509_cmp_current_time(X509_get0_notBefore(leaf)) > 0) {
        return Error{Error::Code::CertificateNotYetValid,
                     day(identity.chain.first().effectiveDate())};
    }

    if (const auto lack = lackOf(key.get()))
        return *lack;
    identity.key = toQt(key.get());
    if (identity.key.isNull())
        return Error{Error::Code::KeyDamaged, OpenSsl::takeErrors()};
    return identity;
}

} // namespace Signalbox
