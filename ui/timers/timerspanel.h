#pragma once

#include "core/clock/timerstatus.h"
#include "ui/timers/taskconfig.h"

#include <QWidget>

class QAction;
class QLabel;
class QStackedLayout;
class QTableView;

namespace Signalbox {

class ClientDirectory;
class ConfigurationController;
class EmptyState;
class Server;
class TimerModel;

/// Timers and schedules as a part of the window: a table with what they do, when they ran and when
/// they run next; new ones, changes and removals go through the configuration, so that they can be
/// undone. Shows what has happened four times a second. The window's thread.
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
    void setCurrent(const QString &name);

    QByteArray saveState() const; ///< the columns
    bool restoreState(const QByteArray &state);

Q_SIGNALS:
    void countChanged(int count);
    void removed(const QString &sentence); ///< it can be undone
    void logFilterRequested(const QString &text); ///< in the language of the log's filter

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeView();
    void fitRows();
    QWidget *makeBar();
    void makeActions();
    QAction *addAction(const QString &icon, const QString &text, const QKeySequence &key,
                       void (TimersPanel::*run)());
    void takeConfiguration();
    void updateActions();
    void showMenu(const QPoint &at);
    void newTimer();
    void newSchedule();
    void edit();
    void duplicate();
    void remove();
    void runNow();
    void toggle();
    void showInLog();
    void setTaskEnabled(const QString &name, bool enabled);
    /// Asks, and changes the configuration; `name` is empty for a new one.
    void ask(const TaskConfig &task, const QString &name);
    QString freeName(const QString &wish) const;

    Server &m_server;
    ConfigurationController &m_configuration;
    const ClientDirectory &m_directory;
    TimerModel *m_model;
    QTableView *m_view;
    EmptyState *m_empty;
    QStackedLayout *m_stack = nullptr;
    QLabel *m_count = nullptr;
    QAction *m_newTimer = nullptr;
    QAction *m_newSchedule = nullptr;
    QList<QAction *> m_rowActions; ///< need a row
    QAction *m_toggle = nullptr;
    QList<QAction *> m_menuActions;
    int m_toldCount = -1;
};

} // namespace Signalbox
