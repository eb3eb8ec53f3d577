#pragma once

namespace Signalbox {

/// The value of a hexadecimal digit of either case; -1: it is none.
constexpr int hexValue(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

} // namespace Signalbox
