#include "ui/mainwindow.h"

#include "core/server/server.h"
#include "ui/clients/clientdirectory.h"
#include "ui/compose/composer.h"
#include "ui/compose/resend.h"
#include "ui/endpointcontroller.h"
#include "ui/endpoints/endpointbar.h"
#include "ui/feedpump.h"
#include "ui/log/inspector.h"
#include "ui/log/logpanel.h"
#include "ui/settings/settings.h"
#include "ui/status/stallmeter.h"
#include "ui/status/statusstrip.h"
#include "ui/stub.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panelbar.h"
#include "ui/windowbanners.h"
#include "ui/windowlayout.h"
#include "ui/windowmenus.h"

#include <QApplication>
#include <QCloseEvent>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QToolBar>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace Signalbox {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(const WindowParts &parts, QWidget *parent)
    : QMainWindow(parent)
    , m_server(parts.server)
    , m_settings(parts.settings)
    , m_theme(parts.theme)
    , m_directory(new ClientDirectory(this))
    , m_endpoints(
          new EndpointController(parts.server, parts.file, parts.configuration, parts.saves, this))
    , m_pump(new FeedPump(parts.server, *m_directory, this))
    , m_stalls(new StallMeter(this))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Signalbox"));
    setMinimumSize(760, 480);
    buildParts(parts);
    buildToolBar();
    joinServer();
    joinLog();
    joinClients();
    joinStrip();
    restoreLayout();
    qApp->installEventFilter(this); // the wheel zooms wherever it is
    m_stalls->start();
    m_pump->start();
}

MainWindow::~MainWindow()
{
    qApp->removeEventFilter(this);
}

void MainWindow::buildParts(const WindowParts &parts)
{
    m_banners = new WindowBanners(m_server, *m_endpoints, m_settings, this);
    m_clients = new ClientsPanel(*m_directory, this);
    m_log = new LogPanel(this);
    m_inspector = new Inspector(this);
    m_composer = new Composer(*m_directory, parts.store.filePath(u"sends.json"_s), nullptr, this);
    m_layout = new WindowLayout(m_clients, m_log, m_inspector, m_composer, this);
    m_strip = new StatusStrip(this);
    m_menus = new WindowMenus(*this, {m_server, *m_endpoints, m_settings, m_theme, *m_layout,
                                      *m_log, m_clients->menuActions(), *m_composer});

    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banners);
    column->addWidget(m_layout, 1);
    column->addWidget(m_strip);
    setCentralWidget(centre);
}

void MainWindow::buildToolBar()
{
    auto *bar = new QToolBar(tr("Tools"), this);
    bar->setObjectName(u"toolBar"_s);
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    auto *logo = new QLabel(bar);
    const auto paintLogo = [logo] {
        logo->setPixmap(lineIcon(u"radio-tower"_s, Theme::palette().accent)
                            .pixmap(QSize(scaled(22), scaled(22)), logo->devicePixelRatioF()));
    };
    connect(&m_theme, &Theme::changed, logo, paintLogo);
    paintLogo();
    auto *name = new QLabel(tr("Signalbox"), bar);
    name->setObjectName(u"programName"_s);
    m_endpointBar = new EndpointBar(m_server, *m_endpoints, bar);
    bar->addWidget(logo);
    bar->addWidget(name);
    bar->addWidget(m_endpointBar);
    QToolButton *hold = makeToolButton(m_menus->holdAction(), true, bar);
    hold->setObjectName(u"holdButton"_s);
    bar->addWidget(makeToolButton(m_log->pauseAction(), true, bar));
    bar->addWidget(hold);
    bar->addWidget(makeToolButton(m_menus->schemeAction(), false, bar));
    addToolBar(bar);
}

void MainWindow::joinServer()
{
    connect(m_pump, &FeedPump::ticked, this, &MainWindow::tick);
    connect(m_composer, &Composer::sendRequested, this,
            [this](const Signal &signal) { m_server.send(signal); });
    connect(&m_server, &Server::sendProgressed, m_composer, &Composer::progress);
    connect(&m_server, &Server::holdChanged, m_composer, &Composer::setHeld);
    m_composer->setHeld(m_server.isHeld());
    joinEndpoints();
}

