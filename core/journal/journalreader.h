#pragma once

#include "core/filter/logfilter.h"
#include "core/journal/entrycolumns.h"
#include "core/journal/sqldatabase.h"

#include <QList>

#include <functional>
#include <optional>

namespace Signalbox {

/// Reads a journal's file, newest entries first, also while it is written. One thread.
class JournalReader final
{
public:
    JournalReader() = default;
    ~JournalReader();
    Q_DISABLE_COPY_MOVE(JournalReader)

    /// A file that is not there, or holds nothing yet, is an error as well.
    Status open(const QString &fileName);

    /// A search on its way from newer entries to older ones.
    struct Search
    {
        LogFilter filter{};
        quint64 before = 0; ///< only entries with smaller sequences; goes on from call to call
        qsizetype most = 0; ///< entries wanted
    };
    struct Found
    {
        QList<LogEntry> entries; ///< oldest first
        bool isAtEnd = false; ///< there is nothing older that was not looked at
        bool isCancelled = false;
    };
    /// Looks until enough is found or there is nothing older; what is found before a search that
    /// takes long is given without the rest, and so are large payloads. `isCancelled` is asked
    /// every few milliseconds; `progress` hears how far it is, from 0 to 1.
    Result<Found> find(Search &search, const std::function<bool()> &isCancelled,
                       const std::function<void(double)> &progress);

    /// Every entry that the filter lets through, oldest first, until `take` wants no more; `at` is
    /// how far it is, from 0 to 1. A writer goes on meanwhile; what it adds is not looked at.
    Status forEach(const LogFilter &filter,
                   const std::function<bool(const LogEntry &entry, double at)> &take);

    struct Range
    {
        quint64 first = 0; ///< 0: there is nothing
        quint64 last = 0;
    };
    Result<Range> sequences() const; ///< of what is in the file

private:
    Status prepare(const LogFilter &filter);

    SqlDatabase m_database;
    EntryColumns m_columns;
    SqlStatement m_select;
    QByteArray m_condition; ///< that m_select has
};

} // namespace Signalbox
