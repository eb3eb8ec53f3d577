#include "core/net/tlsidentity.h"

#include "core/config/guardedsave.h"
#include "core/net/openssl.h"

#include <QFile>
#include <QFileInfo>
#include <QHostAddress>

#include <algorithm>
#include <cstring>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/provider.h>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

using namespace OpenSsl;
using Code = Error::Code;

constexpr qint64 MaxFileBytes = 1 << 20;
constexpr auto SelfSignedValidity = std::chrono::days(397); // the longest that browsers accept
constexpr int RenewBeforeDays = 1;

/// The default and the legacy provider in a context of our own: old files open here, and the
/// context that TLS uses keeps its modern set. Without the legacy provider old files fail with
/// their reason.
OSSL_LIB_CTX *fileContext()
{
    static OSSL_LIB_CTX *const context = [] {
        OSSL_LIB_CTX *made = OSSL_LIB_CTX_new();
        OSSL_PROVIDER_load(made, "default");
        OSSL_PROVIDER_load(made, "legacy");
        return made;
    }();
    return context;
}

struct Password
{
    const QByteArray &text;
    bool asked = false;
};

int givePassword(char *buffer, int size, int, void *user)
{
    auto *password = static_cast<Password *>(user);
    password->asked = true;
    const int n = int(std::min<qsizetype>(size, password->text.size()));
    std::memcpy(buffer, password->text.constData(), size_t(n));
    return n;
}

Error passwordError(const QByteArray &password, const QString &detail)
{
    return {password.isEmpty() ? Code::PasswordNeeded : Code::WrongPassword, detail};
}

Result<TlsIdentity> checked(X509 *leaf, EVP_PKEY *key, const QList<QSslCertificate> &chain)
{
    if (!leaf || chain.isEmpty())
        return Error{Code::NoCertificate, {}};
    if (!key)
        return Error{Code::NoKey, {}};
    if (X509_check_private_key(leaf, key) != 1)
        return Error{Code::KeyMismatch, takeErrors()};
    if (X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0)
        return Error{Code::CertificateExpired,
                     chain.first().expiryDate().toUTC().toString(Qt::ISODate)};
    if (X509_cmp_current_time(X509_get0_notBefore(leaf)) > 0)
        return Error{Code::CertificateNotYetValid,
                     chain.first().effectiveDate().toUTC().toString(Qt::ISODate)};
    const Bio out(BIO_new(BIO_s_mem())); // the traditional form is the one every Qt 6 reads
    PEM_write_bio_PrivateKey_traditional(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    QSslKey qtKey;
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
        qtKey = QSslKey(drain(out.get()), QSsl::Rsa);
    else if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
        qtKey = QSslKey(drain(out.get()), QSsl::Ec);
    if (qtKey.isNull()) {
        ERR_clear_error();
        return Error{Code::KeyUnsupported, QString::fromLatin1(EVP_PKEY_get0_type_name(key))};
    }
    return TlsIdentity{chain, qtKey};
}

Result<QByteArray> readFile(const QString &name)
{
    const QFileInfo info(name);
    if (!info.exists())
        return Error{Code::CertificateMissing, name};
    QFile file(name);
    if (info.isDir() || !file.open(QIODevice::ReadOnly))
        return Error{Code::CannotRead, info.isDir() ? name : name + u": "_s + file.errorString()};
    if (file.size() > MaxFileBytes)
        return Error{Code::CertificateUnreadable, name + u": larger than 1 MiB"_s};
    return file.readAll();
}

bool covers(const QSslCertificate &certificate, const QStringList &names)
{
    const auto alternatives = certificate.subjectAlternativeNames();
    const QStringList domains = alternatives.values(QSsl::DnsEntry);
    const QStringList addresses = alternatives.values(QSsl::IpAddressEntry);
    return std::all_of(names.begin(), names.end(), [&](const QString &name) {
        const QHostAddress address(name);
        if (address.isNull())
            return domains.contains(name, Qt::CaseInsensitive);
        return std::any_of(addresses.begin(), addresses.end(),
                           [&](const QString &each) { return QHostAddress(each) == address; });
    });
}

Result<TlsIdentity> selfSigned(const QString &endpoint, const QStringList &names, const QDir &store)
{
    const QString stem = QString::fromLatin1(endpoint.toUtf8().toPercentEncoding());
    const QString certificateFile = store.filePath(stem + u".crt"_s);
    const QString keyFile = store.filePath(stem + u".key"_s);
    if (QFile::exists(certificateFile) && QFile::exists(keyFile)) {
        const auto certificate = readFile(certificateFile);
        const auto key = readFile(keyFile);
        if (certificate && key) {
            auto kept = identityFromPem(*certificate, *key, {});
            if (kept
                && kept->chain.first().expiryDate()
                       > QDateTime::currentDateTimeUtc().addDays(RenewBeforeDays)
                && covers(kept->chain.first(), names))
                return kept;
        }
    }
    const auto made = makeSelfSigned(names, SelfSignedValidity);
    if (!made)
        return made.error();
    if (const Status saved = guardedSave(keyFile, made->key); !saved)
        return saved.error();
    if (const Status saved = guardedSave(certificateFile, made->certificate); !saved)
        return saved.error();
    return identityFromPem(made->certificate, made->key, {});
}

} // namespace

Result<TlsIdentity> identityFromPem(const QByteArray &certificates, const QByteArray &keyFile,
                                    const QByteArray &password)
{
    ERR_clear_error();
    const Bio certificateBio = memory(certificates);
    const Certificate leaf(PEM_read_bio_X509(certificateBio.get(), nullptr, nullptr, nullptr));
    if (!leaf)
        return Error{Code::NoCertificate, takeErrors()};
    const Bio keyBio = memory(keyFile);
    Password ask{password};
    const Key key(PEM_read_bio_PrivateKey_ex(keyBio.get(), nullptr, givePassword, &ask,
                                             fileContext(), nullptr));
    if (!key) {
        const QString why = takeErrors();
        return ask.asked ? passwordError(password, why) : Error{Code::NoKey, why};
    }
    return checked(leaf.get(), key.get(), QSslCertificate::fromData(certificates, QSsl::Pem));
}

