#include "core/log/logentries.h"

#include <algorithm>
#include <numeric>

namespace Signalbox {

namespace {
// Short lists are put together up to so many entries and so many bytes.
constexpr qsizetype Together = 1'024;
constexpr qsizetype TogetherBytes = 1024 * 1024;

qsizetype bytesOf(const QList<LogEntry> &list)
{
    return std::accumulate(
        list.begin(), list.end(), qsizetype(0),
        [](qsizetype sum, const LogEntry &entry) { return sum + entry.bytes(); });
}

} // namespace

size_t LogEntries::partOf(Position position) const
{
    const auto next =
        std::upper_bound(m_parts.begin(), m_parts.end(), position,
                         [](Position wanted, const Part &part) { return wanted < part.begin; });
    return size_t(next - m_parts.begin()) - 1;
}

void LogEntries::append(QList<LogEntry> list)
{
    if (list.isEmpty())
        return;
    const qsizetype bytes = bytesOf(list);
    append(std::move(list), bytes);
}

void LogEntries::append(QList<LogEntry> list, qsizetype bytes)
{
    const Position end = m_end + Position(list.size());
    Part *last = m_parts.empty() ? nullptr : &m_parts.back();
    if (last && last->list.size() + list.size() <= Together
        && last->bytes + bytes <= TogetherBytes) {
        last->list.append(std::move(list));
        last->bytes += bytes;
    } else {
        if (list.capacity() > 2 * list.size())
            list.squeeze(); // it stays for long
        m_parts.push_back({m_end, std::move(list), bytes});
    }
    m_end = end;
}

void LogEntries::append(const LogEntries &other)
{
    if (other.isEmpty())
        return;
    const auto skipped = qsizetype(other.m_begin - other.m_parts.front().begin);
    for (const Part &part : other.m_parts) {
        if (&part == &other.m_parts.front() && skipped > 0)
            append(part.list.sliced(skipped));
        else
            append(part.list, part.bytes);
    }
}

QList<QList<LogEntry>> LogEntries::removeFirst(qsizetype count)
{
    QList<QList<LogEntry>> removed;
    m_begin += Position(count);
    while (!m_parts.empty() && m_parts.front().end() <= m_begin) {
        removed.append(std::move(m_parts.front().list));
        m_parts.pop_front();
    }
    m_lastUsed = 0;
    return removed;
}

LogEntries LogEntries::takeFirst(qsizetype count)
{
    LogEntries taken;
    while (!isEmpty() && taken.size() < count) {
        Part &part = m_parts.front();
        const auto skipped = qsizetype(m_begin - part.begin);
        m_begin = part.end();
        if (skipped > 0)
            taken.append(part.list.sliced(skipped));
        else
            taken.append(std::move(part.list), part.bytes);
        m_parts.pop_front();
    }
    m_lastUsed = 0;
    return taken;
}

} // namespace Signalbox
