#include "core/config/endpointrules.h"

#include "core/config/hostname.h"

#include <algorithm>

namespace Signalbox {

bool isName(const QString &name)
{
    return !name.isEmpty() && name.size() <= LongestName
           && std::ranges::all_of(name, [](QChar c) { return c.isPrint() || c.isSurrogate(); });
}

bool isHost(const QString &text)
{
    return isHostName(text) || isIpAddress(text);
}

bool isSupported(Preset preset)
{
    return preset != Preset::Open; // it needs tokens
}

} // namespace Signalbox