Result<TlsIdentity> identityFromPkcs12(const QByteArray &file, const QByteArray &password)
{
    ERR_clear_error();
    const Bio bio = memory(file);
    PKCS12 *raw =
        PKCS12_init_ex(NID_pkcs7_data, fileContext(), nullptr); // carries the context into parsing
    if (!d2i_PKCS12_bio(bio.get(), &raw)) { // frees `raw`
        return Error{Code::CertificateUnreadable, takeErrors()};
    }
    const Pkcs12 p12(raw);
    // Files without a password were made with an empty one or with none: the two are not the same
    // in PKCS#12.
    const char *given = password.constData();
    if (PKCS12_mac_present(p12.get())
        && !PKCS12_verify_mac(p12.get(), given, int(password.size()))) {
        if (!password.isEmpty() || !PKCS12_verify_mac(p12.get(), nullptr, 0))
            return passwordError(password, takeErrors());
        given = nullptr;
    }
    EVP_PKEY *rawKey = nullptr;
    X509 *rawLeaf = nullptr;
    STACK_OF(X509) *others = nullptr;
    if (!PKCS12_parse(p12.get(), given, &rawKey, &rawLeaf, &others)) {
        const QString why = takeErrors();
        if (!PKCS12_mac_present(p12.get()))
            return passwordError(password, why);
        return Error{Code::CertificateUnreadable, why};
    }
    const Key key(rawKey);
    const Certificate leaf(rawLeaf);
    const Bio pem(BIO_new(BIO_s_mem()));
    if (leaf)
        PEM_write_bio_X509(pem.get(), leaf.get());
    for (int i = 0; others && i < sk_X509_num(others); ++i)
        PEM_write_bio_X509(pem.get(), sk_X509_value(others, i));
    sk_X509_pop_free(others, X509_free);
    if (!key)
        return Error{Code::NoKey, {}};
    return checked(leaf.get(), key.get(), QSslCertificate::fromData(drain(pem.get()), QSsl::Pem));
}

Result<PemIdentity> makeSelfSigned(const QStringList &names, std::chrono::days validity)
{
    ERR_clear_error();
    const auto failed = [] { return Error{Code::CertificateUnreadable, takeErrors()}; };
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    const Number serial(BN_new());
    if (!key || !certificate || !serial)
        return failed();
    X509 *const x = certificate.get();
    X509_set_version(x, X509_VERSION_3);
    BN_rand(serial.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY);
    BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(x));
    X509_gmtime_adj(X509_getm_notBefore(x), -300); // clocks differ
    X509_time_adj_ex(X509_getm_notAfter(x), int(validity.count()), 0, nullptr);
    X509_set_pubkey(x, key.get());
    X509_NAME *subject = X509_get_subject_name(x);
    const QByteArray commonName = names.value(0).left(64).toUtf8();
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(commonName.constData()), -1,
                               -1, 0);
    X509_set_issuer_name(x, subject);
    QStringList alternatives;
    for (const QString &name : names)
        alternatives << (QHostAddress(name).isNull() ? u"DNS:"_s : u"IP:"_s) + name;
    X509V3_CTX context;
    X509V3_set_ctx(&context, x, x, nullptr, nullptr, 0);
    const std::pair<int, QByteArray> extensions[] = {
        {NID_subject_alt_name, alternatives.join(u',').toUtf8()},
        {NID_basic_constraints, "critical,CA:FALSE"},
        {NID_key_usage, "critical,digitalSignature"},
        {NID_ext_key_usage, "serverAuth"}};
    for (const auto &[nid, value] : extensions) {
        const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData()));
        if (!extension || !X509_add_ext(x, extension.get(), -1))
            return failed();
    }
    if (!X509_sign(x, key.get(), EVP_sha256()))
        return failed();
    const Bio certificatePem(BIO_new(BIO_s_mem()));
    const Bio keyPem(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificatePem.get(), x);
    PEM_write_bio_PKCS8PrivateKey(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return PemIdentity{drain(certificatePem.get()), drain(keyPem.get())};
}

Result<TlsIdentity> loadIdentity(const TlsConfig &config, const QString &endpoint,
                                 const QStringList &names, const QDir &base, const QDir &store)
{
    if (config.selfSigned)
        return selfSigned(endpoint, names, store);
    QByteArray password = config.password.toUtf8();
    if (!config.passwordEnv.isEmpty()) {
        const QByteArray variable = config.passwordEnv.toUtf8();
        if (!qEnvironmentVariableIsSet(variable.constData()))
            return Error{Code::PasswordNeeded,
                         u"the environment variable %1 is not set"_s.arg(config.passwordEnv)};
        password = qgetenv(variable.constData());
    }
    const auto certificate = readFile(base.absoluteFilePath(config.certificate));
    if (!certificate)
        return certificate.error();
    if (!certificate->contains("-----BEGIN ")) {
        if (certificate->isEmpty())
            return Error{Code::NoCertificate, u"the file is empty"_s};
        return identityFromPkcs12(*certificate, password);
    }
    if (config.key.isEmpty())
        return identityFromPem(*certificate, *certificate, password);
    const auto key = readFile(base.absoluteFilePath(config.key));
    if (!key)
        return key.error();
    return identityFromPem(*certificate, *key, password);
}

} // namespace Signalbox
