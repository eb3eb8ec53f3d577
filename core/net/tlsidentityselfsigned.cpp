#include "core/net/openssl.h"
#include "core/net/tlsidentity.h"

#include <QHostAddress>
#include <QUrl>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

using Names = std::unique_ptr<GENERAL_NAMES, OpenSsl::Deleter<GENERAL_NAMES_free>>;

constexpr qsizetype LongestCommonName = 64; // RFC 5280 appendix A: ub-common-name
constexpr long ClockDifference = 300; // seconds

/// Adds a host name (in its ASCII form) or an IP address; names that can be neither are left out.
bool addName(GENERAL_NAMES *names, const QString &name)
{
    QHostAddress address(name);
    if (!address.isNull()) {
        address.setScopeId({});
        ASN1_OCTET_STRING *bytes = a2i_IPADDRESS(address.toString().toLatin1().constData());
        GENERAL_NAME *entry = GENERAL_NAME_new();
        GENERAL_NAME_set0_value(entry, GEN_IPADD, bytes);
        return sk_GENERAL_NAME_push(names, entry) > 0;
    }
    const QByteArray host = QUrl::toAce(name);
    if (host.isEmpty())
        return true;
    ASN1_IA5STRING *text = ASN1_IA5STRING_new();
    GENERAL_NAME *entry = GENERAL_NAME_new();
    GENERAL_NAME_set0_value(entry, GEN_DNS, text);
    return ASN1_STRING_set(text, host.constData(), int(host.size())) == 1
           && sk_GENERAL_NAME_push(names, entry) > 0;
}

bool addAlternativeNames(X509 *certificate, const QStringList &namesAndAddresses)
{
    const Names names(GENERAL_NAMES_new());
    for (const QString &name : namesAndAddresses) {
        if (!addName(names.get(), name))
            return false;
    }
    return sk_GENERAL_NAME_num(names.get()) > 0
           && X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0,
                                X509V3_ADD_DEFAULT)
                  == 1;
}

bool addExtension(X509 *certificate, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const OpenSsl::Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool setSerial(X509 *certificate)
{
    const OpenSsl::Number serial(BN_new());
    return BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1
           && BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setSubject(X509 *certificate, const QString &commonName)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    const QByteArray text = commonName.toUtf8();
    return X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(text.constData()),
                                      int(text.size()), -1, 0)
               == 1
           && X509_set_issuer_name(certificate, subject) == 1;
}

} // namespace

Result<PemIdentity> makeSelfSigned(const QStringList &namesAndAddresses, std::chrono::days validity)
{
    ERR_clear_error();
    const QStringList names =
        namesAndAddresses.isEmpty() ? QStringList{u"localhost"_s} : namesAndAddresses;
    const bool isCommonName = !names.first().isEmpty() && names.first().size() <= LongestCommonName;
    const QString commonName = isCommonName ? names.first() : u"Signalbox"_s;
    const OpenSsl::Key key(EVP_PKEY_Q_keygen(OpenSsl::fileContext(), nullptr, "EC", "P-256"));
    const OpenSsl::Certificate certificate(X509_new_ex(OpenSsl::fileContext(), nullptr));
    X509 *x509 = certificate.get();
    const bool made =
        key && x509 && X509_set_version(x509, X509_VERSION_3) == 1 && setSerial(x509)
        && X509_gmtime_adj(X509_getm_notBefore(x509), -ClockDifference)
        && X509_time_adj_ex(X509_getm_notAfter(x509), int(validity.count()), 0, nullptr)
        && X509_set_pubkey(x509, key.get()) == 1 && setSubject(x509, commonName)
        && addAlternativeNames(x509, names)
        && addExtension(x509, NID_basic_constraints, "critical,CA:FALSE")
        && addExtension(x509, NID_key_usage, "critical,digitalSignature")
        && addExtension(x509, NID_ext_key_usage, "serverAuth")
        && X509_sign(x509, key.get(), EVP_sha256()) > 0;
    const OpenSsl::Bio certificateText = OpenSsl::output();
    const OpenSsl::Bio keyText = OpenSsl::output();
    if (!made || PEM_write_bio_X509(certificateText.get(), x509) != 1
        || PEM_write_bio_PKCS8PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                         nullptr)
               != 1)
        return Error{Error::Code::CertificateNotMade, OpenSsl::takeErrors()};
    return PemIdentity{OpenSsl::drain(certificateText.get()), OpenSsl::drain(keyText.get())};
}

} // namespace Signalbox
