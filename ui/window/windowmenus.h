#pragma once

#include <QList>
#include <QObject>

#include <functional>

class QAction;
class QKeySequence;
class QMainWindow;
class QMenu;

namespace Signalbox {

class Composer;
class EndpointController;
class LogPanel;
class Server;
class Settings;
class Theme;
class TimersPanel;
class WindowLayout;

/// The menu bar: every action of the window with its key. What a part does itself (the log, the
/// clients) comes from that part. Owned by the window; the window's thread.
class WindowMenus final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowMenus)
public:
    struct Parts
    {
        Server &server;
        EndpointController &endpoints;
        Settings &settings;
        Theme &theme;
        WindowLayout &layout;
        LogPanel &log;
        QList<QAction *> clientActions;
        Composer &composer;
        TimersPanel &timers;
        QList<std::pair<QString, QList<QAction *>>> automation; ///< menus: title, entries
    };

    WindowMenus(QMainWindow &window, const Parts &parts);

    QAction *holdAction() const { return m_hold; } ///< for the tool bar
    QAction *schemeAction() const { return m_scheme; } ///< switches between light and dark

    void zoomBy(int steps); ///< 0: back to normal
    void startEndpoints(); ///< those that do not run

Q_SIGNALS:
    void newEndpointRequested();
    void queuesRequested(); ///< their limit
    void editEndpointRequested(const QString &name);
    void joinEndpointRequested(const QString &name);
    void openPageRequested(const QString &url);

private:
    QMenu *addMenu(const QString &title);
    QAction *add(QMenu *menu, const QString &icon, const QString &text,
                 const QList<QKeySequence> &keys, const std::function<void()> &run);
    void addFile();
    void openLog();
    void addEdit();
    void addView();
    void addTheme(QMenu *menu);
    void addPanes(QMenu *menu);
    void addEndpoint();
    void fillEndpoints();
    void addParts(QMenu *menu, const QList<QAction *> &actions);
    void addSend();
    void addHelp();
    void setScheme(int choice);
    void showAbout();

    QMainWindow &m_window;
    Parts m_parts;
    QMenu *m_endpointMenu = nullptr;
    QAction *m_hold = nullptr;
    QAction *m_scheme = nullptr;
    QList<QAction *> m_schemes; ///< by SchemeChoice
    QList<QAction *> m_endpointActions; ///< made for the menu that is open
};

} // namespace Signalbox
