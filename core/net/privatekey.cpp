#include "core/net/privatekey.h"

#include "core/net/keyfileformat.h"

#include <algorithm>
#include <array>
#include <openssl/err.h>
#include <openssl/evperr.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, OpenSsl::Deleter<EVP_CIPHER_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD, OpenSsl::Deleter<EVP_MD_free>>;
using Pbes2 = std::unique_ptr<PBE2PARAM, OpenSsl::Deleter<PBE2PARAM_free>>;

/// One block between "-----BEGIN" and "-----END"; what libcrypto allocates for it.
struct PemBlock
{
    PemBlock() = default;
    Q_DISABLE_COPY_MOVE(PemBlock)
    ~PemBlock()
    {
        OPENSSL_free(label);
        OPENSSL_free(header);
        OPENSSL_clear_free(data, size_t(size));
    }

    char *label = nullptr;
    char *header = nullptr;
    unsigned char *data = nullptr;
    long size = 0;
};

Error notOpened(const QByteArray &password)
{
    ERR_clear_error();
    return {password.isEmpty() ? Error::Code::PasswordNeeded : Error::Code::WrongPassword};
}

/// Of a key that is not encrypted, or no more.
Result<OpenSsl::Key> keyOfDer(const QByteArray &der, Error::Code otherwise)
{
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    const long size = long(der.size());
    if (const OpenSsl::KeyBlock block(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &bytes, size)); block)
        return keyOf(block.get());
    bytes = reinterpret_cast<const unsigned char *>(der.constData());
    OpenSsl::Key key(d2i_AutoPrivateKey_ex(nullptr, &bytes, size, OpenSsl::fileContext(), nullptr));
    ERR_clear_error();
    if (!key)
        return Error{otherwise};
    return key;
}

/// The bytes of a traditional block (RFC 1421, as OpenSSL has always used it); empty if the
/// password is another. libcrypto's own PEM_do_header() knows only the ciphers of the process.
QByteArray decrypted(const PemBlock &block, const EVP_CIPHER_INFO &how, const EVP_CIPHER *cipher,
                     const QByteArray &password)
{
    const Digest md5(EVP_MD_fetch(OpenSsl::fileContext(), "MD5", nullptr));
    std::array<unsigned char, EVP_MAX_KEY_LENGTH> key{};
    if (!md5
        || EVP_BytesToKey(cipher, md5.get(), how.iv,
                          reinterpret_cast<const unsigned char *>(password.constData()),
                          int(password.size()), 1, key.data(), nullptr)
               == 0)
        return {};
    const CipherContext context(EVP_CIPHER_CTX_new());
    QByteArray plain(block.size + EVP_MAX_BLOCK_LENGTH, Qt::Uninitialized);
    auto *to = reinterpret_cast<unsigned char *>(plain.data());
    int size = 0;
    int rest = 0;
    const bool fits =
        EVP_DecryptInit_ex2(context.get(), cipher, key.data(), how.iv, nullptr) == 1
        && EVP_DecryptUpdate(context.get(), to, &size, block.data, int(block.size)) == 1
        && EVP_DecryptFinal_ex(context.get(), to + size, &rest) == 1;
    OPENSSL_cleanse(key.data(), key.size());
    return fits ? plain.first(size + rest) : QByteArray();
}

Result<OpenSsl::Key> keyOfTraditional(const PemBlock &block, const QByteArray &password)
{
    EVP_CIPHER_INFO how{};
    if (PEM_get_EVP_CIPHER_INFO(block.header, &how) != 1) {
        const QByteArray name = QByteArray(block.header).split(':').last().split(',').first();
        ERR_clear_error();
        return Error{Error::Code::EncryptionUnsupported, QString::fromLatin1(name.simplified())};
    }
    const QByteArray der(reinterpret_cast<const char *>(block.data), block.size);
    if (!how.cipher)
        return keyOfDer(der, Error::Code::KeyDamaged);
    const char *name = EVP_CIPHER_get0_name(how.cipher);
    const OpenSsl::Cipher cipher(EVP_CIPHER_fetch(OpenSsl::fileContext(), name, nullptr));
    if (!cipher)
        return Error{Error::Code::EncryptionUnsupported, QString::fromLatin1(name)};
    const QList<QByteArray> spellings = spellingsOf(password);
    for (const QByteArray &spelling : spellings) {
        const QByteArray plain = decrypted(block, how, cipher.get(), spelling);
        if (plain.isEmpty())
            continue;
        if (Result<OpenSsl::Key> key = keyOfDer(plain, Error::Code::WrongPassword))
            return key;
    }
    return notOpened(password);
}

