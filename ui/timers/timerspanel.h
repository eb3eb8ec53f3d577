#pragma once

#include "core/clock/timerstatus.h"
#include "ui/timers/taskconfig.h"

#include <QWidget>

class QAction;
class QCheckBox;
class QLabel;
class QMenu;
class QSplitter;
class QStackedLayout;
class QTableView;
class QToolButton;

namespace Signalbox {

class ClientDirectory;
class ConfigurationController;
class EmptyState;
class FastTimers;
class FilterEdit;
class RunsPane;
class Server;
class TimerFilter;
class TimerModel;
class ZoomedColumns;

/// Timers and schedules as a part of the window: a table with what they do, when they ran and when
/// they run next, and the last runs of the one that is chosen; new ones, changes and removals go
/// through the configuration, so that they can be undone. Shows what has happened four times a
/// second. The window's thread.
class TimersPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimersPanel)
public:
    TimersPanel(Server &server, ConfigurationController &configuration,
                const ClientDirectory &directory, QWidget *parent = nullptr);

    /// For a menu, in order; null where a separator belongs. Owned by the panel.
    QList<QAction *> menuActions() const { return m_menuActions; }
    int count() const; ///< timers and schedules
    /// The name of the row that is chosen; empty: none.
    QString current() const;
    void setCurrent(const QString &name); ///< shows all rows if the filter hides it

    QByteArray saveState() const; ///< the columns, and the room for the last runs
    /// False, and nothing changed, when `state` is not from saveState().
    bool restoreState(const QByteArray &state);

Q_SIGNALS:
    void countChanged(int count);
    void removed(const QString &sentence); ///< it can be undone
    void logFilterRequested(const QString &text); ///< in the language of the log's filter
    void rowRequested(quint64 sequence); ///< show it in the log

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildLayout();
    void buildView();
    QWidget *buildBar();
    void buildEmpty();
    void buildActions();
    void joinParts();
    void fitRows();
    void fit();
    QAction *addAction(const QString &icon, const QString &text, const QKeySequence &key,
                       const std::function<void()> &run);

    void takeConfiguration();
    void updateParts(); ///< the actions, the counts and the last runs
    void updateEmpty();
    void showMenu(const QPoint &at);
    void setFilter(const QString &text);
    /// Those that the filter shows, as they are configured.
    QList<TaskConfig> shownTasks() const;
    TimerStatus statusOf(const QString &name) const;

    void addNew(TaskConfig task);
    void edit();
    void duplicate();
    void remove();
    void runNow();
    void toggle();
    void toggleAll();
    void showInLog();
    void switchTasks(const QList<TaskConfig> &tasks, bool enabled, const QString &what);
    /// Asks, and changes the configuration; `name` is empty for a new one.
    void ask(const TaskConfig &task, const QString &name);
    void take(TaskConfig answer, const QString &name);
    QString freeName(const QString &wish) const;

    Server &m_server;
    ConfigurationController &m_configuration;
    const ClientDirectory &m_directory;
    TimerModel *m_model;
    TimerFilter *m_filtered;
    FastTimers *m_fast;
    QTableView *m_view;
    ZoomedColumns *m_columns = nullptr;
    FilterEdit *m_filter;
    QCheckBox *m_all;
    RunsPane *m_runs;
    EmptyState *m_empty;
    EmptyState *m_noMatch;
    QSplitter *m_split = nullptr; ///< the table and the last runs
    QStackedLayout *m_stack = nullptr; ///< these two, or why there is nothing to list
    QLabel *m_count = nullptr;
    QToolButton *m_showRunsButton = nullptr;
    QMenu *m_templates = nullptr;
    QAction *m_newTimer = nullptr;
    QAction *m_newSchedule = nullptr;
    QAction *m_newOnce = nullptr;
    QAction *m_find = nullptr;
    QAction *m_showRuns = nullptr;
    QList<QAction *> m_rowActions; ///< need a row
    QAction *m_toggle = nullptr;
    QList<QAction *> m_menuActions;
    int m_toldCount = -1;
};

} // namespace Signalbox
