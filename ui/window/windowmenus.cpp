#include "ui/window/windowmenus.h"

#include "core/server/server.h"
#include "ui/compose/composer.h"
#include "ui/endpoints/endpointmenu.h"
#include "ui/log/journaldialog.h"
#include "ui/log/logfilewindow.h"
#include "ui/log/logpanel.h"
#include "ui/model/endpointcontroller.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/timers/timerspanel.h"
#include "ui/widgets/visibletext.h"
#include "ui/window/keysheet.h"
#include "ui/window/windowlayout.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QFileDialog>
#include <QMainWindow>
#include <QMenuBar>
#include <QMessageBox>

#include <algorithm>
#include <array>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array ZoomSteps{80, 90, 100, 110, 125, 150, 175, 200, 250, 300};
constexpr int NormalZoom = 100;

QKeySequence key(QKeyCombination combination)
{
    return QKeySequence(combination);
}

} // namespace

WindowMenus::WindowMenus(QMainWindow &window, const Parts &parts)
    : QObject(&window)
    , m_window(window)
    , m_parts(parts)
{
    addFile();
    addEdit();
    addView();
    addEndpoint();
    addParts(addMenu(tr("&Clients")), m_parts.clientActions);
    QMenu *log = addMenu(tr("&Log"));
    log->setToolTipsVisible(true); // why one is off
    addParts(log, m_parts.log.menuActions());
    addSend();
    QMenu *automation = addMenu(tr("&Automation"));
    for (const auto &[title, actions] : m_parts.automation)
        addParts(automation->addMenu(title), actions);
    addHelp();
}

QMenu *WindowMenus::addMenu(const QString &title)
{
    return m_window.menuBar()->addMenu(title);
}

QAction *WindowMenus::add(QMenu *menu, const QString &icon, const QString &text,
                          const QList<QKeySequence> &keys, const std::function<void()> &run)
{
    auto *action = new QAction(text, this);
    if (!icon.isEmpty())
        action->setIcon(lineIcon(icon));
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, run);
    menu->addAction(action);
    return action;
}

