#include "ui/window/mainwindow.h"

#include "core/config/endpointrules.h"
#include "core/history/versionstore.h"
#include "core/server/server.h"
#include "ui/clients/bansdialog.h"
#include "ui/clients/clientspanel.h"
#include "ui/compose/composer.h"
#include "ui/compose/resend.h"
#include "ui/endpoints/endpointbar.h"
#include "ui/log/inspector.h"
#include "ui/log/logpanel.h"
#include "ui/model/clientdirectory.h"
#include "ui/model/endpointcontroller.h"
#include "ui/model/feedpump.h"
#include "ui/routes/routespanel.h"
#include "ui/routes/serverroutes.h"
#include "ui/settings/settings.h"
#include "ui/status/stallmeter.h"
#include "ui/status/statusstrip.h"
#include "ui/theme/theme.h"
#include "ui/timers/timerspanel.h"
#include "ui/widgets/accessiblechoice.h"
#include "ui/widgets/cutpastes.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/wheelguard.h"
#include "ui/window/automationbanners.h"
#include "ui/window/manualsends.h"
#include "ui/window/windowbanners.h"
#include "ui/window/windowclosing.h"
#include "ui/window/windowlayout.h"
#include "ui/window/windowmenus.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QLabel>
#include <QScreen>
#include <QUrl>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize WindowFrame(16, 48); // of the window manager, which is not there yet

} // namespace

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
    , m_rows(new RowReader(this))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Signalbox"));
    setMinimumSize(760, 480);
    new WheelGuard(this); // before there is any field
    nameChoices();
    buildParts(parts);
    joinServer();
    joinLog();
    joinRoutes();
    joinClients();
    joinStrip();
    joinTimers();
    restoreLayout();
    new CutPastes(this);
    qApp->installEventFilter(this); // the wheel zooms wherever it is
    m_pump->start();
}

MainWindow::~MainWindow()
{
    qApp->removeEventFilter(this);
}

void MainWindow::buildParts(const WindowParts &parts)
{
    m_banners = new WindowBanners(m_server, *m_endpoints, m_settings, this);
    if (parts.storeUse == StoreUse::Unwritable)
        m_banners->warnOfFolder(parts.store);
    else if (parts.storeUse == StoreUse::Passing)
        m_banners->warnOfOther();
    m_clients = new ClientsPanel(*m_directory, this);
    m_log = new LogPanel(this);
    m_inspector = new Inspector(this);
    m_composer = new Composer(*m_directory, parts.store.filePath(u"sends.json"_s), nullptr, this);
    m_layout = new WindowLayout(m_clients, m_log, m_inspector, m_composer, this);
    m_timers = new TimersPanel(m_server, *m_endpoints, *m_directory, this);
    m_layout->addTool(m_timers, lineIcon(u"clock"_s), {});
    m_strip = new StatusStrip(this);
    buildRoutes(parts);
    m_menus = new WindowMenus(*this, {m_server,
                                      *m_endpoints,
                                      m_settings,
                                      m_theme,
                                      *m_layout,
                                      *m_log,
                                      m_clients->menuActions(),
                                      *m_composer,
                                      *m_timers,
                                      {{tr("&Timers and schedules"), m_timers->menuActions()},
                                       {tr("&Routes"), m_routes->menuActions()}}});

    if (const auto &recovery = parts.file.recovery())
        m_banners->showRecovered(parts.file.fileName(), *recovery);
    m_closing = new WindowClosing(m_server, *m_banners, *this);

    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildToolBar());
    column->addWidget(m_banners);
    column->addWidget(m_automation);
    column->addWidget(m_layout, 1);
    m_layout->setTopBar(m_banners);
    column->addWidget(m_strip);
    setCentralWidget(centre);
    m_composer->focusEditor();
}

void MainWindow::buildRoutes(const WindowParts &parts)
{
    auto *door = new ServerRoutes(m_server, *m_endpoints, *m_directory, this);
    auto *versions = new VersionStore(parts.store.filePath(u"routes"_s), this);
    m_routes = new RoutesPanel(*door, *m_directory, *versions, this);
    m_layout->addTool(m_routes, lineIcon(u"zap"_s), tr("Routes"));
    m_automation = new AutomationBanners(m_server, *versions, this);
}

