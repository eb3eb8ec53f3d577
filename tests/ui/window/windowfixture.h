#pragma once

#include "core/config/configurationfile.h"
#include "core/server/server.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/window/mainwindow.h"

#include <QTemporaryDir>
#include <QWebSocket>

#include <functional>
#include <memory>

namespace Signalbox {

/// A WebSocket client on loopback that keeps what it got.
class Peer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Peer)
public:
    explicit Peer(const QUrl &url);
    ~Peer() override;

    bool waitForOpen();
    void send(const QString &text);
    bool isClosed() const;
    int closeCode() const { return int(m_socket.closeCode()); }
    QString closeReason() const { return m_socket.closeReason(); }

    QStringList received;

private:
    QWebSocket m_socket;
};

/// A main window on a real server that listens on a free port, with files in a folder of its own.
class WindowFixture final
{
public:
    /// Starts the server and waits until its endpoints run or have failed.
    /// `prepare` is called before, with the folder of the server's files.
    explicit WindowFixture(const Configuration &configuration = onFreePort(),
                           const std::function<void(const QDir &folder)> &prepare = {});
    ~WindowFixture();
    Q_DISABLE_COPY_MOVE(WindowFixture)

    static Configuration onFreePort();

    enum class Size : quint8 {
        Usual, ///< 1360 × 860, though the screen of the tests is smaller
        Own, ///< as the window opens by itself
    };
    /// A window, or another one with the same files.
    MainWindow &openWindow(StoreUse storeUse = StoreUse::Kept, Size size = Size::Usual);
    MainWindow &window() { return *m_window; }
    Server &server() { return *m_server; }
    Settings &settings() { return *m_settings; }
    Theme &theme() { return m_theme; }
    QString configurationFile() const
    {
        return m_folder.filePath(QStringLiteral("signalbox.json"));
    }

    QUrl url(const QString &pathAndQuery) const; ///< of the first endpoint
    /// Connects and waits. nullptr: it did not work.
    std::unique_ptr<Peer> connectPeer(const QString &pathAndQuery);

    template<typename T>
    T *part(const char *name = nullptr) const
    {
        return m_window->findChild<T *>(QString::fromLatin1(name));
    }

private:
    QTemporaryDir m_folder;
    Theme m_theme;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<ConfigurationFile> m_file;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace Signalbox
