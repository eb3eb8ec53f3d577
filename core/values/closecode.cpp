#include "core/values/closecode.h"

namespace Signalbox {

QString cutReason(const QString &reason)
{
    constexpr qsizetype MaxBytes = 123;
    qsizetype bytes = 0;
    for (qsizetype i = 0; i < reason.size();) {
        const bool pair = reason.at(i).isHighSurrogate() && i + 1 < reason.size()
                          && reason.at(i + 1).isLowSurrogate();
        const qsizetype units = pair ? 2 : 1;
        const char16_t c = reason.at(i).unicode();
        bytes += pair ? 4 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        if (bytes > MaxBytes)
            return reason.first(i);
        i += units;
    }
    return reason;
}

} // namespace Signalbox
