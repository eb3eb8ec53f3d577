#pragma once

#include <QStringList>

namespace Signalbox {

/// How the document spells the presets, in the order of enum Preset.
inline QStringList presetNames()
{
    return {QStringLiteral("local"), QStringLiteral("class"), QStringLiteral("open")};
}

/// How the document spells what becomes of slow clients, in the order of enum SlowPolicy.
inline QStringList slowPolicyNames()
{
    return {QStringLiteral("disconnect"), QStringLiteral("dropOldest"),
            QStringLiteral("dropNewest"), QStringLiteral("keepLatest")};
}

/// How the document spells TLS versions, in the order of enum TlsVersion.
inline QStringList tlsVersionNames()
{
    return {QStringLiteral("1.2"), QStringLiteral("1.3")};
}

/// How the document spells what becomes of missed runs, in the order of enum MissedPolicy.
inline QStringList missedPolicyNames()
{
    return {QStringLiteral("skip"), QStringLiteral("once"), QStringLiteral("all")};
}

/// How the document spells the kinds of events, in the order of enum EventType.
inline QStringList eventTypeNames()
{
    return {QStringLiteral("connect"), QStringLiteral("disconnect")};
}

/// The methods that an HTTP route may be for.
inline QStringList httpMethodNames()
{
    return {QStringLiteral("GET"),    QStringLiteral("HEAD"),  QStringLiteral("POST"),
            QStringLiteral("PUT"),    QStringLiteral("PATCH"), QStringLiteral("DELETE"),
            QStringLiteral("OPTIONS")};
}

} // namespace Signalbox
