#pragma once

#include "core/config/configuration.h"
#include "core/log/feed.h"
#include "core/values/signal.h"
#include "core/values/target.h"

#include <QDir>
#include <QMainWindow>

#include <optional>

namespace Signalbox {

class AutomationBanners;
class ClientDirectory;
class ClientsPanel;
class Composer;
class ConfigurationFile;
class EndpointBar;
class EndpointController;
class FeedPump;
class Inspector;
class LogPanel;
class RoutesPanel;
class RowReader;
class Server;
class Settings;
class StallMeter;
class StatusStrip;
class Theme;
class TimersPanel;
class WindowBanners;
class WindowClosing;
class WindowLayout;
class WindowMenus;

/// What becomes of what is written to the store.
enum class StoreUse : quint8 {
    Kept,
    Unwritable, ///< nothing can be written there
    Passing, ///< another program uses the configuration: it goes with this one
};

/// What a window shows and changes. All of it outlives the window.
struct WindowParts
{
    Server &server;
    ConfigurationFile &file;
    Configuration configuration; ///< what the server was started with
    bool saves = true; ///< false: endpoints are not written to the file; they came from elsewhere
    QDir store; ///< sends made by hand are kept here
    Settings &settings;
    Theme &theme;
    StoreUse storeUse = StoreUse::Kept;
};

/// The program's window: places the parts and joins them; each part owns its behaviour. Closing it
/// stops the server, after a question if clients are connected. The window's thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)
public:
    explicit MainWindow(const WindowParts &parts, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// `available`: on its screen.
    static QSize firstSize(const QSize &available);

    /// How long this window kept its events waiting.
    const StallMeter &stallMeter() const { return *m_stalls; }

    /// Stops the server and closes the window without a question. The second time it waits for no
    /// client any longer.
    void quit();
    /// The system ends the session: closes and saves everything within two seconds, asks nothing.
    void endSession();

protected:
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildParts(const WindowParts &parts);
    QWidget *buildToolBar();
    void joinServer();
    void joinEndpoints();
    void buildRoutes(const WindowParts &parts);
    void joinLog();
    void joinRoutes();
    void joinClients();
    void joinStrip();
    void joinTimers();
    void showBans();
    void openPage(const QString &url);
    void showEndpoints();
    void showRows(const QString &filter);
    bool showRow(quint64 sequence);
    void compose(const Target &target, const QByteArray &payload = {});
    void edit(const LogEntry &entry, const std::optional<Signal> &signal);
    void tick(const Totals &totals);
    void restoreLayout();
    void fitIntoScreen();
    void saveLayout();

    Server &m_server;
    Settings &m_settings;
    Theme &m_theme;
    ClientDirectory *m_directory;
    EndpointController *m_endpoints;
    FeedPump *m_pump;
    StallMeter *m_stalls;
    RowReader *m_rows;

    EndpointBar *m_endpointBar = nullptr;
    WindowBanners *m_banners = nullptr;
    AutomationBanners *m_automation = nullptr;
    ClientsPanel *m_clients = nullptr;
    LogPanel *m_log = nullptr;
    RoutesPanel *m_routes = nullptr;
    Inspector *m_inspector = nullptr;
    Composer *m_composer = nullptr;
    TimersPanel *m_timers = nullptr;
    WindowLayout *m_layout = nullptr;
    StatusStrip *m_strip = nullptr;
    WindowMenus *m_menus = nullptr;
    WindowClosing *m_closing = nullptr;
};

} // namespace Signalbox
