#include "core/values/utf8checker.h"

#include <cstring>

namespace Signalbox {

bool Utf8Checker::feed(QByteArrayView bytes)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at < end) {
        if (m_needed == 0) { // eight ASCII characters at a time
            quint64 block = 0;
            while (end - at >= 8
                   && (std::memcpy(&block, at, 8), (block & 0x8080808080808080ULL) == 0))
                at += 8;
            if (at == end)
                break;
        }
        const auto c = quint8(*at++);
        if (m_needed > 0) {
            if (c < m_low || c > m_high)
                return false;
            m_low = 0x80;
            m_high = 0xBF;
            --m_needed;
        } else if (c >= 0x80) {
            if (c < 0xC2 || c > 0xF4)
                return false;
            m_needed = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
            m_low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80; // no overlong forms
            m_high = c == 0xED   ? 0x9F
                     : c == 0xF4 ? 0x8F
                                 : 0xBF; // no surrogates, nothing above U+10FFFF
        }
    }
    return true;
}

} // namespace Signalbox
