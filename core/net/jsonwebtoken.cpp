#include "core/net/jsonwebtoken.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

#include <openssl/crypto.h>
#include <optional>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

std::optional<QByteArray> decoded(const QByteArray &part)
{
    const auto result = QByteArray::fromBase64Encoding(
        part, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals
                  | QByteArray::AbortOnBase64DecodingErrors);
    if (result.decodingStatus != QByteArray::Base64DecodingStatus::Ok || part.contains('='))
        return std::nullopt;
    return result.decoded;
}

std::optional<QJsonObject> objectOf(const QByteArray &part)
{
    const auto json = decoded(part);
    const QJsonDocument document = QJsonDocument::fromJson(json.value_or(QByteArray()));
    if (!document.isObject())
        return std::nullopt;
    return document.object();
}

} // namespace

bool isSameSecret(QByteArrayView a, QByteArrayView b)
{
    const auto digest = [](QByteArrayView secret) {
        QCryptographicHash hash(QCryptographicHash::Sha256); // so that lengths tell nothing either
        hash.addData(secret);
        return hash.result();
    };
    const QByteArray one = digest(a);
    const QByteArray other = digest(b);
    return CRYPTO_memcmp(one.constData(), other.constData(), size_t(one.size())) == 0;
}

TokenVerdict judgeToken(const QByteArray &token, const QByteArray &key, qint64 now)
{
    if (token.count('.') != 2)
        return TokenVerdict::Malformed;
    const QByteArrayList parts = token.split('.');
    const auto header = objectOf(parts[0]);
    if (!header)
        return TokenVerdict::Malformed;
    if (header->value("alg"_L1).toString() != "HS256"_L1)
        return TokenVerdict::WrongAlgorithm;
    if (header->contains("crit"_L1)) // RFC 7515 section 4.1.11: we understand none of them
        return TokenVerdict::Malformed;
    const auto signature = decoded(parts[2]);
    if (!signature)
        return TokenVerdict::Malformed;
    const QByteArray content = parts[0] + '.' + parts[1]; // a builder is no QByteArrayView
    const QByteArray right =
        QMessageAuthenticationCode::hash(content, key, QCryptographicHash::Sha256);
    if (!isSameSecret(*signature, right))
        return TokenVerdict::WrongSignature;
    const auto claims = objectOf(parts[1]);
    if (!claims)
        return TokenVerdict::Malformed;
    const QJsonValue expiry = claims->value("exp"_L1);
    if (!expiry.isDouble())
        return TokenVerdict::NoExpiry;
    if (expiry.toDouble() <= double(now - ClockSkew))
        return TokenVerdict::Expired;
    const QJsonValue begin = claims->value("nbf"_L1);
    if (!begin.isUndefined() && (!begin.isDouble() || begin.toDouble() > double(now + ClockSkew)))
        return TokenVerdict::NotYet;
    return TokenVerdict::Right;
}

} // namespace Signalbox
