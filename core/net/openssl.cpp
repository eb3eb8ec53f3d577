#include "core/net/openssl.h"

#include <QStringList>

#include <openssl/err.h>
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

} // namespace Signalbox::OpenSsl
