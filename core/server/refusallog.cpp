#include "core/server/refusallog.h"

namespace Signalbox {

bool RefusalLog::wantsRow(Why why, const QString &address, Time now)
{
    if (now - m_since >= std::chrono::seconds(1)) {
        m_since = now;
        m_rows.clear();
    }
    const std::pair row(int(why), address);
    if (m_rows.size() >= MaxRows || m_rows.contains(row))
        return false;
    m_rows.insert(row);
    return true;
}

} // namespace Signalbox
