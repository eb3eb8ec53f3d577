#pragma once

#include "core/journal/journalsearch.h"
#include "core/values/logentry.h"

#include <QObject>

#include <optional>

namespace Signalbox {

class LogModel;
class LogView;

/// Lets the log go on into the past: when the view comes to its top, or shows less than it has room
/// for, older rows are fetched from the journal's file, as the model's filter wants them; so they
/// are when a new filter, or a pause, took away the rows that were being looked at, until they are
/// there again. When the view follows the newest row again they are let go. The window's thread.
class LogPast final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogPast)
public:
    enum class State : quint8 {
        None, ///< there is no file
        Idle,
        Searching,
        Cancelled, ///< by the user, until the filter changes or they scroll up again
        Failed, ///< the file cannot be read, as if it was cancelled
        AtEnd, ///< nothing older is in the file
        Full, ///< nothing more fits into memory
    };

    LogPast(LogModel *model, LogView *view, QObject *parent = nullptr);

    void setJournal(const QString &fileName); ///< empty: there is none
    void forget(); ///< shows nothing any more of what the file had
    State state() const { return m_state; }
    double progress() const { return m_progress; } ///< of a search that takes longer; 0: does not
    void cancel();

Q_SIGNALS:
    void changed(); ///< state or progress

private:
    void reset();
    void onRowsChanged();
    bool isMemoryEnough() const;
    void look(bool isAsked);
    void take(const QList<LogEntry> &entries, quint64 before, bool isAtEnd);
    void setState(State state);

    LogModel *m_model;
    LogView *m_view;
    JournalSearch m_search;
    State m_state = State::None;
    /// The model's pastBegin() when a search began, or when the end was reached.
    std::optional<quint64> m_begin;
    double m_progress = 0;
    quint64 m_leftMemory = 0; ///< rows that had, when the past began
};

} // namespace Signalbox
