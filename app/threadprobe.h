#pragma once

#include <QString>

#include <optional>

namespace Signalbox {

/// Whether the system lets this process have the threads that it needs for so many shards, and for
/// a window: without one of them it would wait for ever. nullopt: yes; else one English sentence.
std::optional<QString> lackOfThreads(int shards, bool hasWindow);

} // namespace Signalbox
