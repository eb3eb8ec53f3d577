#include "core/net/tlsidentitycheck.h"

#include <openssl/err.h>

namespace Signalbox {

namespace {

using Authsafes = std::unique_ptr<STACK_OF(PKCS7), OpenSsl::Deleter<[](STACK_OF(PKCS7) * safes) {
                                      sk_PKCS7_pop_free(safes, PKCS7_free);
                                  }>>;
using Others = std::unique_ptr<STACK_OF(X509), OpenSsl::Deleter<[](STACK_OF(X509) * certificates) {
                                   sk_X509_pop_free(certificates, X509_free);
                               }>>;

enum class Integrity { Absent, Good, Bad, Unknown };

/// "No password" has two spellings in the wild (RFC 7292 appendix B: the empty string with its
/// terminator, or nothing at all), so an empty password is tried both ways.
Integrity checkIntegrity(PKCS12 *file, const QByteArray &password)
{
    if (!PKCS12_mac_present(file))
        return Integrity::Absent;
    if (PKCS12_verify_mac(file, password.constData(), int(password.size())) == 1)
        return Integrity::Good;
    if (password.isEmpty() && PKCS12_verify_mac(file, nullptr, 0) == 1)
        return Integrity::Good;
    // A digest that does not fit is an answer and queues nothing; a digest that could not be made
    // is none.
    return ERR_peek_error() == 0 ? Integrity::Bad : Integrity::Unknown;
}

bool holdsEncryptedKey(PKCS7 *safe)
{
    STACK_OF(PKCS12_SAFEBAG) *bags = PKCS12_unpack_p7data(safe);
    bool found = false;
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i)
        found |=
            PKCS12_SAFEBAG_get_nid(sk_PKCS12_SAFEBAG_value(bags, i)) == NID_pkcs8ShroudedKeyBag;
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    return found;
}

bool isEncrypted(PKCS12 *file)
{
    const Authsafes safes(PKCS12_unpack_authsafes(file));
    for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
        PKCS7 *safe = sk_PKCS7_value(safes.get(), i);
        if (PKCS7_type_is_encrypted(safe) || (PKCS7_type_is_data(safe) && holdsEncryptedKey(safe)))
            return true;
    }
    return false;
}

} // namespace

Result<TlsIdentity> identityFromPkcs12(const QByteArray &file, const QByteArray &password)
{
    ERR_clear_error();
    const Error badPassword{
        password.isEmpty() ? Error::Code::PasswordNeeded : Error::Code::WrongPassword, {}};
    const OpenSsl::Bio reader = OpenSsl::memory(file);
    // Made beforehand because it carries the library context into parsing.
    PKCS12 *started = PKCS12_init_ex(NID_pkcs7_data, OpenSsl::fileContext(), nullptr);
    const bool read = d2i_PKCS12_bio(reader.get(), &started) != nullptr;
    const OpenSsl::Pkcs12 pkcs12(started);
    if (!read)
        return Error{Error::Code::CertificateUnreadable, OpenSsl::takeErrors()};
    const Integrity integrity = checkIntegrity(pkcs12.get(), password);
    if (integrity == Integrity::Bad)
        return badPassword;
    if (integrity == Integrity::Unknown)
        return Error{Error::Code::CertificateUnreadable, OpenSsl::takeErrors()};
    // OpenSSL 3.0 takes no password for a file without a MAC, so the copy in memory gets one.
    if (integrity == Integrity::Absent && !password.isEmpty())
        PKCS12_set_mac(pkcs12.get(), password.constData(), int(password.size()), nullptr, 0, 0,
                       EVP_sha256());
    ERR_clear_error();

    EVP_PKEY *key = nullptr;
    X509 *leaf = nullptr;
    STACK_OF(X509) *rest = nullptr;
    if (PKCS12_parse(pkcs12.get(), password.constData(), &key, &leaf, &rest) != 1) {
        const QString reasons = OpenSsl::takeErrors();
        // Without a MAC the only sign of a wrong password is that nothing comes out.
        if (integrity == Integrity::Absent && isEncrypted(pkcs12.get()))
            return Error{badPassword.code, reasons};
        return Error{Error::Code::CertificateUnreadable, reasons};
    }
    const OpenSsl::Key privateKey(key);
    const Others others(rest);
    std::vector<OpenSsl::Certificate> chain;
    chain.emplace_back(leaf);
    // Without a key libcrypto calls no certificate the leaf.
    if (!leaf && sk_X509_num(others.get()) > 0)
        chain.front().reset(sk_X509_shift(others.get()));
    while (sk_X509_num(others.get()) > 0)
        chain.emplace_back(sk_X509_shift(others.get()));
    return checkedIdentity(chain, privateKey);
}

} // namespace Signalbox
