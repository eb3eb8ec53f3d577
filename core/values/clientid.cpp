#include "core/values/clientid.h"

#include "core/values/aliaswords.h"

#include <QLatin1StringView>

#include <algorithm>

namespace Signalbox {

namespace {

constexpr qsizetype UuidLength = 36;

bool isUuidCharacter(QChar c, qsizetype index)
{
    if (index == 8 || index == 13 || index == 18 || index == 23)
        return c == u'-';
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

} // namespace

std::optional<ClientId> ClientId::fromString(QStringView text)
{
    if (text.size() == UuidLength + 2 && text.front() == u'{' && text.back() == u'}')
        text = text.sliced(1, UuidLength);
    if (text.size() != UuidLength)
        return std::nullopt;
    for (qsizetype i = 0; i < UuidLength; ++i) {
        if (!isUuidCharacter(text[i], i))
            return std::nullopt;
    }
    return ClientId{QUuid::fromString(text)};
}

QString aliasOf(const ClientId &id)
{
    // FNV-1a over all sixteen bytes, then the finishing step of MurmurHash3: ids that differ in one
    // bit get other words
    quint64 hash = 0xcbf29ce484222325U;
    const QByteArray bytes = id.value.toRfc4122();
    for (const char byte : bytes)
        hash = (hash ^ quint8(byte)) * 0x100000001b3U;
    hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdU;
    hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53U;
    const std::string_view adjective = AliasAdjectives[(hash >> 40) % AliasAdjectives.size()];
    const std::string_view animal = AliasAnimals[(hash >> 20) % AliasAnimals.size()];
    return QLatin1StringView(adjective.data(), qsizetype(adjective.size())) % u'-'
           % QLatin1StringView(animal.data(), qsizetype(animal.size()));
}

} // namespace Signalbox
