#pragma once

#include <QHashFunctions>
#include <QString>
#include <QUuid>

#include <optional>

namespace Signalbox {

/// A client's name on the wire: a UUID (RFC 9562, version 4), made when it connects and never used
/// again.
struct ClientId
{
    QUuid value;

    static ClientId create() { return {QUuid::createUuid()}; }
    /// Takes the 36-character form, with or without braces, in either case; nullopt for anything
    /// else.
    static std::optional<ClientId> fromString(QStringView text);

    bool isNull() const { return value.isNull(); }
    /// 36 characters, lower case, without braces.
    QString toString() const { return value.toString(QUuid::WithoutBraces); }

    bool operator==(const ClientId &) const = default;
    friend bool operator<(const ClientId &a, const ClientId &b) { return a.value < b.value; }
    friend size_t qHash(const ClientId &id, size_t seed = 0) { return qHash(id.value, seed); }
};

/// Two readable words made of the id ("bold-otter"), the same every time. Not unique: for people,
/// never for routing.
QString aliasOf(const ClientId &id);

} // namespace Signalbox
