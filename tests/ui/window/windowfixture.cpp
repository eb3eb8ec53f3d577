#include "windowfixture.h"

#include <QSignalSpy>
#include <QTest>

namespace Signalbox {

using namespace Qt::StringLiterals;

Peer::Peer(const QUrl &url)
{
    connect(&m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { received << text; });
    m_socket.open(url);
}

Peer::~Peer()
{
    m_socket.abort();
}

bool Peer::waitForOpen()
{
    return QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; });
}

void Peer::send(const QString &text)
{
    m_socket.sendTextMessage(text);
}

bool Peer::isClosed() const
{
    return m_socket.state() == QAbstractSocket::UnconnectedState;
}

Configuration WindowFixture::onFreePort()
{
    Configuration configuration;
    configuration.endpoints.first().port = 0;
    configuration.threads = 1;
    return configuration;
}

WindowFixture::WindowFixture(const Configuration &configuration,
                             const std::function<void(const QDir &folder)> &prepare)
    : m_settings(std::make_unique<Settings>(m_folder.filePath(u"settings.ini"_s)))
    , m_file(std::make_unique<ConfigurationFile>(configurationFile()))
{
    if (prepare)
        prepare(QDir(m_folder.path()));
    m_server = std::make_unique<Server>(
        configuration, ServerFolders{QDir(m_folder.path()), QDir(m_folder.path())});
    QSignalSpy started(m_server.get(), &Server::started);
    (void)m_file->load();
    m_server->start();
    if (started.isEmpty())
        started.wait();
    openWindow();
}

WindowFixture::~WindowFixture()
{
    m_window.reset();
}

MainWindow &WindowFixture::openWindow(StoreUse storeUse, Size size)
{
    m_window.reset();
    m_window = std::make_unique<MainWindow>(
        WindowParts{*m_server, *m_file, m_server->configuration(), true,
                    QDir(m_folder.filePath(u"store"_s)), *m_settings, m_theme, storeUse});
    if (size == Size::Usual)
        m_window->resize(1360, 860);
    m_window->show();
    if (!QTest::qWaitForWindowExposed(m_window.get()))
        qWarning("the window does not appear");
    return *m_window;
}

QUrl WindowFixture::url(const QString &pathAndQuery) const
{
    return QUrl(m_server->endpoints().first().url).resolved(QUrl(pathAndQuery));
}

std::unique_ptr<Peer> WindowFixture::connectPeer(const QString &pathAndQuery)
{
    auto peer = std::make_unique<Peer>(url(pathAndQuery));
    return peer->waitForOpen() ? std::move(peer) : nullptr;
}

} // namespace Signalbox
