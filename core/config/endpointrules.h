#pragma once

#include "core/config/configuration.h"

namespace Signalbox {

// What the things of a configuration may be called, and what an endpoint may ask for: for the
// document's reader and for the window.

constexpr qsizetype LongestName = 64; ///< in UTF-16 units

/// 1 to LongestName characters, all of them visible.
bool isName(const QString &name);

/// Something under which an endpoint may be reached: a host name or a numeric address.
bool isHost(const QString &text);

/// 1 to LongestSecret characters of ASCII, none of them a space: it has to fit into a header and a
/// query.
bool isSecret(const QString &text);
constexpr qsizetype LongestSecret = 1024;
constexpr qsizetype ShortestTokenKey = 32; ///< RFC 7518 section 3.2

/// What an endpoint that anybody may reach (Preset::Open) still lacks.
enum class OpenLack : quint8 {
    Nothing,
    Tls,
    Token, ///< or a key for tokens
    LongToken, ///< it is shorter than ShortestOpenToken
    NoJoinCode, ///< a code that people type is no secret
    Hosts, ///< the names under which it is reached
};
constexpr qsizetype ShortestOpenToken = 16;
/// Nothing for the other presets.
OpenLack openLack(const EndpointConfig &endpoint);

/// The endpoints whose entries the journal leaves out: what a class writes is its own, unless the
/// journal's switch says that it is kept.
QStringList endpointsNotKept(const Configuration &configuration);

} // namespace Signalbox
