#pragma once

#include <QString>

namespace Signalbox {

/// True for what an endpoint can listen on: an IPv4 or IPv6 address (without brackets), a host
/// name, or "*". Judges the spelling only; whether this computer has the address shows when it
/// listens.
bool isListenAddress(const QString &address);

/// True for a host name (RFC 1123; underscores are let through, other letters are judged in their
/// xn-- form). Numbers with dots are not one: they are an address, or a mistyped one.
bool isHostName(const QString &name);

/// True for a numeric address, IPv6 without brackets.
bool isIpAddress(const QString &address);

/// A host name or address as hosts are compared: in ASCII (IDNA), lower case, without the dot of
/// the root; addresses in their usual spelling, without brackets and zone.
QString normalHost(const QString &host);

/// True for what only this computer can reach: 127.x.x.x, ::1, localhost.
bool isLoopbackAddress(const QString &address);

/// True for a browser's origin (RFC 6454 section 6.1) as configured: "https://example.org:8443" (no
/// path), "null" (a page opened from disk), or "*" for any.
bool isOrigin(const QString &origin);

/// The same origin as browsers send it (WHATWG URL): scheme and host in lower case, the host in
/// ASCII (IDNA), without the scheme's usual port. What is no URL stays as it is.
QString normalOrigin(const QString &origin);

} // namespace Signalbox