QWidget *MainWindow::buildToolBar()
{
    auto *bar = new PanelBar(48, this);
    bar->setObjectName(u"toolBar"_s);
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
    QToolButton *hold = makeToolButton(m_menus->holdAction(), true, bar);
    hold->setObjectName(u"holdButton"_s);
    bar->addWidget(logo);
    bar->addWidget(name);
    bar->addWidget(m_endpointBar, 1);
    bar->addWidget(makeToolButton(m_log->pauseAction(), true, bar));
    bar->addWidget(hold);
    bar->addWidget(makeToolButton(m_menus->schemeAction(), false, bar));
    return bar;
}

void MainWindow::joinServer()
{
    connect(m_pump, &FeedPump::ticked, this, &MainWindow::tick);
    // what it takes to show the window for the first time keeps nobody waiting
    connect(m_pump, &FeedPump::ticked, m_stalls, &StallMeter::start, Qt::SingleShotConnection);
    auto *sends = new ManualSends(m_server, *m_directory, *m_composer, *m_banners, this);
    connect(sends, &ManualSends::composeRequested, this, &MainWindow::compose);
    connect(&m_server, &Server::holdChanged, m_composer, &Composer::setHeld);
    m_composer->setHeld(m_server.isHeld());
    connect(m_closing, &WindowClosing::finished, this, &QWidget::close);
    joinEndpoints();
}

void MainWindow::joinEndpoints()
{
    connect(m_menus, &WindowMenus::newEndpointRequested, m_endpointBar, &EndpointBar::addEndpoint);
    connect(m_menus, &WindowMenus::queuesRequested, m_endpointBar, &EndpointBar::showQueues);
    connect(m_menus, &WindowMenus::editEndpointRequested, m_endpointBar,
            &EndpointBar::editEndpoint);
    connect(m_menus, &WindowMenus::joinEndpointRequested, m_endpointBar, &EndpointBar::showJoin);
    connect(m_banners, &WindowBanners::editRequested, m_endpointBar, &EndpointBar::editEndpoint);
    connect(m_banners, &WindowBanners::joinHelpRequested, m_endpointBar,
            &EndpointBar::letOthersConnect);
    connect(m_inspector, &Inspector::limitRequested, m_endpointBar, &EndpointBar::showLimit);
    connect(m_inspector, &Inspector::originRequested, m_endpointBar, &EndpointBar::allowOrigin);
}

void MainWindow::joinLog()
{
    connect(m_pump, &FeedPump::logged, m_log, &LogPanel::append);
    const auto showJournal = [this] {
        m_log->setJournal(m_server.journal().fileName,
                          endpointsNotKept(m_endpoints->configuration()));
    };
    connect(&m_server, &Server::journalChanged, this, showJournal);
    connect(m_endpoints, &EndpointController::changed, this, showJournal);
    showJournal();
    connect(&m_server, &Server::journalRemoved, m_log, &LogPanel::forgetPast);
    connect(m_log, &LogPanel::currentEntryChanged, m_inspector, &Inspector::setEntry);
    connect(m_inspector, &Inspector::causeRequested, m_log, &LogPanel::showSequence);
    connect(m_log, &LogPanel::sendToClientRequested, this, [this](const ClientId &client) {
        compose({{}, {}, {client}});
    });
    connect(m_log, &LogPanel::resendRequested, this, [this](const LogEntry &entry) {
        m_rows->read(entry, [this, entry](const auto &signal, const QString &whyNot) {
            if (signal)
                return m_composer->sendSignal(*signal);
            edit(entry, signal);
            m_composer->say(tr("Not sent. %1").arg(whyNot));
        });
    });
    connect(m_log, &LogPanel::editRequested, this, [this](const LogEntry &entry) {
        m_rows->read(entry,
                     [this, entry](const auto &signal, const QString &) { edit(entry, signal); });
    });
}

