#pragma once

#include <array>
#include <cstdio>
#include <map>
#include <string>

namespace Signalbox::Load {

/// A number with three decimals, as JSON writes it.
inline std::string decimal(double value)
{
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), "%.3f", value);
    return text.data();
}

/// An object that counts by number: {"1000":3}.
inline std::string countsObject(const std::map<int, int> &counts)
{
    std::string text;
    for (const auto &[key, count] : counts)
        text += (text.empty() ? "\"" : ",\"") + std::to_string(key) + "\":" + std::to_string(count);
    return "{" + text + "}";
}

} // namespace Signalbox::Load
