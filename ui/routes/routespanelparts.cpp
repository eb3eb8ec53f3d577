#include "core/history/versionstore.h"
#include "ui/routes/routebook.h"
#include "ui/routes/routeeditor.h"
#include "ui/routes/routesmodel.h"
#include "ui/routes/routespanel.h"
#include "ui/routes/scripthistory.h"
#include "ui/routes/stateview.h"
#include "ui/routes/testbench.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/twolinedelegate.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>

// How the page is put together; what it does is in routespanel.cpp.

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto CheckDelay = 400ms; ///< after the last key
constexpr auto UndoOffered = 10s;

QSplitter *makeSplitter(Qt::Orientation orientation, QWidget *parent)
{
    auto *splitter = new QSplitter(orientation, parent);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

} // namespace

void RoutesPanel::buildLayout()
{
    auto *columns = makeSplitter(Qt::Horizontal, this);
    columns->setObjectName(u"routesColumns"_s);
    columns->addWidget(buildList());
    columns->addWidget(buildWork());
    columns->setStretchFactor(1, 1);
    columns->setSizes({scaled(240), scaled(800)});
    buildEmpty();
    auto *body = new QWidget(this);
    m_whole = new QStackedLayout(body);
    m_whole->addWidget(columns);
    m_whole->addWidget(m_none);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(body, 1);
    layout->addWidget(m_word);
    layout->addWidget(m_undoBar);
}

QWidget *RoutesPanel::buildList()
{
    m_list->setObjectName(u"routesList"_s);
    m_list->setAccessibleName(tr("Routes"));
    m_list->setModel(m_book->model());
    m_list->setItemDelegate(new TwoLineDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_list->addActions({m_run, m_showHistory, m_remove});

    auto *bar = new PanelBar(44, this);
    bar->addTitle(tr("ROUTES"));
    m_count = bar->addText();
    bar->addStretch();
    QToolButton *more = makeToolButton(u"plus"_s, {}, tr("New route"), this);
    more->setObjectName(u"newRoute"_s);
    auto *menu = new QMenu(more);
    menu->addActions(m_newActions);
    more->setMenu(menu);
    more->setPopupMode(QToolButton::InstantPopup);
    bar->addWidget(more);
    bar->addWidget(makeToolButton(m_remove, false, this));
    bar->addWidget(makeToolButton(m_showState, false, this));
    auto *side = new QWidget(this);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_list, 1);
    return side;
}

QWidget *RoutesPanel::buildWork()
{
    m_pages->addWidget(m_editor);
    m_pages->addWidget(m_history);
    m_pages->addWidget(m_state);
    m_trouble->setObjectName(u"routeTrouble"_s);
    m_work = makeSplitter(Qt::Horizontal, this);
    m_work->setObjectName(u"routesWork"_s);
    m_work->addWidget(m_pages);
    m_work->addWidget(m_bench);
    m_work->setStretchFactor(0, 3);
    m_work->setStretchFactor(1, 2);
    m_work->setSizes({scaled(520), scaled(320)});
    auto *whole = new QWidget(this);
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_trouble);
    column->addWidget(m_work, 1);
    return whole;
}

void RoutesPanel::buildEmpty()
{
    m_none->setObjectName(u"noRoutes"_s);
    m_none->setIcon(u"zap"_s);
    m_none->setTitle(tr("No routes yet"));
    m_none->setText(tr("A route decides what becomes of the messages on a path: a few lines of "
                       "JavaScript, or rules chosen from lists.\nWithout one they go to everyone "
                       "they name."));
    QPushButton *example = m_none->addButton(tr("Try it: answer [date] on /messages"), true);
    example->setObjectName(u"dateExample"_s);
    QPushButton *own = m_none->addButton(tr("New signal route"));
    own->setObjectName(u"firstRoute"_s);
    connect(example, &QPushButton::clicked, this, &RoutesPanel::addExample);
    connect(own, &QPushButton::clicked, this, [this] { addRoute(RouteUse::Signal); });
}

