#pragma once

#include <QString>

#include <optional>

namespace Signalbox {

/// Whether, where and how long the message log is kept on disk.
struct JournalConfig
{
    static constexpr qint64 SmallestMaxBytes = 1024 * 1024;

    std::optional<bool> enabled{}; ///< nullopt: on, unless an endpoint has the preset for a class
    QString file{}; ///< empty: among the program's data; relative: from the configuration's folder
    int days = 7; ///< older entries go; 0: none do for their age
    qint64 maxBytes = 512LL * 1024 * 1024; ///< the oldest go beyond this; 0: none do for the size

    bool operator==(const JournalConfig &) const = default;
};

} // namespace Signalbox
