#include "ui/log/logmodel.h"

#include "ui/words/whytext.h"

#include <algorithm>
#include <limits>
#include <thread>

namespace Signalbox {

namespace {

constexpr std::chrono::microseconds LetOthersIn{200}; // to memory, whose lock is not fair
constexpr std::chrono::milliseconds SecondEnds{1'500}; // after its last row, at the latest

} // namespace

LogModel::LogModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_lettingGo.setMaxThreadCount(1);
    connect(&m_searchTurn, &Turn::came, this, &LogModel::continueSearch);
    connect(&m_catchUpTurn, &Turn::came, this, &LogModel::catchUp);
    m_secondTimer.setInterval(SecondEnds);
    m_secondTimer.setSingleShot(true);
    connect(&m_secondTimer, &QTimer::timeout, this, &LogModel::endLastSecond);
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_past.size() + m_shown.size());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

void LogModel::append(const LogEntries &batch)
{
    if (batch.isEmpty())
        return;
    // what of the batch fits at all
    qsizetype fits = 0;
    qint64 bytes = 0;
    qint64 cut = 0;
    while (fits < std::min<qsizetype>(batch.size(), m_maxRows)) {
        const LogEntry &last = batch[batch.size() - 1 - fits];
        const qint64 size = last.bytes();
        if (fits > 0 && bytes + size > m_maxBytes)
            break;
        bytes += size;
        cut += last.isCut() ? 1 : 0;
        ++fits;
    }
    for (const LogEntry &fresh : batch) {
        if (fresh.kind == LogKind::Gap)
            m_missed += fresh.count;
    }
    m_isChanging = true;
    const qsizetype skipped = batch.size() - fits;
    if (skipped > 0)
        dropPast(); // it would end before a hole
    const auto known = std::partition_point(
        m_past.begin(), m_past.end(),
        [from = batch.first().sequence](const LogEntry &entry) { return entry.sequence < from; });
    letPastGo(size_t(known - m_past.begin()), size_t(m_past.end() - known));
    makeRoom(skipped > 0 ? m_maxRows : fits, skipped > 0 ? m_maxBytes : bytes);
    m_first +=
        quint64(skipped); // they came and went at once; everything older has gone before them

    const quint64 from = end();
    m_entries.append(batch);
    letGo(m_entries.removeFirst(skipped));
    m_bytes += bytes;
    m_cut += cut;
    if (!m_unshownFrom)
        show(from);
    m_isChanging = false;
    Q_EMIT countsChanged();
}

/// Lets the oldest go until `rows` more and `bytes` more fit.
void LogModel::makeRoom(qsizetype rows, qint64 bytes)
{
    qsizetype leaving = 0;
    qint64 leavingBytes = 0;
    qint64 leavingCut = 0;
    const qint64 room = m_maxBytes - bytes;
    const qint64 maxRows = m_maxRows - rows;
    while (leaving < m_entries.size()
           && (m_entries.size() - leaving > maxRows || m_bytes - leavingBytes > room)) {
        leavingBytes += m_entries[leaving].bytes();
        leavingCut += m_entries[leaving].isCut() ? 1 : 0;
        ++leaving;
    }
    if (leaving == 0)
        return;
    const quint64 first = m_first + quint64(leaving);
    if (m_pastBegin && m_lastMatch < first && m_sampler.second().isSampled()) {
        // its samples stay as rows of the past, so what tells of the others has to as well
        std::vector<Key> fresh;
        endSecond(fresh);
        insert(fresh);
    }
    const auto kept = std::lower_bound(m_shown.begin(), m_shown.end(), 2 * first);
    const bool isSeen = kept != m_shown.begin();
    const bool isPast = isSeen && m_pastBegin;
    if (isPast) {
        keepInPast(kept);
    } else if (isSeen) {
        const auto hidden = kept - m_shown.begin();
        beginRemoveRows({}, 0, int(hidden) - 1);
        m_stripes += quint64(hidden);
    }
    m_shown.erase(m_shown.begin(), kept);
    m_summaries.erase(m_summaries.begin(), m_summaries.lower_bound(first));
    letGo(m_entries.removeFirst(leaving));
    m_first = first;
    m_bytes -= leavingBytes;
    m_cut -= leavingCut;
    if (isSeen && !isPast)
        endRemoveRows();
    if (m_search) {
        std::deque<Key> &found = m_search->shown;
        found.erase(found.begin(), std::lower_bound(found.begin(), found.end(), 2 * m_first));
    }
    trimPast();
}

/// In a thread of its own: the memory comes from the server's threads, and to give it back is to
/// wait for them, for 20 ms when one of them loses its core meanwhile.
void LogModel::letGo(QList<QList<LogEntry>> &&lists)
{
    if (lists.isEmpty())
        return;
    m_lettingGo.start([gone = std::move(lists)]() mutable {
        while (!gone.isEmpty()) {
            gone.removeFirst();
            std::this_thread::sleep_for(LetOthersIn);
        }
    });
}

/// The shown rows before `end` leave memory: as rows they stay where they are.
void LogModel::keepInPast(std::deque<Key>::iterator end)
{
    for (auto key = m_shown.begin(); key != end; ++key) {
        m_past.push_back(entryOf(*key));
        m_pastBytes += m_past.back().bytes();
        m_pastSummaries += *key & 1;
    }
}

quint64 LogModel::beginPast()
{
    if (!m_pastBegin)
        m_pastBegin = m_entries.isEmpty() ? std::numeric_limits<quint64>::max() : oldestSequence();
    return *m_pastBegin;
}

void LogModel::prependPast(const QList<LogEntry> &entries, quint64 before)
{
    m_pastBegin = before;
    // where the past began without a row in memory, some may have come since
    const auto end = m_entries.isEmpty() || !m_past.empty()
                         ? entries.end()
                         : std::partition_point(entries.begin(), entries.end(),
                                                [from = oldestSequence()](const LogEntry &entry) {
                                                    return entry.sequence < from;
                                                });
    if (end == entries.begin())
        return;
    const auto count = int(end - entries.begin());
    m_isChanging = true;
    beginInsertRows({}, 0, count - 1);
    m_past.insert(m_past.begin(), entries.begin(), end);
    for (auto entry = entries.begin(); entry != end; ++entry)
        m_pastBytes += entry->bytes();
    m_stripes -= quint64(count); // only whether it is odd counts
    endInsertRows();
    m_isChanging = false;
    Q_EMIT countsChanged();
}

/// So that who reads in the past for hours while rows come in does not fill the memory.
void LogModel::trimPast()
{
    size_t surplus = m_past.size() - std::min(m_past.size(), MaxPastRows);
    qint64 bytes = m_pastBytes;
    for (size_t i = 0; i < surplus; ++i)
        bytes -= m_past[i].bytes();
    for (; surplus < m_past.size() && bytes > m_maxBytes; ++surplus)
        bytes -= m_past[surplus].bytes();
    if (surplus == 0)
        return;
    letPastGo(0, surplus);
    if (m_past.empty())
        m_pastBegin.reset();
    else
        m_pastBegin = m_past.front().sequence;
}

void LogModel::letPastGo(size_t first, size_t count)
{
    if (count == 0)
        return;
    const auto begin = m_past.begin() + std::ptrdiff_t(first);
    const auto end = begin + std::ptrdiff_t(count);
    beginRemoveRows({}, int(first), int(first + count) - 1);
    for (auto entry = begin; entry != end; ++entry) {
        m_pastBytes -= entry->bytes();
        m_pastSummaries -= isSampleSummary(*entry) ? 1 : 0;
    }
    m_past.erase(begin, end);
    m_stripes += count;
    endRemoveRows();
}

void LogModel::dropPast()
{
    m_pastBegin.reset();
    if (m_past.empty())
        return;
    letPastGo(0, m_past.size());
    Q_EMIT countsChanged();
}

void LogModel::forgetPast()
{
    m_past.clear();
    m_pastBegin.reset();
    m_pastBytes = 0;
    m_pastSummaries = 0;
}

quint64 LogModel::oldestSequence() const
{
    return m_entries.isEmpty() ? 0 : m_entries.first().sequence;
}

/// Shows the rows from number `from` on that the filter lets through, or samples of them. The
/// number of the first one that there was no time for.
quint64 LogModel::show(quint64 from, TimeSlice slice)
{
    std::vector<Key> fresh;
    quint64 number = std::max(from, shownBegin());
    for (; number < end(); ++number) {
        if (slice.isOver())
            break;
        const LogEntry &row = entry(number);
        if (!m_filter.isEverything() && !m_filter.matches(row))
            continue;
        if (m_sampler.isOver(row.at))
            endSecond(fresh);
        if (!m_isSampling || m_sampler.takes(row))
            fresh.push_back(2 * number);
        m_lastMatch = number;
    }
    insert(fresh);
    if (m_sampler.second().isSampled())
        m_secondTimer.start();
    return number;
}

/// One slice of what waited.
void LogModel::catchUp()
{
    if (*m_unshownFrom < m_first)
        dropPast(); // some of those that waited have left: it would end before a hole
    const quint64 next = show(shownEnd(), TimeSlice());
    if (next < end()) {
        m_unshownFrom = next;
        m_catchUpTurn.ask();
    } else {
        m_unshownFrom.reset();
    }
    Q_EMIT countsChanged();
}

/// The last entry of the second stands, shown or not, before the row that tells of it.
void LogModel::endSecond(std::vector<Key> &fresh)
{
    const RowSampler::Second second = m_sampler.end();
    if (!second.isSampled() || m_lastMatch < m_first)
        return;
    LogEntry summary;
    summary.kind = LogKind::Gap;
    summary.sequence = entry(m_lastMatch).sequence;
    summary.at = entry(m_lastMatch).at;
    summary.count = quint32(second.rows);
    summary.waiting = quint32(second.shown);
    m_summaries.emplace(m_lastMatch, std::move(summary));
    fresh.push_back(2 * m_lastMatch + 1);
}

void LogModel::endLastSecond()
{
    if (m_unshownFrom)
        return; // all of it is shown, and what comes after the pause begins another
    std::vector<Key> fresh;
    endSecond(fresh);
    insert(fresh);
    Q_EMIT countsChanged();
}

void LogModel::insert(const std::vector<Key> &fresh)
{
    if (fresh.empty())
        return;
    const int row = rowCount();
    beginInsertRows({}, row, row + int(fresh.size()) - 1);
    m_shown.insert(m_shown.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

void LogModel::setCapacity(int rows, qint64 bytes)
{
    m_maxRows = std::max(1, rows);
    m_maxBytes = std::max<qint64>(1, bytes);
    if (m_entries.isEmpty())
        return;
    // the newest stays whatever its size
    const qint64 newest = m_entries.last().bytes();
    m_isChanging = true;
    makeRoom(0, std::min<qint64>(0, m_maxBytes - newest));
    m_isChanging = false;
    Q_EMIT countsChanged();
}

void LogModel::setFilter(const LogFilter &filter)
{
    m_search = Search{filter, {}, shownBegin()};
    continueSearch();
}

void LogModel::beginSearch()
{
    m_search = Search{m_search ? m_search->filter : m_filter, {}, shownBegin()};
    continueSearch();
}

/// One slice; when it comes to the end, the rows found replace those shown.
void LogModel::continueSearch()
{
    if (!m_search)
        return;
    Search &search = *m_search;
    search.next = std::max(search.next, shownBegin());
    for (TimeSlice slice; search.next < shownEnd(); ++search.next) {
        if (slice.isOver())
            return m_searchTurn.ask();
        if (search.filter.isEverything() || search.filter.matches(entry(search.next)))
            search.shown.push_back(2 * search.next);
    }
    beginResetModel();
    m_filter = search.filter;
    forgetPast();
    m_shown.swap(search.shown);
    m_summaries.clear(); // nothing is left out any more
    m_sampler = {};
    m_secondTimer.stop();
    m_search.reset();
    m_searchTurn.cancel();
    endResetModel();
    Q_EMIT countsChanged();
}

void LogModel::setPaused(bool paused)
{
    if (paused == m_isPaused)
        return;
    m_isPaused = paused;
    if (!paused)
        return catchUp();
    m_catchUpTurn.cancel();
    if (!m_unshownFrom)
        m_unshownFrom = end();
    if (isLeavingOut() || m_pastSummaries > 0)
        beginSearch(); // shows what the samples left out
    Q_EMIT countsChanged();
}

qint64 LogModel::waiting() const
{
    return m_isPaused ? qint64(end() - shownEnd()) : 0;
}

void LogModel::clear()
{
    m_clearedBefore = m_isPaused ? shownEnd() : end();
    beginSearch();
}

void LogModel::undoClear()
{
    m_clearedBefore = 0;
    beginSearch();
}

const LogEntry &LogModel::entryOf(Key key) const
{
    return key & 1 ? m_summaries.find(key / 2)->second : entry(key / 2);
}

const LogEntry &LogModel::entryAt(int row) const
{
    const auto at = size_t(row);
    return at < m_past.size() ? m_past[at] : entryOf(m_shown[at - m_past.size()]);
}

bool LogModel::isSummary(int row) const
{
    const auto at = size_t(row);
    return at < m_past.size() ? isSampleSummary(m_past[at])
                              : (m_shown[at - m_past.size()] & 1) != 0;
}

QList<LogEntry> LogModel::entriesInMemory() const
{
    QList<LogEntry> entries;
    if (!isLeavingOut()) {
        entries.reserve(qsizetype(m_shown.size()));
        for (const Key key : m_shown)
            entries.append(entry(key / 2));
        return entries;
    }
    for (quint64 number = shownBegin(); number < shownEnd(); ++number) {
        if (m_filter.isEverything() || m_filter.matches(entry(number)))
            entries.append(entry(number));
    }
    return entries;
}

int LogModel::rowFromSequence(quint64 sequence) const
{
    if (!m_past.empty() && m_past.back().sequence >= sequence) {
        const auto past = std::lower_bound(
            m_past.begin(), m_past.end(), sequence,
            [](const LogEntry &entry, quint64 wanted) { return entry.sequence < wanted; });
        return int(past - m_past.begin());
    }
    const auto found =
        std::lower_bound(m_shown.begin(), m_shown.end(), sequence, [this](Key key, quint64 wanted) {
            return entry(key / 2).sequence < wanted;
        });
    return pastRows() + int(found - m_shown.begin());
}

int LogModel::rowOfSequence(quint64 sequence) const
{
    const int row = rowFromSequence(sequence);
    return row < rowCount() && !isSummary(row) && entryAt(row).sequence == sequence ? row : -1;
}

bool LogModel::isCausedByRowAbove(int row) const
{
    const quint64 cause = entryAt(row).cause;
    if (cause == 0 || row == 0)
        return false;
    const LogEntry &above = entryAt(row - 1);
    return above.sequence == cause || above.cause == cause;
}

} // namespace Signalbox
