#pragma once

#include <QObject>
#include <QPointer>

class QMessageBox;

namespace Signalbox {

class Server;
class WindowBanners;

/// How the window closes: asks when clients are connected, stops the server, says how many of them
/// are gone, and waits for nobody once the user wants that. Owned by the window; its thread.
class WindowClosing final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowClosing)
public:
    WindowClosing(Server &server, WindowBanners &banners, QWidget &window);

    /// The user closes the window. True: it may close now. Otherwise what is to be done begins, and
    /// finished() follows if it comes to that. Once the server stops, another time cuts the rest.
    bool request();
    void quit(); ///< as request(), but nobody is asked
    /// As quit(), for a system that waits for nobody: returns when all is closed and saved, or
    /// after two seconds.
    void endSession();
    void tick(); ///< a few times a second: how many are connected

Q_SIGNALS:
    void finished(); ///< the window may close now

private:
    enum class State : quint8 { Open, Stopping, Done };

    void ask(quint64 clients);
    void stop();

    Server &m_server;
    WindowBanners &m_banners;
    QWidget &m_window;
    QPointer<QMessageBox> m_question;
    State m_state = State::Open;
    quint64 m_clients = 0; ///< that were there when the server began to stop
};

} // namespace Signalbox
