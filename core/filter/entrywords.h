#pragma once

#include "core/values/logentry.h"

namespace Signalbox {

/// Which way a row points: the words of the filter's `dir:` and of screen readers, and the icons.
enum class Direction : quint8 { In, Out, Inside, Failed, Joined, Left };

Direction directionOf(const LogEntry &entry);

/// The untranslated words of the filter language and of files.
QLatin1StringView kindWord(LogKind kind);
QLatin1StringView directionWord(Direction direction);
QLatin1StringView typeWord(PayloadType type);

inline constexpr int LogKindCount = int(LogKind::Gap) + 1;
inline constexpr int DirectionCount = int(Direction::Left) + 1;
inline constexpr int PayloadTypeCount = int(PayloadType::Binary) + 1;
inline constexpr int WhyCount = int(Why::CertificateNotMade) + 1;

} // namespace Signalbox
