#include "core/log/feed.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace Signalbox {

namespace {

constexpr qsizetype PartEntries = 1'024; // larger lists would go back to the system, page by page
constexpr qsizetype PartBytes = 4 * 1024 * 1024;

} // namespace

quint64 Feed::keep(LogEntry &&entry)
{
    const std::scoped_lock lock(m_mutex);
    if (m_newest.entries.size() >= PartEntries || m_newest.bytes >= PartBytes)
        seal();
    entry.sequence = m_next++;
    m_newest.bytes += entry.bytes();
    m_newest.entries.append(std::move(entry));
    return m_next - 1;
}

/// Gives what came last to those who want it. Who does not take loses its oldest, so that a stuck
/// reader costs no more than that.
void Feed::seal()
{
    const qsizetype size = m_newest.entries.size();
    if (size == 0) {
        m_newest = {}; // with the room that nobody needed
        return;
    }
    for (Reader *reader : {&m_window, &m_journal}) {
        if (!reader->wanted)
            continue;
        reader->parts.append(m_newest);
        reader->entries += m_newest.entries.size();
        reader->bytes += m_newest.bytes;
        while (reader->entries > MaxEntries || reader->bytes > MaxBytes) {
            const Part oldest = reader->parts.takeFirst();
            reader->entries -= oldest.entries.size();
            reader->bytes -= oldest.bytes;
            reader->missed += quint64(oldest.entries.size());
        }
    }
    m_newest = {};
    // as many are likely to come, so that no list need grow: this one may be the rest of full ones
    m_newest.entries.reserve(std::max(size, std::exchange(m_lastSize, size)));
}

void Feed::setWanted(Reader &reader, bool wanted)
{
    const std::scoped_lock lock(m_mutex);
    seal(); // for those who wanted it until now
    reader.wanted = wanted;
    if (!wanted)
        reader = {};
    m_wanted.store(m_window.wanted || m_journal.wanted, std::memory_order_relaxed);
    m_wantedByWindow.store(m_window.wanted, std::memory_order_relaxed);
}

void Feed::continueAfter(quint64 sequence)
{
    const std::scoped_lock lock(m_mutex);
    m_next = std::max(m_next, sequence + 1);
}

void Feed::join(const ClientInfo &client)
{
    if (!m_wantedByWindow)
        return;
    const std::scoped_lock lock(m_mutex);
    m_clients.joined.append(client);
}

void Feed::leave(const ClientLeft &client)
{
    if (!m_wantedByWindow)
        return;
    const std::scoped_lock lock(m_mutex);
    m_clients.left.append(client);
}

void Feed::update(const QList<ClientStats> &stats)
{
    if (!m_wantedByWindow || stats.isEmpty())
        return;
    const std::scoped_lock lock(m_mutex);
    m_clients.stats.append(stats);
}

/// What waits for this reader, or the first of it; call it with the mutex held.
Feed::Reader Feed::grab(Reader &reader, qsizetype enough)
{
    seal();
    Reader taken;
    if (reader.parts.isEmpty())
        return taken;
    taken.missed = std::exchange(reader.missed, 0);
    while (!reader.parts.isEmpty() && taken.bytes < enough) {
        Part part = reader.parts.takeFirst();
        reader.entries -= part.entries.size();
        reader.bytes -= part.bytes;
        taken.bytes += part.bytes;
        taken.parts.append(std::move(part));
    }
    return taken;
}

QList<QList<LogEntry>> Feed::listsOf(Reader &&taken)
{
    QList<QList<LogEntry>> lists;
    if (taken.missed > 0) {
        const LogEntry &next = taken.parts.constFirst().entries.constFirst();
        LogEntry gap;
        gap.kind = LogKind::Gap;
        gap.failed = true;
        gap.count = quint32(taken.missed);
        gap.at = next.at;
        gap.sequence = next.sequence - 1;
        lists.append({gap});
    }
    for (Part &part : taken.parts)
        lists.append(std::move(part.entries));
    return lists;
}

Feed::Taken Feed::takeForJournal(qsizetype enough)
{
    Reader taken;
    bool isAll = true;
    {
        const std::scoped_lock lock(m_mutex);
        taken = grab(m_journal, enough);
        isAll = m_journal.parts.isEmpty();
    }
    return {listsOf(std::move(taken)), isAll};
}

FeedBatch Feed::take()
{
    FeedBatch batch;
    Reader taken;
    {
        const std::scoped_lock lock(m_mutex);
        std::swap(batch, m_clients);
        taken = grab(m_window);
    }
    for (QList<LogEntry> &list : listsOf(std::move(taken)))
        batch.entries.append(std::move(list));
    QHash<ClientId, qsizetype> newest;
    QList<ClientStats> stats;
    for (const ClientStats &one : std::as_const(batch.stats)) {
        const auto at = newest.constFind(one.id);
        if (at != newest.cend()) {
            stats[*at] = one;
        } else {
            newest.insert(one.id, stats.size());
            stats.append(one);
        }
    }
    batch.stats = std::move(stats);
    return batch;
}

} // namespace Signalbox
