#pragma once

#include <QByteArray>
#include <QString>

#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

/// What our files that call libcrypto share: owners for its objects, and its words.
namespace Signalbox::OpenSsl {

template<auto Free>
struct Deleter
{
    template<typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using KeyBlock = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Deleter<PKCS8_PRIV_KEY_INFO_free>>;
using EncryptedKey = std::unique_ptr<X509_SIG, Deleter<X509_SIG_free>>;
using Cipher = std::unique_ptr<EVP_CIPHER, Deleter<EVP_CIPHER_free>>;
using Pkcs12 = std::unique_ptr<PKCS12, Deleter<PKCS12_free>>;

/// The default and the legacy provider in a context of our own: old PFX files (RC2-40, 3DES) open
/// here, and the process-wide context, which TLS uses, keeps its modern set. Lives as long as the
/// process; any thread.
OSSL_LIB_CTX *fileContext();

Bio memory(const QByteArray &bytes); ///< reads `bytes`, which must outlive it
Bio output(); ///< collects what is written to it, for drain()
QByteArray drain(BIO *bio); ///< all that was written to a memory BIO
QString takeErrors(); ///< the queued reasons, and empties the queue
/// For libcrypto's passwords: null where the array is.
inline const char *textOf(const QByteArray &password)
{
    return password.isNull() ? nullptr : password.constData();
}
QString nameOf(const ASN1_OBJECT *object); ///< "des-cbc"; its numbers where it has no name
QByteArray derOf(const X509 *certificate); ///< empty for null
Certificate certificateOf(const QByteArray &der); ///< null if it is none; queues nothing

} // namespace Signalbox::OpenSsl
