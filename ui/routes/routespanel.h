#pragma once

#include "core/values/logentry.h"
#include "ui/routes/routesdoor.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QAction;
class QLabel;
class QListView;
class QPushButton;
class QSplitter;
class QStackedLayout;
class QStackedWidget;

namespace Signalbox {

class Banner;
class ClientDirectory;
class EmptyState;
class RouteBook;
class RouteEditor;
class RoutesModel;
class ScriptHistory;
class StateView;
class TestBench;
class VersionStore;

/// The routes in the window: which there are and how they do, the editor of one, its saved
/// versions, and a bench to try it on. Changes that are not saved stay with their route while
/// others are looked at. Door, directory and store outlive it. The window's thread.
class RoutesPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoutesPanel)
public:
    RoutesPanel(RoutesDoor &door, const ClientDirectory &directory, VersionStore &store,
                QWidget *parent = nullptr);
    ~RoutesPanel() override;

    /// For a menu, in order; null where a separator belongs. Owned by the panel, their keys work in
    /// it.
    QList<QAction *> menuActions() const { return m_menuActions; }
    RoutesModel *model() const;
    QString currentId() const { return m_current; } ///< empty: none
    bool hasUnsaved() const;
    /// What is not saved goes into the history of its route; call it when the program ends.
    void keepUnsaved();

    /// Makes the route current; false: there is no such route.
    bool select(const QString &id);

public Q_SLOTS:
    /// A new route for the path of the row, switched off, with the row on the bench. The one that
    /// is there already, if there is.
    void makeRouteFrom(const Signalbox::LogEntry &entry);
    /// Puts the row on the bench of the route that handles its path, or else of the current one,
    /// and runs it.
    void testWith(const Signalbox::LogEntry &entry);
    void addRoute(Signalbox::RouteUse kind);
    void runTest();

Q_SIGNALS:
    void shown(); ///< one of its actions wants to be seen
    void rowRequested(quint64 sequence); ///< show it in the log
    void rowTestRequested(quint64 sequence); ///< call testWith() with it

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum Page { EditorPage, HistoryPage, StatePage };

    void buildLayout();
    QWidget *buildList();
    QWidget *buildWork();
    void buildActions();
    void buildEmpty();
    void joinParts();
    QAction *addAction(const QString &icon, const QString &text, const QKeySequence &key,
                       const std::function<void()> &run);

    void takeRoutes();
    void showCurrent();
    void draftChanged();
    void addExample();
    void save(bool enable);
    void remove();
    void showHistory();
    void showState();
    void showHelp();
    void leavePage();
    void say(const QString &text, bool isBad);
    void buildTrouble();
    void updateTrouble();
    void updateActions();
    void fit();

    RoutesDoor &m_door;
    VersionStore &m_store;
    RouteBook *m_book;
    QListView *m_list;
    QLabel *m_count = nullptr;
    RouteEditor *m_editor;
    ScriptHistory *m_history;
    StateView *m_state;
    TestBench *m_bench;
    Banner *m_undoBar;
    Banner *m_word; ///< what the last action could not do
    Banner *m_trouble; ///< the current route was switched off, or failed
    QPushButton *m_showMessage = nullptr; ///< these four: in m_trouble
    QPushButton *m_testMessage = nullptr;
    QPushButton *m_showError = nullptr;
    QPushButton *m_enableAgain = nullptr;
    QSplitter *m_work = nullptr; ///< editor and bench
    QStackedWidget *m_pages;
    QStackedLayout *m_whole = nullptr; ///< the work, or that there are no routes
    EmptyState *m_none;

    QString m_current; ///< id
    QTimer m_checkTimer{this};
    QTimer m_undoTimer{this};

    QList<QAction *> m_menuActions;
    QList<QAction *> m_newActions;
    QAction *m_goTo = nullptr;
    QAction *m_save = nullptr;
    QAction *m_saveOn = nullptr;
    QAction *m_revert = nullptr;
    QAction *m_run = nullptr;
    QAction *m_showHistory = nullptr;
    QAction *m_showState = nullptr;
    QAction *m_help = nullptr;
    QAction *m_remove = nullptr;
};

} // namespace Signalbox