void WindowMenus::addFile()
{
    QMenu *menu = addMenu(tr("&File"));
    add(menu, u"refresh"_s, tr("&Reload the configuration file"), {},
        [this] { m_parts.endpoints.reloadFile(); });
    menu->addSeparator();
    menu->addAction(m_parts.log.exportAction());
    QAction *open = add(menu, u"folder"_s, tr("&Open an exported log…"), {}, [this] { openLog(); });
    open->setObjectName(u"openLogAction"_s);
    QAction *kept = add(menu, u"save"_s, tr("Log on &disk…"), {}, [this] {
        auto *dialog = new JournalDialog(m_parts.server, m_parts.endpoints, &m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    kept->setObjectName(u"journalAction"_s);
    menu->addSeparator();
    QAction *quit = add(menu, u"log-out"_s, tr("&Quit"), {key(Qt::CTRL | Qt::Key_Q)},
                        [this] { m_window.close(); });
    quit->setObjectName(u"quitAction"_s);
    quit->setMenuRole(QAction::QuitRole);
}

void WindowMenus::openLog()
{
    const QString fileName = QFileDialog::getOpenFileName(
        &m_window, tr("Open an exported log"), {}, tr("JSON lines (*.jsonl);;All files (*)"));
    if (!fileName.isEmpty())
        (new LogFileWindow(fileName))->show();
}

void WindowMenus::addEdit()
{
    QMenu *menu = addMenu(tr("&Edit"));
    QUndoStack *stack = m_parts.endpoints.undoStack();
    QAction *undo = stack->createUndoAction(this, tr("&Undo"));
    undo->setIcon(lineIcon(u"undo"_s));
    undo->setShortcut(QKeySequence::Undo);
    QAction *redo = stack->createRedoAction(this, tr("&Redo"));
    redo->setShortcuts({key(Qt::CTRL | Qt::Key_Y), key(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)});
    menu->addActions({undo, redo});
}

void WindowMenus::addView()
{
    QMenu *menu = addMenu(tr("&View"));
    addPanes(menu);
    menu->addSeparator();
    addTheme(menu->addMenu(lineIcon(u"sun"_s), tr("T&heme")));
    menu->addSeparator();
    add(menu, u"plus"_s, tr("&Zoom in"),
        {QKeySequence(QKeySequence::ZoomIn), key(Qt::CTRL | Qt::Key_Equal)}, [this] { zoomBy(1); });
    add(menu, u"minus"_s, tr("Zoom &out"), {QKeySequence(QKeySequence::ZoomOut)},
        [this] { zoomBy(-1); });
    add(menu, {}, tr("&Normal size"), {key(Qt::CTRL | Qt::Key_0)}, [this] { zoomBy(0); });
    QAction *full = add(menu, u"monitor"_s, tr("&Full screen"), {key(Qt::Key_F11)}, [this] {
        m_window.setWindowState(m_window.windowState() ^ Qt::WindowFullScreen);
    });
    full->setMenuRole(QAction::NoRole);
    menu->addSeparator();
    add(menu, {}, tr("&Reset the layout"), {}, [this] { m_parts.layout.reset(); });
}

void WindowMenus::addPanes(QMenu *menu)
{
    struct Entry
    {
        WindowLayout::Pane pane;
        QString name;
        QString show;
        QList<QKeySequence> keys;
    };
    const QList<Entry> panes{
        {WindowLayout::Pane::Clients,
         tr("Go to &clients"),
         tr("Sho&w clients"),
         {key(Qt::CTRL | Qt::Key_1)}},
        {WindowLayout::Pane::Log, tr("Go to the &log"), {}, {key(Qt::CTRL | Qt::Key_2)}},
        {WindowLayout::Pane::Composer,
         tr("Go to the co&mposer"),
         tr("&Show the composer"),
         {key(Qt::CTRL | Qt::Key_3)}},
        {WindowLayout::Pane::Inspector,
         tr("Go to the &inspector"),
         tr("Show th&e inspector"),
         {key(Qt::CTRL | Qt::Key_8)}},
    };
    for (const Entry &entry : panes)
        add(menu, {}, entry.name, entry.keys,
            [this, pane = entry.pane] { m_parts.layout.activate(pane); });
    add(menu, {}, tr("Go to &timers"), {key(Qt::CTRL | Qt::Key_4)},
        [this] { m_parts.layout.activateTool(&m_parts.timers); });
    add(menu, {}, tr("Next &pane"), {key(Qt::Key_F6)}, [this] { m_parts.layout.activateNext(); });
    add(menu, {}, tr("Previous p&ane"), {key(Qt::SHIFT | Qt::Key_F6)},
        [this] { m_parts.layout.activateNext(true); });
    menu->addSeparator();
    for (const Entry &entry : panes) {
        if (entry.show.isEmpty())
            continue;
        const WindowLayout::Pane pane = entry.pane;
        auto *action = new QAction(entry.show, this);
        action->setCheckable(true);
        action->setChecked(m_parts.layout.isPaneVisible(pane));
        connect(action, &QAction::toggled, this,
                [this, pane](bool on) { m_parts.layout.setPaneVisible(pane, on); });
        connect(&m_parts.layout, &WindowLayout::paneVisibilityChanged, action,
                [this, action, pane] { action->setChecked(m_parts.layout.isPaneVisible(pane)); });
        menu->addAction(action);
    }
}

void WindowMenus::addTheme(QMenu *menu)
{
    auto *group = new QActionGroup(this);
    for (const QString &name : {tr("&As the desktop"), tr("&Light"), tr("&Dark")}) {
        auto *action = new QAction(name, this);
        action->setCheckable(true);
        group->addAction(action);
        menu->addAction(action);
        const int choice = int(m_schemes.size());
        connect(action, &QAction::triggered, this, [this, choice] { setScheme(choice); });
        m_schemes.append(action);
    }
    m_scheme = new QAction(this);
    connect(m_scheme, &QAction::triggered, this, [this] {
        setScheme(int(Theme::palette().scheme == Scheme::Dark ? SchemeChoice::Light
                                                              : SchemeChoice::Dark));
    });
    const auto show = [this] {
        const bool dark = Theme::palette().scheme == Scheme::Dark;
        m_scheme->setIcon(lineIcon(dark ? u"sun"_s : u"moon"_s));
        m_scheme->setToolTip(dark ? tr("Switch to the light theme")
                                  : tr("Switch to the dark theme"));
        m_schemes.at(qsizetype(m_parts.theme.choice()))->setChecked(true);
    };
    connect(&m_parts.theme, &Theme::changed, this, show);
    show();
}

void WindowMenus::setScheme(int choice)
{
    m_parts.theme.setChoice(SchemeChoice(choice));
    m_parts.settings.setValue(Keys::Theme, choice);
}

void WindowMenus::zoomBy(int steps)
{
    int zoom = NormalZoom;
    if (steps != 0) {
        const auto at = std::ranges::lower_bound(ZoomSteps, m_parts.theme.zoom());
        const auto next = std::clamp<std::ptrdiff_t>(at - ZoomSteps.begin() + steps, 0,
                                                     std::ssize(ZoomSteps) - 1);
        zoom = ZoomSteps[size_t(next)];
    }
    m_parts.theme.setZoom(zoom);
    m_parts.settings.setValue(Keys::Zoom, zoom);
}

void WindowMenus::addEndpoint()
{
    m_endpointMenu = addMenu(tr("E&ndpoint"));
    add(m_endpointMenu, u"plus"_s, tr("&New endpoint…"), {},
        [this] { Q_EMIT newEndpointRequested(); });
    m_endpointMenu->addSeparator();
    add(m_endpointMenu, u"play"_s, tr("&Start all that are stopped"), {key(Qt::CTRL | Qt::Key_F5)},
        [this] { startEndpoints(); });
    QAction *queues = add(m_endpointMenu, u"sliders"_s, tr("&Queues of all endpoints…"), {},
                          [this] { Q_EMIT queuesRequested(); });
    queues->setObjectName(u"queuesAction"_s);
    m_endpointMenu->addSeparator();
    connect(m_endpointMenu, &QMenu::aboutToShow, this, &WindowMenus::fillEndpoints);
}

void WindowMenus::startEndpoints()
{
    const QList<EndpointStatus> states = m_parts.server.endpoints();
    for (const EndpointStatus &status : states)
        if (status.state == EndpointState::Stopped || status.state == EndpointState::Failed)
            m_parts.server.startEndpoint(status.name);
}

void WindowMenus::fillEndpoints()
{
    for (QAction *action : std::as_const(m_endpointActions)) {
        action->menu()->deleteLater();
        m_endpointMenu->removeAction(action);
    }
    m_endpointActions.clear();
    const QList<EndpointStatus> states = m_parts.server.endpoints();
    for (const EndpointStatus &status : states) {
        QMenu *menu = m_endpointMenu->addMenu(lineIcon(u"server"_s),
                                              visibleText(status.name).replace(u'&', u"&&"_s));
        m_endpointActions.append(menu->menuAction());
        fillEndpointMenu(*menu, status, m_parts.server, m_parts.endpoints,
                         {[this](const QString &name) { Q_EMIT editEndpointRequested(name); },
                          [this](const QString &name) { Q_EMIT joinEndpointRequested(name); },
                          [this](const QString &url) { Q_EMIT openPageRequested(url); }});
    }
}

void WindowMenus::addParts(QMenu *menu, const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        if (action == nullptr)
            menu->addSeparator();
        else
            menu->addAction(action);
    }
}

void WindowMenus::addSend()
{
    QMenu *menu = addMenu(tr("&Send"));
    Composer &composer = m_parts.composer;
    QAction *send = add(menu, u"send"_s, tr("&Send now"), {key(Qt::CTRL | Qt::Key_Return)},
                        [&composer] { composer.send(); });
    send->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    composer.addAction(send); // the key sends only while the composer has the keyboard
    add(menu, u"users"_s, tr("&Whom to send to"), {key(Qt::CTRL | Qt::Key_L)}, [this] {
        m_parts.layout.activate(WindowLayout::Pane::Composer);
        m_parts.composer.focusTarget();
    });
    QAction *older = add(menu, u"clock"_s, tr("&Earlier send"), {key(Qt::CTRL | Qt::Key_Up)},
                         [&composer] { composer.showOlder(); });
    QAction *newer = add(menu, {}, tr("&Later send"), {key(Qt::CTRL | Qt::Key_Down)},
                         [&composer] { composer.showNewer(); });
    for (QAction *action : {older, newer}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        composer.addAction(action);
    }
    menu->addSeparator();

    m_hold = new QAction(lineIcon(u"hand"_s), tr("&Hold sends"), this);
    m_hold->setObjectName(u"holdAction"_s);
    m_hold->setCheckable(true);
    m_hold->setShortcut(key(Qt::CTRL | Qt::SHIFT | Qt::Key_H));
    m_hold->setToolTip(tr("Nothing but control frames leaves while this is on (%1)")
                           .arg(m_hold->shortcut().toString(QKeySequence::NativeText)));
    m_hold->setChecked(m_parts.server.isHeld());
    connect(m_hold, &QAction::triggered, this, [this](bool on) { m_parts.server.setHold(on); });
    connect(&m_parts.server, &Server::holdChanged, m_hold, &QAction::setChecked);
    menu->addAction(m_hold);
}

void WindowMenus::addHelp()
{
    QMenu *menu = addMenu(tr("&Help"));
    add(menu, u"keyboard"_s, tr("&Keys"), {key(Qt::Key_F1)}, [this] {
        fillEndpoints();
        auto *sheet = new KeySheet(*m_window.menuBar(), &m_window);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        sheet->open();
    });
    menu->addSeparator();
    QAction *about = add(menu, u"info"_s, tr("&About Signalbox"), {}, [this] { showAbout(); });
    about->setMenuRole(QAction::AboutRole);
}

void WindowMenus::showAbout()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Signalbox"),
                                tr("Signalbox %1").arg(QCoreApplication::applicationVersion()),
                                QMessageBox::Ok, &m_window);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("An operator's console that is a WebSocket server.\n"
                               "Qt %1. Free software under the GNU General Public License, "
                               "version 3 or later.")
                                .arg(QString::fromLatin1(qVersion())));
    box->setIconPixmap(
        lineIcon(u"radio-tower"_s, Theme::palette().accent).pixmap(scaled(48), scaled(48)));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace Signalbox