QAction *RoutesPanel::addAction(const QString &icon, const QString &text, const QKeySequence &key,
                                const std::function<void()> &run)
{
    auto *action = new QAction(lineIcon(icon), text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    const QString words = QString(text).remove(u'&').remove(u'…');
    action->setToolTip(
        key.isEmpty() ? words : words % u" ("_s % key.toString(QKeySequence::NativeText) % u')');
    connect(action, &QAction::triggered, this, [this, run] {
        if (!isVisible()) // chosen from a menu while another page is shown
            Q_EMIT shown();
        run();
    });
    QWidget::addAction(action);
    return action;
}

void RoutesPanel::buildActions()
{
    m_goTo = addAction(u"zap"_s, tr("&Go to the routes"), Qt::CTRL | Qt::Key_5,
                       [this] { Q_EMIT shown(); });
    m_goTo->setShortcutContext(Qt::WindowShortcut);
    const std::pair<RouteUse, QString> kinds[] = {
        {RouteUse::Signal, tr("New &signal route")},
        {RouteUse::Http, tr("New &HTTP route")},
        {RouteUse::Connect, tr("New script for when a client &comes")},
        {RouteUse::Disconnect, tr("New script for when a client &leaves")}};
    for (const auto &[kind, text] : kinds)
        m_newActions.append(
            addAction(kindIcon(kind), text, {}, [this, kind = kind] { addRoute(kind); }));
    m_save =
        addAction(u"save"_s, tr("Sa&ve the route"), QKeySequence::Save, [this] { save(false); });
    m_saveOn = addAction(u"check"_s, tr("Save and &enable"), Qt::CTRL | Qt::SHIFT | Qt::Key_Return,
                         [this] { save(true); });
    m_revert = addAction(u"undo"_s, tr("&Revert to what is saved"), {},
                         [this] { m_book->revert(m_current); });
    m_run = addAction(u"play"_s, tr("Run a &test"), Qt::Key_F9, [this] { runTest(); });
    m_showHistory =
        addAction(u"clock"_s, tr("H&istory of the script"), {}, [this] { showHistory(); });
    m_showState =
        addAction(u"braces"_s, tr("State that scri&pts share"), {}, [this] { showState(); });
    m_help =
        addAction(u"help-circle"_s, tr("&Functions and examples…"), {}, [this] { showHelp(); });
    m_remove = addAction(u"trash"_s, tr("&Delete the route"), {}, [this] { remove(); });
    m_remove->setObjectName(u"deleteRoute"_s);
    m_showState->setObjectName(u"showState"_s);
    m_menuActions = QList<QAction *>{m_goTo, nullptr} + m_newActions;
    m_menuActions += {nullptr, m_save,        m_saveOn,    m_revert, nullptr, m_run,
                      nullptr, m_showHistory, m_showState, m_help,   nullptr, m_remove};

    auto *erase = new QAction(this); // the same as m_remove, in the list alone
    erase->setShortcut(QKeySequence::Delete);
    erase->setShortcutContext(Qt::WidgetShortcut);
    connect(erase, &QAction::triggered, this, &RoutesPanel::remove);
    m_list->addAction(erase);
}

void RoutesPanel::joinParts()
{
    m_checkTimer.setSingleShot(true);
    m_checkTimer.setInterval(CheckDelay);
    connect(&m_checkTimer, &QTimer::timeout, this, [this] { m_book->check(m_current); });
    m_undoTimer.setSingleShot(true);
    m_undoTimer.setInterval(UndoOffered);
    connect(&m_undoTimer, &QTimer::timeout, m_undoBar, &QWidget::hide);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                select(index.isValid() ? model()->at(index.row()).id : QString());
            });
    connect(m_book, &RouteBook::routesTaken, this, &RoutesPanel::takeRoutes);
    connect(m_book, &RouteBook::said, this, &RoutesPanel::say);
    connect(m_book, &RouteBook::renaming, this, [this](const QString &oldId, const QString &newId) {
        m_editor->rename(oldId, newId);
        if (oldId == m_current)
            m_current = newId;
    });
    connect(m_book, &RouteBook::checked, this,
            [this](const QString &id, const QString &script, const auto &problem) {
                if (id == m_current && m_editor->hasScript()
                    && m_editor->draft().script.source == script)
                    m_editor->setProblem(problem);
                updateActions();
            });
    connect(m_book, &RouteBook::removed, this, [this](const QString &text) {
        m_word->hide();
        m_undoBar->setText(text);
        m_undoBar->show();
        m_undoTimer.start();
    });
    connect(model(), &QAbstractItemModel::dataChanged, this, &RoutesPanel::updateTrouble);
    m_undoBar->setObjectName(u"undoDelete"_s);
    m_undoBar->setIcon(u"trash"_s);
    m_undoBar->setClosable(true);
    connect(m_undoBar->addButton(tr("Undo")), &QPushButton::clicked, this, [this] {
        m_undoBar->hide();
        m_book->undoRemoval();
    });
    m_word->setObjectName(u"routeWord"_s);
    m_word->setClosable(true);

    connect(m_editor, &RouteEditor::draftChanged, this, &RoutesPanel::draftChanged);
    connect(m_editor, &RouteEditor::saveRequested, this, &RoutesPanel::save);
    connect(m_editor, &RouteEditor::revertRequested, this, [this] { m_book->revert(m_current); });
    connect(m_editor, &RouteEditor::historyRequested, this, &RoutesPanel::showHistory);
    connect(m_editor, &RouteEditor::helpRequested, this, &RoutesPanel::showHelp);
    connect(m_history, &ScriptHistory::closed, this, &RoutesPanel::leavePage);
    connect(m_history, &ScriptHistory::restoreRequested, this, [this](const QString &text) {
        m_editor->script()->replaceText(text);
        leavePage();
    });
    connect(&m_store, &VersionStore::saveFailed, this, [this] {
        say(tr("The history of scripts cannot be saved; it is kept until you quit."), true);
    });
    connect(m_state, &StateView::closed, this, &RoutesPanel::leavePage);
    connect(m_state, &StateView::saveRequested, &m_door, &RoutesDoor::setState);
    connect(&m_door, &RoutesDoor::stateChanged, this,
            [this] { m_state->setState(m_door.state()); });
    m_state->setState(m_door.state());
    connect(m_bench, &TestBench::runRequested, this, [this] {
        m_door.test({.route = m_editor->draft(),
                     .message = m_bench->message(),
                     .request = m_bench->request(),
                     .client = m_bench->client()});
    });
    connect(&m_door, &RoutesDoor::tested, m_bench, &TestBench::show);
    connect(m_bench, &TestBench::lineClicked, this, [this](int line) {
        leavePage();
        m_editor->script()->goToLine(line);
        m_editor->setFocus();
    });
    buildTrouble();
}

