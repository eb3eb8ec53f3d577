#pragma once

#include "core/filter/logfilter.h"
#include "core/log/logentries.h"
#include "ui/log/rowsampler.h"
#include "ui/widgets/timeslice.h"
#include "ui/widgets/turn.h"

#include <QAbstractTableModel>
#include <QThreadPool>
#include <QTimer>

#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace Signalbox {

/// The newest rows of the message log, bounded by their number and by the bytes that they take,
/// seen through a filter of its own (a proxy is twenty times slower). A batch costs one removal and
/// one insertion, whatever its size. Text is only made for cells that are asked for. The window's
/// thread.
///
/// A filter that needs long is applied in slices between other events; until it is through, the
/// rows of the old one stay.
///
/// Above the rows in memory there may be a past: older rows that the same filter lets through,
/// brought from elsewhere. While there is one, rows that leave memory become part of it, so that
/// nothing is missing between; its own oldest go when it has too many. A new filter ends it.
///
/// Of a flood only samples are shown (RowSampler), each second with a row below them that tells how
/// many there were: isSummary(). All rows are in memory; a pause, or another filter, shows them.
/// Samples that left memory for the past are fetched whole after that.
class LogModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogModel)
public:
    enum Column {
        NumberColumn,
        TimeColumn,
        DirectionColumn,
        KindColumn,
        EndpointColumn,
        PathColumn,
        ClientColumn,
        TypeColumn,
        MessageColumn,
        WhyColumn,
        SizeColumn,
        ColumnCount,
    };
    enum Role { SortRole = Qt::UserRole + 1, EntryRole };

    static constexpr int DefaultRows = 200'000;
    static constexpr qint64 DefaultBytes = 256LL * 1024 * 1024;
    static constexpr size_t MaxPastRows = 500'000;
    static constexpr qsizetype MaxShownCharacters = 2'000; ///< of a message in one cell

    explicit LogModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Adds rows in order, newest last; the oldest go when there are too many.
    void append(const LogEntries &batch);
    /// At least one row and one byte. The newest row stays even if it alone is bigger than `bytes`.
    void setCapacity(int rows, qint64 bytes);
    void setFilter(const LogFilter &filter);
    const LogFilter &filter() const { return m_filter; }
    /// False: floods are shown whole, as of rows that do not come while they happen.
    void setSampling(bool sampling) { m_isSampling = sampling; }

    /// While paused, new rows are kept but not shown; of those from before, all are. After a pause
    /// what waited is shown, in slices between other events when it is much.
    void setPaused(bool paused);
    bool isPaused() const { return m_isPaused; }
    qint64 waiting() const; ///< rows that came since the pause and are still there

    void clear(); ///< hides what is there now; nothing is deleted
    void undoClear();
    bool canUndoClear() const { return m_clearedBefore > m_first; }

    /// From now on there is a past, though nothing of it is here yet. Returns pastBegin().
    quint64 beginPast();
    /// Puts rows above all others: in order, older than those, and let through by the filter.
    /// `before`: only what is older than this is still to come. Precondition: pastBegin().
    void prependPast(const QList<LogEntry> &entries, quint64 before);
    void dropPast();
    /// Rows of the past that are older than this are not here; nullopt: there is no past, or it
    /// ended because rows would be missing.
    std::optional<quint64> pastBegin() const { return m_pastBegin; }
    int pastRows() const { return int(m_past.size()); } ///< the first rows, not in memory
    /// Rows are coming or going; countsChanged() tells when that is over. Who hears of a part of it
    /// must not begin or drop a past.
    bool isChanging() const { return m_isChanging; }
    bool canTakePast() const { return m_past.size() < MaxPastRows && m_pastBytes < m_maxBytes; }
    quint64 oldestSequence() const; ///< of the rows in memory, shown or not; 0: there are none
    bool isSearching() const { return m_search.has_value(); } ///< a new filter is being applied

    const LogEntry &entryAt(int row) const; ///< precondition: 0 <= row < rowCount()
    /// The row is no entry of the log: it tells how many rows a second had (`count`), and how many
    /// of them are shown (`waiting`).
    bool isSummary(int row) const;
    /// Shown rows that are entries in memory.
    qint64 shownEntries() const { return qint64(m_shown.size() - m_summaries.size()); }
    /// The entries in memory that are shown, with those that the samples leave out.
    QList<LogEntry> entriesInMemory() const;
    /// Every other row; a row keeps its stripe when others leave.
    bool isStriped(int row) const { return ((quint64(row) + m_stripes) & 1) != 0; }
    /// The row of the entry with this sequence number; -1 when it is not shown.
    int rowOfSequence(quint64 sequence) const;
    /// The first shown row with this sequence number or a later one; rowCount() if there is none.
    int rowFromSequence(quint64 sequence) const;
    /// The row is shown beneath what caused it.
    bool isCausedByRowAbove(int row) const;

    qint64 total() const { return m_entries.size(); } ///< rows in memory, shown or not
    qint64 bytes() const { return m_bytes; }
    qint64 cutRows() const { return m_cut; } ///< of which only the beginning was kept
    quint64 leftMemory() const { return m_first; } ///< older rows that are gone
    quint64 missed() const { return m_missed; } ///< rows that Gap rows told of

