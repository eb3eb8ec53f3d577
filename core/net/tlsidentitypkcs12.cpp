#include "core/net/privatekey.h"
#include "core/net/tlsidentitycheck.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/pkcs7.h>
#include <optional>

// Read bag by bag: libcrypto's PKCS12_parse() knows one spelling of the password for everything,
// looks for the ciphers of old key bags in the process alone, and takes every certificate of the
// file for a part of the chain.

namespace Signalbox {

namespace {

using Safes = std::unique_ptr<STACK_OF(PKCS7), OpenSsl::Deleter<[](STACK_OF(PKCS7) * safes) {
                                  sk_PKCS7_pop_free(safes, PKCS7_free);
                              }>>;
using Bags =
    std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), OpenSsl::Deleter<[](STACK_OF(PKCS12_SAFEBAG) * bags) {
                        sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
                    }>>;

/// What a file holds, in its order.
struct Content
{
    std::vector<OpenSsl::Key> keys;
    std::vector<OpenSsl::Certificate> certificates;
    std::optional<Error> error; ///< the first: something could not be read

    void fail(const Error &why)
    {
        if (!error)
            error = why;
    }
};

std::optional<Error> checkIntegrity(PKCS12 *file, const QByteArray &password)
{
    if (!PKCS12_mac_present(file))
        return std::nullopt;
    const QList<QByteArray> spellings = spellingsOf(password);
    for (const QByteArray &spelling : spellings) {
        if (PKCS12_verify_mac(file, OpenSsl::textOf(spelling), int(spelling.size())) == 1)
            return std::nullopt;
        // A digest that does not fit is an answer and queues nothing.
        if (ERR_peek_error() != 0) {
            ERR_clear_error();
            const X509_ALGOR *algorithm = nullptr;
            PKCS12_get0_mac(nullptr, &algorithm, nullptr, nullptr, file);
            return Error{Error::Code::EncryptionUnsupported, OpenSsl::nameOf(algorithm->algorithm)};
        }
    }
    return Error{password.isEmpty() ? Error::Code::PasswordNeeded : Error::Code::WrongPassword};
}

void addKey(Content *content, Result<OpenSsl::Key> key)
{
    if (key)
        content->keys.push_back(std::move(key).value());
    else
        content->fail(key.error());
}

void addCertificate(Content *content, const PKCS12_SAFEBAG *bag)
{
    if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate)
        return;
    const OpenSsl::Certificate read(PKCS12_SAFEBAG_get1_cert(bag));
    // Once more, for our library context.
    if (OpenSsl::Certificate certificate = OpenSsl::certificateOf(OpenSsl::derOf(read.get())))
        content->certificates.push_back(std::move(certificate));
    else
        content->fail({Error::Code::CertificateDamaged});
}

void addBags(Content *content, const STACK_OF(PKCS12_SAFEBAG) * bags, const QByteArray &password)
{
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i) {
        const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(bags, i);
        switch (PKCS12_SAFEBAG_get_nid(bag)) {
        case NID_keyBag:
            addKey(content, keyOf(PKCS12_SAFEBAG_get0_p8inf(bag)));
            break;
        case NID_pkcs8ShroudedKeyBag:
            addKey(content, decryptedKey(PKCS12_SAFEBAG_get0_pkcs8(bag), password));
            break;
        case NID_certBag:
            addCertificate(content, bag);
            break;
        case NID_safeContentsBag:
            addBags(content, PKCS12_SAFEBAG_get0_safes(bag), password);
            break;
        default: // revocation lists, secrets
            break;
        }
    }
}

