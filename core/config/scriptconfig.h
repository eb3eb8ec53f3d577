#pragma once

#include <QString>

#include <chrono>

namespace Signalbox {

/// A script: its source, or the file that holds it.
struct ScriptConfig
{
    QString source{};
    QString fileName{}; ///< relative to the configuration file; given: `source` is empty

    bool operator==(const ScriptConfig &) const = default;
};

/// What one run of a script may take. One for all endpoints: there is one script process.
struct ScriptLimits
{
    static constexpr std::chrono::milliseconds ShortestDeadline{10};
    static constexpr std::chrono::milliseconds LongestDeadline{10'000};
    static constexpr int LeastMegabytes = 32;
    static constexpr int MostMegabytes = 4096;

    std::chrono::milliseconds deadline{250};
    int megabytes = 256; ///< of all scripts together

    bool operator==(const ScriptLimits &) const = default;
};

} // namespace Signalbox