Result<OpenSsl::Key> keyOfPem(const QByteArray &text, const QByteArray &password)
{
    const OpenSsl::Bio reader = OpenSsl::memory(text);
    for (;;) {
        PemBlock block;
        if (PEM_read_bio(reader.get(), &block.label, &block.header, &block.data, &block.size)
            != 1) {
            const bool isEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
            ERR_clear_error();
            return Error{isEnd ? Error::Code::NoKey : Error::Code::KeyDamaged};
        }
        const QByteArrayView label(block.label);
        if (label == "ENCRYPTED PRIVATE KEY") {
            const unsigned char *bytes = block.data;
            const OpenSsl::EncryptedKey key(d2i_X509_SIG(nullptr, &bytes, block.size));
            return key ? decryptedKey(key.get(), password) : Error{Error::Code::KeyDamaged};
        }
        if (label.endsWith("PRIVATE KEY") && label != "OPENSSH PRIVATE KEY")
            return keyOfTraditional(block, password);
    }
}

Result<OpenSsl::Key> keyOfBinary(const QByteArray &content, const QByteArray &password)
{
    const auto *bytes = reinterpret_cast<const unsigned char *>(content.constData());
    const OpenSsl::EncryptedKey encrypted(d2i_X509_SIG(nullptr, &bytes, long(content.size())));
    return encrypted ? decryptedKey(encrypted.get(), password)
                     : keyOfDer(content, Error::Code::NoKey);
}

} // namespace

QList<QByteArray> spellingsOf(const QByteArray &password)
{
    if (password.isEmpty()) // RFC 7292 appendix B.1: the terminator alone; or nothing at all
        return {QByteArray(""), QByteArray()};
    const bool isUtf8 = password.isValidUtf8();
    const QString text = isUtf8 ? QString::fromUtf8(password) : QString::fromLatin1(password);
    const bool isLatin1 =
        std::ranges::all_of(text, [](QChar letter) { return letter.unicode() <= 0xff; });
    QList<QByteArray> spellings{password};
    for (const QByteArray &other : {text.toUtf8(), isLatin1 ? text.toLatin1() : text.toUtf8(),
                                    QString::fromLatin1(text.toUtf8()).toUtf8()})
        if (!spellings.contains(other))
            spellings += other;
    return spellings;
}

QString missingEncryption(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *outer = algorithm->algorithm;
    int cipher = NID_undef;
    Pbes2 how;
    if (OBJ_obj2nid(outer) == NID_pbes2) {
        how.reset(static_cast<PBE2PARAM *>(
            ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), algorithm->parameter)));
        if (!how)
            return OpenSsl::nameOf(outer);
        outer = how->encryption->algorithm;
        cipher = OBJ_obj2nid(outer);
    } else {
        EVP_PBE_find(EVP_PBE_TYPE_OUTER, OBJ_obj2nid(outer), &cipher, nullptr, nullptr);
    }
    const OpenSsl::Cipher found(
        cipher == NID_undef
            ? nullptr
            : EVP_CIPHER_fetch(OpenSsl::fileContext(), OBJ_nid2sn(cipher), nullptr));
    ERR_clear_error();
    return found ? QString() : OpenSsl::nameOf(outer);
}

Result<OpenSsl::Key> keyOf(const PKCS8_PRIV_KEY_INFO *block)
{
    OpenSsl::Key key(EVP_PKCS82PKEY_ex(block, OpenSsl::fileContext(), nullptr));
    const unsigned long why = ERR_peek_last_error();
    const bool isKnown = ERR_GET_LIB(why) != ERR_LIB_EVP
                         || ERR_GET_REASON(why) != EVP_R_UNSUPPORTED_PRIVATE_KEY_ALGORITHM;
    ERR_clear_error();
    if (key)
        return key;
    const ASN1_OBJECT *kind = nullptr;
    PKCS8_pkey_get0(&kind, nullptr, nullptr, nullptr, block);
    return isKnown ? Error{Error::Code::KeyDamaged}
                   : Error{Error::Code::KeyUnsupported, OpenSsl::nameOf(kind)};
}

Result<OpenSsl::Key> decryptedKey(const X509_SIG *block, const QByteArray &password)
{
    const X509_ALGOR *algorithm = nullptr;
    X509_SIG_get0(block, &algorithm, nullptr);
    if (const QString missing = missingEncryption(algorithm); !missing.isEmpty())
        return Error{Error::Code::EncryptionUnsupported, missing};
    const QList<QByteArray> spellings = spellingsOf(password);
    for (const QByteArray &spelling : spellings) {
        const OpenSsl::KeyBlock plain(PKCS8_decrypt_ex(block, OpenSsl::textOf(spelling),
                                                       int(spelling.size()), OpenSsl::fileContext(),
                                                       nullptr));
        if (plain)
            return keyOf(plain.get());
    }
    return notOpened(password);
}

Result<OpenSsl::Key> readKey(const QByteArray &content, const QByteArray &password)
{
    ERR_clear_error();
    const QByteArray text = plainText(content);
    Result<OpenSsl::Key> key =
        text.contains("-----BEGIN ") ? keyOfPem(text, password) : keyOfBinary(text, password);
    ERR_clear_error();
    if (key || key.error().code != Error::Code::NoKey)
        return key;
    const QString format = foreignFormat(text);
    return format.isEmpty() ? key.error() : Error{Error::Code::FormatUnsupported, format};
}

} // namespace Signalbox
