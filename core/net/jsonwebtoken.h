#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Signalbox {

/// What is to be said of a signed token.
enum class TokenVerdict : quint8 {
    Right,
    Malformed, ///< no three parts in base64url, or they are not what they should be
    WrongAlgorithm, ///< not HS256, whatever else it asks for: "none" too
    WrongSignature,
    NoExpiry, ///< it would be good for ever
    Expired,
    NotYet,
};

/// True if two secrets are the same; takes as long whether they are alike or not.
bool isSameSecret(QByteArrayView a, QByteArrayView b);

/// Judges a JSON Web Token (RFC 7519) that is signed with HS256 (RFC 7515, 7518) and no other
/// algorithm; `exp` is demanded, `nbf` obeyed, both with ClockSkew seconds of tolerance. `now`:
/// seconds since 1970.
TokenVerdict judgeToken(const QByteArray &token, const QByteArray &key, qint64 now);
constexpr qint64 ClockSkew = 30;

} // namespace Signalbox