void RoutesPanel::buildTrouble()
{
    m_showMessage = m_trouble->addButton(tr("Show the message"));
    m_showMessage->setObjectName(u"showCause"_s);
    m_showMessage->setToolTip(tr("The row of the log whose message it failed on"));
    m_testMessage = m_trouble->addButton(tr("Test with it"));
    m_testMessage->setObjectName(u"testCause"_s);
    m_testMessage->setToolTip(tr("Tries the route, as it stands in the editor, on that message"));
    m_showError = m_trouble->addButton(tr("Show in the log"));
    m_showError->setObjectName(u"showError"_s);
    m_enableAgain = m_trouble->addButton(tr("Enable again"));
    m_enableAgain->setObjectName(u"enableAgain"_s);
    const auto state = [this] { return model()->stateOf(m_current); };
    connect(m_showMessage, &QPushButton::clicked, this,
            [this, state] { Q_EMIT rowRequested(state().cause); });
    connect(m_testMessage, &QPushButton::clicked, this,
            [this, state] { Q_EMIT rowTestRequested(state().cause); });
    connect(m_showError, &QPushButton::clicked, this,
            [this, state] { Q_EMIT rowRequested(state().errorRow); });
    connect(m_enableAgain, &QPushButton::clicked, this,
            [this] { m_book->setEnabled(m_current, true); });
}

} // namespace Signalbox