void addEncrypted(Content *content, const PKCS7 *safe, const QByteArray &password)
{
    const PKCS7_ENC_CONTENT *encrypted = safe->d.encrypted->enc_data;
    if (const QString missing = missingEncryption(encrypted->algorithm); !missing.isEmpty())
        return content->fail({Error::Code::EncryptionUnsupported, missing});
    const QList<QByteArray> spellings = spellingsOf(password);
    for (const QByteArray &spelling : spellings) {
        const Bags bags(static_cast<STACK_OF(PKCS12_SAFEBAG) *>(PKCS12_item_decrypt_d2i_ex(
            encrypted->algorithm, ASN1_ITEM_rptr(PKCS12_SAFEBAGS), OpenSsl::textOf(spelling),
            int(spelling.size()), encrypted->enc_data, 1, OpenSsl::fileContext(), nullptr)));
        if (bags)
            return addBags(content, bags.get(), password);
    }
    content->fail({password.isEmpty() ? Error::Code::PasswordNeeded : Error::Code::WrongPassword});
}

Content contentOf(const PKCS12 *file, const QByteArray &password)
{
    Content content;
    const Safes safes(PKCS12_unpack_authsafes(file));
    if (!safes)
        content.fail({Error::Code::CertificateDamaged, OpenSsl::takeErrors()});
    for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
        PKCS7 *safe = sk_PKCS7_value(safes.get(), i);
        if (PKCS7_type_is_encrypted(safe)) {
            addEncrypted(&content, safe, password);
        } else if (PKCS7_type_is_data(safe)) {
            const Bags bags(PKCS12_unpack_p7data(safe));
            addBags(&content, bags.get(), password);
        } else {
            content.fail({Error::Code::EncryptionUnsupported, OpenSsl::nameOf(safe->type)});
        }
    }
    ERR_clear_error();
    return content;
}

struct Pair
{
    size_t key = 0;
    size_t certificate = 0;
};

/// The first key with its certificate; one that is no authority's before one that is.
std::optional<Pair> firstPair(const Content &content)
{
    std::optional<Pair> pair;
    for (size_t k = 0; k < content.keys.size(); ++k) {
        for (size_t c = 0; c < content.certificates.size(); ++c) {
            X509 *certificate = content.certificates[c].get();
            if (X509_check_private_key(certificate, content.keys[k].get()) != 1)
                continue;
            if (X509_check_ca(certificate) == 0)
                return Pair{k, c};
            if (!pair)
                pair = Pair{k, c};
        }
    }
    return pair;
}

} // namespace

Result<TlsIdentity> identityFromPkcs12(const QByteArray &file, const QByteArray &password)
{
    ERR_clear_error();
    const OpenSsl::Bio reader = OpenSsl::memory(file);
    // Made beforehand because it carries the library context into parsing.
    PKCS12 *started = PKCS12_init_ex(NID_pkcs7_data, OpenSsl::fileContext(), nullptr);
    const bool read = d2i_PKCS12_bio(reader.get(), &started) != nullptr;
    const OpenSsl::Pkcs12 pkcs12(started);
    if (!read) {
        const bool isCut = file.startsWith('\x30') // a sequence
                           && ERR_GET_REASON(ERR_peek_error()) == ASN1_R_NOT_ENOUGH_DATA;
        const QString reasons = OpenSsl::takeErrors();
        return Error{isCut ? Error::Code::CertificateDamaged : Error::Code::CertificateUnreadable,
                     reasons};
    }
    if (const auto error = checkIntegrity(pkcs12.get(), password))
        return *error;
    Content content = contentOf(pkcs12.get(), password);
    const std::optional<Pair> pair = firstPair(content);
    ERR_clear_error();
    if (!pair && content.error) {
        const bool isPassword = content.error->code == Error::Code::WrongPassword
                                || content.error->code == Error::Code::PasswordNeeded;
        // The file's own sum was made with this password, but not what is in it.
        return isPassword && PKCS12_mac_present(pkcs12.get()) == 1
                   ? Error{Error::Code::KeyPasswordDiffers}
                   : *content.error;
    }
    if (content.certificates.empty())
        return Error{Error::Code::NoCertificate};
    if (content.keys.empty())
        return Error{Error::Code::NoKey};
    if (!pair)
        return Error{Error::Code::KeyMismatch};
    std::swap(content.certificates.front(), content.certificates[pair->certificate]);
    return checkedIdentity(std::move(content.certificates), content.keys[pair->key]);
}

} // namespace Signalbox
