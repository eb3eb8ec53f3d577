#pragma once

#include "core/server/endpointstatus.h"

#include <QLatin1StringView>

namespace Signalbox {

/// What the window shows of an endpoint's state, the most urgent thing first.
enum class EndpointMark : quint8 {
    Listening,
    TlsWarning, ///< listening, and its certificate ends soon
    Held, ///< listening, and nothing is being sent
    Starting,
    Stopping,
    Stopped,
    Failed,
};

/// The state in words and colour. A value.
struct EndpointLook
{
    EndpointMark mark = EndpointMark::Stopped;
    QString word; ///< one or two: "Listening", "Closing 3"
    QString sentence; ///< the word and what is to be known: "Stopped", "Port 8091 is taken…"
    QLatin1StringView tone; ///< of the style rules; empty: neither good nor bad
    QString icon; ///< of a line icon; empty: a dot
};
/// `held`: whether all sends are on hold. Pure. The texts are plain.
EndpointLook lookOf(const EndpointStatus &status, bool held, const QDateTime &now);

/// How near the end of a certificate is: warned about at 30 days, 7 days and one day.
enum class CertificateStage : quint8 { Fine, Month, Week, Day, Ended };
CertificateStage certificateStage(const QDateTime &end, const QDateTime &now);

/// What is to be said about the end of a running endpoint's certificate, and what to do; empty:
/// nothing.
QString certificateWarning(const EndpointStatus &status, const QDateTime &now);

/// "26 days", "one day", "less than a day"; for what lies ahead.
QString daysUntil(const QDateTime &end, const QDateTime &now);

/// "127.0.0.1:8091", ":8091" for every address; IPv6 in brackets.
QString endpointPlace(const EndpointStatus &status);

/// An endpoint as a screen reader says it: name, state, where, how many clients.
QString endpointSentence(const EndpointStatus &status, const EndpointLook &look);

} // namespace Signalbox