Q_SIGNALS:
    void countsChanged(); ///< of any kind; once per batch

private:
    /// Of a row in the order in which they are shown: twice the number of the entry; one more: the
    /// summary behind it.
    using Key = quint64;
    struct Search ///< a filter being applied
    {
        LogFilter filter;
        std::deque<Key> shown;
        quint64 next = 0;
    };

    const LogEntry &entryOf(Key key) const;
    const LogEntry &entry(quint64 number) const { return m_entries[qsizetype(number - m_first)]; }
    quint64 end() const { return m_first + quint64(m_entries.size()); }
    quint64 shownEnd() const { return m_unshownFrom ? std::max(*m_unshownFrom, m_first) : end(); }
    quint64 shownBegin() const { return std::max(m_first, m_clearedBefore); }
    bool isLeavingOut() const { return !m_summaries.empty() || m_sampler.second().isSampled(); }
    void makeRoom(qsizetype rows, qint64 bytes);
    void letGo(QList<QList<LogEntry>> &&lists);
    quint64 show(quint64 from, TimeSlice slice = TimeSlice(QDeadlineTimer::Forever));
    void catchUp();
    void insert(const std::vector<Key> &fresh);
    void endSecond(std::vector<Key> &fresh);
    void endLastSecond();
    void keepInPast(std::deque<Key>::iterator end);
    void trimPast();
    void letPastGo(size_t first, size_t count);
    void forgetPast();
    void beginSearch();
    void continueSearch();
    QVariant text(const LogEntry &entry, int column) const;
    QVariant sortValue(const LogEntry &entry, int column) const;

    std::deque<LogEntry> m_past; ///< the first rows, oldest first
    std::optional<quint64> m_pastBegin;
    qint64 m_pastBytes = 0; ///< LogEntry::bytes()
    quint64 m_pastSummaries = 0; ///< rows of it that are no entries, but tell of a flood
    LogEntries m_entries;
    std::deque<Key> m_shown; ///< ascending
    std::map<quint64, LogEntry> m_summaries; ///< by the number of the entry they stand behind
    RowSampler m_sampler;
    bool m_isSampling = true;
    QTimer m_secondTimer; ///< ends a second after which nothing comes
    quint64 m_lastMatch = 0; ///< the number of the last entry that the sampler was asked about
    quint64 m_first = 0; ///< number of the oldest row in memory; counts from 0; an entry's number
                         ///< less this is its place in m_entries
    qint64 m_bytes = 0;
    qint64 m_cut = 0;
    bool m_isChanging = false;
    quint64 m_missed = 0;
    int m_maxRows = DefaultRows;
    qint64 m_maxBytes = DefaultBytes;
    LogFilter m_filter;
    std::optional<Search> m_search;
    Turn m_searchTurn;
    bool m_isPaused = false;
    /// Number of the first row that is not shown: while paused, and until what waited is shown.
    std::optional<quint64> m_unshownFrom;
    Turn m_catchUpTurn;
    quint64 m_clearedBefore = 0;
    quint64 m_stripes = 0; ///< shown rows that left, for isStriped()
    QThreadPool m_lettingGo;
};

} // namespace Signalbox