void MainWindow::joinRoutes()
{
    connect(m_log, &LogPanel::routeRequested, this, [this](const LogEntry &entry) {
        m_layout->activateTool(m_routes);
        m_routes->makeRouteFrom(entry);
    });
    connect(m_log, &LogPanel::routeTestRequested, this, [this](const LogEntry &entry) {
        m_layout->activateTool(m_routes);
        m_routes->testWith(entry);
    });
    connect(m_routes, &RoutesPanel::shown, this, [this] { m_layout->activateTool(m_routes); });
    connect(m_routes, &RoutesPanel::rowRequested, this, &MainWindow::showRow);
    connect(m_routes, &RoutesPanel::rowTestRequested, this, [this](quint64 sequence) {
        if (showRow(sequence))
            m_routes->testWith(*m_log->currentEntry());
    });
    connect(m_automation, &AutomationBanners::routeRequested, this, [this](const QString &id) {
        m_layout->activateTool(m_routes);
        m_routes->select(id);
    });
}

void MainWindow::joinClients()
{
    connect(m_clients, &ClientsPanel::selectionChanged, m_composer, &Composer::setSelection);
    connect(m_clients, &ClientsPanel::sendRequested, this,
            [this](const Target &target) { compose(target); });
    connect(m_clients, &ClientsPanel::closeRequested, &m_server, &Server::closeClients);
    connect(m_clients, &ClientsPanel::pingRequested, &m_server, &Server::pingClients);
    connect(m_clients, &ClientsPanel::banRequested, m_endpoints, &EndpointController::ban);
    connect(m_clients, &ClientsPanel::bansRequested, this, &MainWindow::showBans);
    connect(m_clients, &ClientsPanel::logFilterRequested, this, &MainWindow::showRows);
    connect(m_endpointBar, &EndpointBar::openPageRequested, this, &MainWindow::openPage);
    connect(m_menus, &WindowMenus::openPageRequested, this, &MainWindow::openPage);
    connect(m_clients, &ClientsPanel::openPageRequested, this, &MainWindow::openPage);
    connect(m_clients, &ClientsPanel::startRequested, m_menus, &WindowMenus::startEndpoints);
    for (const auto changed : {&Server::started, &Server::stopped})
        connect(&m_server, changed, this, &MainWindow::showEndpoints);
    connect(&m_server, &Server::endpointChanged, this, &MainWindow::showEndpoints);
    connect(&m_server, &Server::endpointRemoved, this, &MainWindow::showEndpoints);
    showEndpoints();
}

void MainWindow::openPage(const QString &url)
{
    if (!QDesktopServices::openUrl(QUrl(url)))
        m_banners->say(tr("No browser could be started. Open %1 in one.").arg(url));
}

void MainWindow::showBans()
{
    auto *dialog = new BansDialog(m_endpoints->configuration().bans, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &BansDialog::letInRequested, m_endpoints, &EndpointController::letIn);
    connect(m_endpoints, &EndpointController::changed, dialog,
            [this, dialog] { dialog->setBans(m_endpoints->configuration().bans); });
    dialog->open();
}

/// To those parts that want to know where we listen.
void MainWindow::showEndpoints()
{
    m_clients->setEndpoints(m_server.endpoints());
}

void MainWindow::showRows(const QString &filter)
{
    m_layout->activate(WindowLayout::Pane::Log);
    m_log->replaceFilter(filter);
}

/// Makes it the current row of the log, whatever its filter. False: it is not there, which is said.
bool MainWindow::showRow(quint64 sequence)
{
    m_layout->activate(WindowLayout::Pane::Log);
    if (m_log->showAnySequence(sequence))
        return true;
    m_banners->say(tr("Row No. %1 is not shown: it left memory, or the log is paused or was "
                      "cleared.")
                       .arg(exactNumber(sequence)));
    return false;
}

void MainWindow::joinStrip()
{
    connect(m_strip, &StatusStrip::clientsClicked, this,
            [this] { m_layout->activate(WindowLayout::Pane::Clients); });
    connect(m_strip, &StatusStrip::incomingClicked, this, [this] { showRows(u"dir:in"_s); });
    connect(m_strip, &StatusStrip::outgoingClicked, this, [this] { showRows(u"dir:out"_s); });
    connect(m_strip, &StatusStrip::slowClicked, this, [this] {
        m_layout->activate(WindowLayout::Pane::Clients);
        m_clients->replaceFilter(u"state:slow"_s);
    });
    connect(m_strip, &StatusStrip::refusedClicked, this, [this] { showRows(u"kind:refused"_s); });
}

