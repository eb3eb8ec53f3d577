#include "core/net/openssl.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/provider.h>

namespace Signalbox::OpenSsl {

OSSL_LIB_CTX *fileContext()
{
    static OSSL_LIB_CTX *const context = [] {
        OSSL_LIB_CTX *made = OSSL_LIB_CTX_new();
        OSSL_PROVIDER_load(made, "default");
        OSSL_PROVIDER_load(
            made, "legacy"); // may not be installed: then old files fail, with their reason
        ERR_clear_error();
        return made;
    }();
    return context;
}

Bio memory(const QByteArray &bytes)
{
    return Bio(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

Bio output()
{
    return Bio(BIO_new(BIO_s_mem()));
}

QByteArray drain(BIO *bio)
{
    char *data = nullptr;
    const auto size = BIO_ctrl(bio, BIO_CTRL_INFO, 0, static_cast<void *>(&data));
    return {data, qsizetype(size)};
}

QString takeErrors()
{
    QStringList all;
    while (const unsigned long code = ERR_get_error())
        if (const char *reason = ERR_reason_error_string(code))
            all << QString::fromLatin1(reason);
    all.removeDuplicates();
    return all.join(QStringLiteral("; "));
}

QString nameOf(const ASN1_OBJECT *object)
{
    std::array<char, 128> name{};
    OBJ_obj2txt(name.data(), int(name.size()), object, 0);
    return QString::fromLatin1(name.data());
}

QByteArray derOf(const X509 *certificate)
{
    unsigned char *der = nullptr;
    const int length = certificate ? i2d_X509(certificate, &der) : 0;
    const QByteArray bytes(reinterpret_cast<const char *>(der), std::max(length, 0));
    OPENSSL_free(der);
    return bytes;
}

Certificate certificateOf(const QByteArray &der)
{
    X509 *started = X509_new_ex(fileContext(), nullptr);
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    X509 *read = d2i_X509(&started, &bytes, long(der.size())); // frees it and sets null if it fails
    ERR_clear_error();
    return Certificate(read);
}

} // namespace Signalbox::OpenSsl
