#pragma once

#include "core/log/logentries.h"
#include "ui/widgets/turn.h"

#include <QList>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <optional>

class QAction;
class QStackedLayout;

namespace Signalbox {

class Banner;
class EmptyState;
class LateCopy;
class LogExport;
class LogFilterBar;
class LogFooter;
class LogModel;
class Notice;
class LogPast;
class LogView;

/// The message log as a part of the window: what to show on top, the table, and below it what state
/// the log is in. Nothing in it ever makes the rows jump: its bars come and go at the lower edge.
/// The window's thread.
class LogPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogPanel)
public:
    explicit LogPanel(QWidget *parent = nullptr);

    /// `isMoreComing`: in a moment, so that these need not be painted by themselves.
    void append(const LogEntries &entries, bool isMoreComing = false);
    void setCapacity(int rows, qint64 payloadBytes);
    /// For rows that come from a file: there is nobody to send to, and no flood.
    void setReadOnly();
    /// The journal's file, into which the log goes on; empty: there is none. Without the rows of
    /// some endpoints.
    void setJournal(const QString &fileName, const QStringList &leftOut = {});
    void forgetPast(); ///< what was in that file is not there any more

    void setPaused(bool paused);
    bool isPaused() const;
    void setFilterText(const QString &text);
    /// The same instead of all that was chosen, which can be brought back.
    void replaceFilter(const QString &text);
    QString filterText() const;

    /// Makes the entry with this sequence number the current one. False: it left memory, or the
    /// filter hides it.
    bool showSequence(quint64 sequence);
    /// The same, but shows everything if the filter hides it. False: it left memory, or the log is
    /// paused or cleared.
    bool showAnySequence(quint64 sequence);
    std::optional<LogEntry> currentEntry() const;

    /// Columns, buttons, path, filter and the number of rows kept; not the rows.
    QByteArray saveState() const;
    /// False, and nothing changed, when `state` is not from saveState().
    bool restoreState(const QByteArray &state);

    /// For a menu, in order; null where a separator belongs. Owned by the panel, their keys work in
    /// it.
    QList<QAction *> menuActions() const { return m_menuActions; }
    LogExport *logExport() const { return m_export; }
    QAction *exportAction() const { return m_exportAll; } ///< for the window's file menu
    QAction *pauseAction() const { return m_pause; } ///< for the window's tool bar

    LogView *view() const { return m_view; }
    LogModel *model() const { return m_model; }
    const LogPast &past() const { return *m_past; }

Q_SIGNALS:
    void currentEntryChanged(const std::optional<Signalbox::LogEntry> &entry);
    void sendToClientRequested(Signalbox::ClientId client);
    void resendRequested(const Signalbox::LogEntry &entry);
    void routeRequested(const Signalbox::LogEntry &entry); ///< make one for messages like this
    void routeTestRequested(const Signalbox::LogEntry &entry); ///< try its route on this message
    void editRequested(const Signalbox::LogEntry &entry); ///< change it, then send it
    void pausedChanged(bool paused);
    void capacityChanged(int rows, qint64 payloadBytes); ///< by the user

private:
    enum class Emptiness : quint8 { None, Nothing, AllLeft, Filtered, Cleared };

    QAction *addAction(const QString &icon, const QString &text, const QKeySequence &key,
                       Qt::ShortcutContext context, void (LogPanel::*slot)());
    void makeActions();
    void addToFilter(const QString &term);
    void replaceFilter(const std::function<void()> &change);
    void showMore();
    void focusBody();
    QString whyNot(const QAction *action) const;
    void onCountsChanged();
    void updateCounts();
    void updateState();
    void updateEmptyState(quint64 shown, quint64 total);
    void showFiltered(quint64 total);
    void addEmptyButton(const QString &text, const std::function<void()> &clicked);
    void updateActions();
    void showContextMenu(const QPoint &at);
    void focusFilter();
    void copyMessages();
    void copyRows();
    void clearView();
    void undoClear();
    void exportAll();
    void exportShown();
    void exportSelected();
    void resend();
    void makeRoute();
    void testRoute();
    void edit();
    void reply();
    void togglePause();
    void follow();
    void showCause();
    void showEffect();
    QList<int> selectedRows() const;

    LogModel *m_model;
    LogFilterBar *m_filterBar;
    LogView *m_view;
    EmptyState *m_empty;
    QStackedLayout *m_stack = nullptr; ///< the table, or why there is nothing in it
    Banner *m_pausedBanner;
    Notice *m_notice;
    LogFooter *m_footer;
    LogPast *m_past;
    LateCopy *m_copy;
    LogExport *m_export;
    QString m_journal; ///< its file; empty: there is none
    bool m_isReadOnly = false;
    bool m_isReplacing = false; ///< the filter, which then can be brought back

    QAction *m_pause = nullptr;
    QAction *m_follow = nullptr;
    QAction *m_clear = nullptr;
    QAction *m_undoClear = nullptr;
    QAction *m_find = nullptr;
    QAction *m_copyMessage = nullptr;
    QAction *m_copyRow = nullptr;
    QAction *m_resend = nullptr;
    QAction *m_makeRoute = nullptr;
    QAction *m_testRoute = nullptr;
    QAction *m_edit = nullptr;
    QAction *m_reply = nullptr;
    QAction *m_cause = nullptr;
    QAction *m_effect = nullptr;
    QAction *m_exportAll = nullptr;
    QAction *m_exportShown = nullptr;
    QAction *m_exportSelected = nullptr;
    QList<QAction *> m_menuActions;
    QString m_pausedSince;
    QTimer m_countsTimer; ///< runs until counts may be shown again
    Turn m_countsTurn;
    bool m_areCountsOld = false;
    Emptiness m_emptiness = Emptiness::None;
    int m_capacity;
    qint64 m_capacityBytes;
};

} // namespace Signalbox