void MainWindow::joinTimers()
{
    connect(m_timers, &TimersPanel::logFilterRequested, this, &MainWindow::showRows);
    connect(m_timers, &TimersPanel::rowRequested, this, &MainWindow::showRow);
    connect(m_automation, &AutomationBanners::timerRequested, this, [this](const QString &name) {
        m_layout->activateTool(m_timers);
        m_timers->setCurrent(name);
    });
    connect(m_timers, &TimersPanel::removed, m_banners, &WindowBanners::offerUndo);
    const auto showCount = [this](int count) {
        m_layout->setToolTitle(m_timers, count == 0 ? tr("Timers") : tr("Timers  %1").arg(count));
    };
    connect(m_timers, &TimersPanel::countChanged, this, showCount);
    showCount(m_timers->count());
}

void MainWindow::compose(const Target &target, const QByteArray &payload)
{
    m_composer->setTarget(target);
    if (!payload.isEmpty())
        m_composer->setPayload(payload);
    m_layout->activate(WindowLayout::Pane::Composer);
    m_composer->focusEditor();
}

/// Puts a row of the log into the composer: what was sent, or else what there is.
void MainWindow::edit(const LogEntry &entry, const std::optional<Signal> &signal)
{
    compose(signal ? signal->target : Target{entry.path, {}, {}},
            signal ? signal->payload : entry.payload);
    if (!signal && entry.why == Why::ToClients)
        m_composer->clearTarget(); // to everyone instead is what nobody asked for
}

void MainWindow::tick(const Totals &totals)
{
    m_strip->showFigures(totals, m_clients->slowCount(), std::chrono::steady_clock::now(),
                         m_stalls->recent(), m_stalls->longest());
    m_layout->setClientCount(totals.clients);
    m_banners->tick();
    m_closing->tick();
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
    event->setAccepted(m_closing->request());
    if (event->isAccepted())
        saveLayout();
}

void MainWindow::quit()
{
    m_closing->quit();
}

void MainWindow::endSession()
{
    saveLayout();
    m_closing->endSession();
}

/// Of a window that was never open before: comfortable, and with its frame no larger than the
/// screen.
QSize MainWindow::firstSize(const QSize &available)
{
    return QSize(1360, 860).boundedTo(available - WindowFrame);
}

/// What was remembered may be of a screen that is gone.
void MainWindow::fitIntoScreen()
{
    const QList<QScreen *> screens = QGuiApplication::screens();
    const bool fits = std::ranges::any_of(screens, [this](const QScreen *each) {
        return size().boundedTo(each->availableSize()) == size();
    });
    if (fits || isMaximized() || isFullScreen()
        || screen()->availableVirtualGeometry().contains(geometry()))
        return;
    const QRect room = screen()->availableGeometry();
    resize(size().boundedTo(room.size() - WindowFrame));
    move(std::clamp(x(), room.left(), room.right() + 1 - width() - WindowFrame.width()),
         std::clamp(y(), room.top(), room.bottom() + 1 - height() - WindowFrame.height()));
}

void MainWindow::restoreLayout()
{
    resize(firstSize(screen()->availableSize()));
    if (restoreGeometry(m_settings.value(Keys::WindowGeometry)))
        fitIntoScreen();
    m_layout->restore(m_settings);
    m_log->restoreState(m_settings.value(Keys::LogColumns));
    m_clients->restoreState(m_settings.value(Keys::ClientColumns));
    m_timers->restoreState(m_settings.value(Keys::TimerColumns));
}

void MainWindow::saveLayout()
{
    m_routes->keepUnsaved();
    m_settings.setValue(Keys::WindowGeometry, saveGeometry());
    m_layout->save(m_settings);
    m_settings.setValue(Keys::LogColumns, m_log->saveState());
    m_settings.setValue(Keys::ClientColumns, m_clients->saveState());
    m_settings.setValue(Keys::TimerColumns, m_timers->saveState());
}

} // namespace Signalbox
