#include "core/server/refusallog.h"

namespace Signalbox {

using namespace std::chrono_literals;

RefusalLog::RefusalLog(Keep keep, QObject *parent)
    : m_keep(std::move(keep))
    , m_timer(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(1s);
    m_timer.callOnTimeout(&m_timer, [this] { tellOthers(); });
}

RefusalLog::~RefusalLog()
{
    tellOthers();
}

bool RefusalLog::wantsRow(const Key &key, Time now)
{
    if (now - m_since >= 1s) {
        m_since = now;
        m_rows.clear();
        tellOthers();
    }
    if (m_rows.size() >= MaxRows || m_rows.contains(key))
        return false;
    m_rows.insert(key);
    return true;
}

void RefusalLog::add(LogEntry entry, Time now)
{
    Key key(int(entry.why), entry.clientName);
    if (wantsRow(key, now))
        return m_keep(std::move(entry));
    if (m_others.size() >= MaxRows && !m_others.contains(key)) {
        key.second.clear(); // of any address
        entry.clientName.clear();
    }
    LogEntry &others = m_others[key];
    entry.count = others.count + 1;
    entry.detail.clear();
    others = std::move(entry);
    if (!m_timer.isActive())
        m_timer.start();
}

void RefusalLog::tellOthers()
{
    m_timer.stop();
    const QMap<Key, LogEntry> others = std::exchange(m_others, {});
    for (LogEntry entry : others)
        m_keep(std::move(entry));
}

} // namespace Signalbox