void MainWindow::joinEndpoints()
{
    connect(m_menus, &WindowMenus::newEndpointRequested, m_endpointBar, &EndpointBar::addEndpoint);
    connect(m_menus, &WindowMenus::editEndpointRequested, m_endpointBar,
            &EndpointBar::editEndpoint);
    connect(m_banners, &WindowBanners::editRequested, m_endpointBar, &EndpointBar::editEndpoint);
    connect(m_banners, &WindowBanners::joinHelpRequested, m_endpointBar,
            &EndpointBar::letOthersConnect);
}

void MainWindow::joinLog()
{
    connect(m_pump, &FeedPump::logged, m_log, &LogPanel::append);
    connect(m_log, &LogPanel::currentEntryChanged, m_inspector, &Inspector::setEntry);
    connect(m_inspector, &Inspector::causeRequested, m_log, &LogPanel::showSequence);
    connect(m_log, &LogPanel::sendToClientRequested, this, [this](const ClientId &client) {
        compose({{}, {}, {client}});
    });
    connect(m_log, &LogPanel::resendRequested, this, [this](const LogEntry &entry) {
        if (const auto signal = signalOf(entry))
            m_composer->sendSignal(*signal);
        else
            compose({entry.path, {}, {}}, entry.payload);
    });
}

void MainWindow::joinClients() {}

void MainWindow::joinStrip()
{
    connect(m_strip, &StatusStrip::clientsClicked, this,
            [this] { m_layout->activate(WindowLayout::Pane::Clients); });
    const auto showRows = [this](const QString &filter) {
        m_layout->activate(WindowLayout::Pane::Log);
        m_log->setFilterText(filter);
    };
    connect(m_strip, &StatusStrip::incomingClicked, this, [=] { showRows(u"dir:in"_s); });
    connect(m_strip, &StatusStrip::outgoingClicked, this, [=] { showRows(u"dir:out"_s); });
    connect(m_strip, &StatusStrip::refusedClicked, this, [=] { showRows(u"kind:refused"_s); });
}

void MainWindow::compose(const Target &target, const QByteArray &payload)
{
    m_composer->setTarget(target);
    if (!payload.isEmpty())
        m_composer->setPayload(payload);
    m_layout->activate(WindowLayout::Pane::Composer);
    m_composer->focusEditor();
}

void MainWindow::tick(const Totals &totals)
{
    m_strip->showFigures(totals, std::chrono::steady_clock::now(), m_stalls->recent(),
                         m_stalls->longest());
    m_banners->tick();
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Wheel) {
        auto *wheel = static_cast<QWheelEvent *>(event);
        if (wheel->modifiers() == Qt::ControlModifier && wheel->angleDelta().y() != 0
            && isActiveWindow()) {
            m_menus->zoomBy(wheel->angleDelta().y() > 0 ? 1 : -1);
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    switch (m_closing) {
    case Closing::No:
        if (const int clients = m_directory->count(); clients > 0) {
            askToQuit(clients);
            event->ignore();
            return;
        }
        break;
    case Closing::Asking:
    case Closing::Stopping:
        event->ignore();
        return;
    case Closing::Done:
        break;
    }
    saveLayout();
    event->accept();
}

void MainWindow::askToQuit(int clients)
{
    m_closing = Closing::Asking;
    auto *box = new QMessageBox(
        QMessageBox::NoIcon, tr("Quit Signalbox"),
        clients == 1 ? tr("1 client will be disconnected.")
                     : tr("%1 clients will be disconnected.").arg(QLocale().toString(clients)),
        QMessageBox::Cancel, this);
    box->setObjectName(u"quitQuestion"_s);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("They are told that the server is going away."));
    QPushButton *quit = box->addButton(tr("Disconnect and quit"), QMessageBox::AcceptRole);
    quit->setObjectName(u"confirmQuit"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, box, quit] {
        m_closing = Closing::No;
        if (box->clickedButton() == quit)
            stopAndClose();
    });
    box->open();
}

void MainWindow::stopAndClose()
{
    m_closing = Closing::Stopping;
    m_banners->showClosing(m_directory->count());
    connect(&m_server, &Server::stopped, this, [this] {
        m_closing = Closing::Done;
        close();
    });
    m_server.stop();
}

void MainWindow::restoreLayout()
{
    resize(1360, 860);
    restoreGeometry(m_settings.value(Keys::WindowGeometry));
    m_layout->restore(m_settings);
    m_log->restoreState(m_settings.value(Keys::LogColumns));
}

void MainWindow::saveLayout()
{
    m_settings.setValue(Keys::WindowGeometry, saveGeometry());
    m_layout->save(m_settings);
    m_settings.setValue(Keys::LogColumns, m_log->saveState());
}

} // namespace Signalbox
