#include "core/net/openssl.h"

#include <QStringList>

#include <openssl/err.h>

namespace Signalbox::OpenSsl {

Bio memory(const QByteArray &bytes)
{
    return Bio(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
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
