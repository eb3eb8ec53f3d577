#pragma once

#include <QtGlobal>

#include <cstddef>

namespace Signalbox {

constexpr size_t CacheLine = 64; ///< bytes; a guess is good enough

/// Brings memory into the processor's cache while other things are done. Changes nothing else.
inline void prefetch([[maybe_unused]] const void *from, [[maybe_unused]] size_t size = 1)
{
#ifdef Q_CC_GNU // and Clang
    const char *line = static_cast<const char *>(from);
    for (size_t at = 0; at < size; at += CacheLine)
        __builtin_prefetch(line + at, 1);
#endif
}

} // namespace Signalbox
