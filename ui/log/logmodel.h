#pragma once

#include "core/values/logentry.h"
#include "ui/log/logfilter.h"
#include "ui/log/rowsampler.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace Signalbox {

/// The newest rows of the message log, bounded by their number and by the bytes of their payloads,
/// seen through a filter of its own (a proxy is twenty times slower). A batch costs one removal and
/// one insertion, whatever its size. Text is only made for cells that are asked for. The window's
/// thread.
///
/// A filter that needs long is applied in slices between other events; until it is through, the
/// rows of the old one stay.
///
/// Of a flood only samples are shown (RowSampler), each second with a row below them that tells how
/// many there were: isSummary(). All rows are in memory; a pause, or another filter, shows them.
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
    static constexpr qsizetype MaxShownCharacters = 2'000; ///< of a message in one cell

    explicit LogModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Adds rows in order, newest last; the oldest go when there are too many.
    void append(const QList<LogEntry> &batch);
    /// At least one row and one byte. The newest row stays even if it alone is bigger than `bytes`.
    void setCapacity(int rows, qint64 bytes);
    void setFilter(const LogFilter &filter);
    const LogFilter &filter() const { return m_filter; }

    /// While paused, new rows are kept but not shown; of those from before, all are.
    void setPaused(bool paused);
    bool isPaused() const { return m_pausedAt.has_value(); }
    qint64 waiting() const; ///< rows that came since the pause and are still there

    void clear(); ///< hides what is there now; nothing is deleted
    void undoClear();
    bool canUndoClear() const { return m_clearedBefore > m_first; }

    const LogEntry &entryAt(int row) const; ///< precondition: 0 <= row < rowCount()
    /// The row is no entry of the log: it tells how many rows a second had (`count`), and how many
    /// of them are shown (`waiting`).
    bool isSummary(int row) const { return (m_shown[size_t(row)] & 1) != 0; }
    /// Shown rows that are entries.
    qint64 shownEntries() const { return qint64(m_shown.size() - m_summaries.size()); }
    /// Every other row; a row keeps its stripe when others leave.
    bool isStriped(int row) const { return ((quint64(row) + m_stripes) & 1) != 0; }
    /// The row of the entry with this sequence number; -1 when it is not shown.
    int rowOfSequence(quint64 sequence) const;
    /// The first shown row with this sequence number or a later one; rowCount() if there is none.
    int rowFromSequence(quint64 sequence) const;
    /// The row is shown beneath what caused it.
    bool isCausedByRowAbove(int row) const;

    qint64 total() const { return qint64(m_entries.size()); } ///< rows in memory, shown or not
    qint64 payloadBytes() const { return m_bytes; }
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

    const LogEntry &entry(quint64 number) const { return m_entries[size_t(number - m_first)]; }
    quint64 end() const { return m_first + m_entries.size(); }
    quint64 shownEnd() const { return m_pausedAt ? std::max(*m_pausedAt, m_first) : end(); }
    quint64 shownBegin() const { return std::max(m_first, m_clearedBefore); }
    void makeRoom(qsizetype rows, qint64 bytes);
    void show(quint64 from);
    void insert(const std::vector<Key> &fresh);
    void endSecond(std::vector<Key> &fresh);
    void endLastSecond();
    void beginSearch();
    void continueSearch();
    QVariant text(const LogEntry &entry, int column) const;
    QVariant sortValue(const LogEntry &entry, int column) const;

    std::deque<LogEntry> m_entries;
    std::deque<Key> m_shown; ///< ascending
    std::map<quint64, LogEntry> m_summaries; ///< by the number of the entry they stand behind
    RowSampler m_sampler;
    QTimer m_secondTimer; ///< ends a second after which nothing comes
    quint64 m_lastMatch = 0; ///< the number of the last entry that the sampler was asked about
    quint64 m_first = 0; ///< number of the oldest row in memory; counts from 0; an entry's number
                         ///< less this is its place in m_entries
    qint64 m_bytes = 0;
    quint64 m_missed = 0;
    int m_maxRows = DefaultRows;
    qint64 m_maxBytes = DefaultBytes;
    LogFilter m_filter;
    std::optional<Search> m_search;
    QTimer m_searchTimer;
    std::optional<quint64> m_pausedAt; ///< number of the first row that is not shown
    quint64 m_clearedBefore = 0;
    quint64 m_stripes = 0; ///< shown rows that left, for isStriped()
};

} // namespace Signalbox
