#include "core/net/keyfileformat.h"

#include "core/net/openssl.h"

#include <QStringDecoder>

#include <algorithm>
#include <openssl/err.h>
#include <openssl/pkcs7.h>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

struct Format
{
    QByteArrayView sign;
    QLatin1StringView name;
};

constexpr Format Beginnings[] = {
    {"PuTTY-User-Key-File-", "PuTTY private key"_L1},
    {"\xfe\xed\xfe\xed", "Java key store (JKS)"_L1},
    {"\xce\xce\xce\xce", "Java key store (JCEKS)"_L1},
    {"\x1e\xf1\xb5\xb0", "Microsoft private key (PVK)"_L1},
    {"\x07\x02", "Microsoft private key (BLOB)"_L1},
    {"ssh-", "OpenSSH public key"_L1},
    {"ecdsa-sha2-", "OpenSSH public key"_L1},
};

constexpr Format Labels[] = {
    {"-----BEGIN OPENSSH PRIVATE KEY", "OpenSSH private key"_L1},
    {"---- BEGIN SSH2 ", "SSH2 key"_L1},
    {"-----BEGIN PKCS7", "PKCS #7"_L1},
    {"-----BEGIN CMS", "PKCS #7"_L1},
    {"-----BEGIN CERTIFICATE REQUEST", "PKCS #10 request"_L1},
    {"-----BEGIN NEW CERTIFICATE REQUEST", "PKCS #10 request"_L1},
    {"-----BEGIN X509 CRL", "CRL"_L1},
    {"-----BEGIN PGP ", "OpenPGP"_L1},
    {"-----BEGIN PUBLIC KEY", "public key"_L1},
    {"-----BEGIN RSA PUBLIC KEY", "public key"_L1},
};

template<auto Read, auto Free>
bool isDer(const QByteArray &content)
{
    const OpenSsl::Bio reader = OpenSsl::memory(content);
    auto *read = Read(reader.get(), nullptr);
    Free(read);
    return read != nullptr;
}

QLatin1StringView formatOfDer(const QByteArray &content)
{
    if (isDer<d2i_PKCS12_bio, PKCS12_free>(content))
        return PfxFormat;
    if (isDer<d2i_PKCS7_bio, PKCS7_free>(content))
        return "PKCS #7"_L1;
    if (isDer<d2i_X509_REQ_bio, X509_REQ_free>(content))
        return "PKCS #10 request"_L1;
    if (isDer<d2i_X509_CRL_bio, X509_CRL_free>(content))
        return "CRL"_L1;
    return isDer<d2i_PUBKEY_bio, EVP_PKEY_free>(content) ? "public key"_L1 : QLatin1StringView();
}

} // namespace

QString foreignFormat(const QByteArray &content)
{
    for (const auto &[sign, name] : Beginnings)
        if (content.startsWith(sign))
            return name;
    for (const auto &[sign, name] : Labels)
        if (content.contains(sign))
            return name;
    const QString name = formatOfDer(content);
    ERR_clear_error();
    return name;
}

QByteArray plainText(const QByteArray &content)
{
    const auto encoding = QStringConverter::encodingForData(content);
    if (!encoding)
        return content;
    const QString text = QStringDecoder(*encoding)(content);
    return text.toUtf8();
}

} // namespace Signalbox
