#pragma once

#include <QString>
#include <QTimeZone>

#include <chrono>
#include <optional>

namespace Signalbox {

/// What a clock on the wall of `zone` shows at an instant.
std::chrono::local_seconds toLocal(std::chrono::sys_seconds instant, const QTimeZone &zone);

/// The instant at which a clock on the wall of `zone` first shows `local`: the earlier of two when
/// the clock is set back; when the clock is set forward over it, the instant of that jump. Not left
/// to QDateTime, whose answer for such times changed between versions of Qt.
std::chrono::sys_seconds firstInstantOf(std::chrono::local_seconds local, const QTimeZone &zone);

/// The zone of an IANA name, such as "Europe/Berlin"; of an empty one, the system's. Invalid: there
/// is no such zone.
QTimeZone zoneOf(const QString &id);

enum class DayMeans : quint8 { ItsFirstSecond, ItsLastSecond };
/// The instant that an ISO 8601 text stands for: "2026-11-24T10:00:00+01:00", "2026-11-24T09:00Z";
/// without an offset it is what the clocks of `zone` show; `means` says what a day alone is.
/// nullopt: it is no such text.
std::optional<std::chrono::sys_seconds> instantOf(const QString &text, const QTimeZone &zone,
                                                  DayMeans means);

} // namespace Signalbox
