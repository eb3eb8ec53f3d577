#pragma once

#include <QByteArray>
#include <QString>

namespace Signalbox {

/// Close codes we use (RFC 6455 section 7.4.1).
namespace CloseCode {
inline constexpr quint16 Normal = 1000;
inline constexpr quint16 GoingAway = 1001;
inline constexpr quint16 ProtocolError = 1002;
inline constexpr quint16 NoStatus = 1005; ///< never sent: there was no code
inline constexpr quint16 Abnormal = 1006; ///< never sent: there was no close frame
inline constexpr quint16 BadData = 1007;
inline constexpr quint16 Policy = 1008;
inline constexpr quint16 TooBig = 1009;
inline constexpr quint16 InternalError = 1011;
inline constexpr quint16 Restart = 1012;
inline constexpr quint16 TryLater = 1013;
} // namespace CloseCode

/// Codes that may stand in a close frame: 1000–1003, 1007–1014 and 3000–4999. The others are
/// reserved or undefined.
constexpr bool isLegalCloseCode(quint16 code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
           || (code >= 3000 && code <= 4999);
}

/// A reason as it may be sent: UTF-8, at most 123 bytes (a control frame holds 125), cut on a
/// character.
QString cutReason(const QString &reason);

} // namespace Signalbox
