#include "ui/routes/routespanel.h"

#include "core/history/versionstore.h"
#include "ui/routes/routebook.h"
#include "ui/routes/routeeditor.h"
#include "ui/routes/routesmodel.h"
#include "ui/routes/scripthistory.h"
#include "ui/routes/scriptsheet.h"
#include "ui/routes/stateview.h"
#include "ui/routes/testbench.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/visibletext.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedLayout>
#include <QStackedWidget>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int TallHeight = 520; ///< from which on the bench is below the editor

QString pathOfNew(RouteUse kind)
{
    switch (kind) {
    case RouteUse::Signal:
        return u"/messages"_s;
    case RouteUse::Http:
        return u"/hook"_s;
    case RouteUse::Connect:
    case RouteUse::Disconnect:
        break;
    }
    return u"/*"_s;
}

} // namespace

RoutesPanel::RoutesPanel(RoutesDoor &door, const ClientDirectory &directory, VersionStore &store,
                         QWidget *parent)
    : QWidget(parent)
    , m_door(door)
    , m_store(store)
    , m_book(new RouteBook(door, store, this))
    , m_list(new QListView(this))
    , m_editor(new RouteEditor(door.directory(), this))
    , m_history(new ScriptHistory(store, this))
    , m_state(new StateView(this))
    , m_bench(new TestBench(directory, this))
    , m_undoBar(new Banner(Banner::Tone::Info, this))
    , m_word(new Banner(Banner::Tone::Error, this))
    , m_trouble(new Banner(Banner::Tone::Error, this))
    , m_pages(new QStackedWidget(this))
    , m_none(new EmptyState(this))
{
    setObjectName(u"routesPanel"_s);
    buildActions();
    buildLayout();
    joinParts();
    takeRoutes();
}

RoutesPanel::~RoutesPanel() = default;

RoutesModel *RoutesPanel::model() const
{
    return m_book->model();
}

bool RoutesPanel::hasUnsaved() const
{
    return m_book->hasDrafts();
}

void RoutesPanel::keepUnsaved()
{
    m_book->keepDrafts();
}

void RoutesPanel::takeRoutes()
{
    const int count = model()->rowCount();
    m_count->setText(QString::number(count));
    m_whole->setCurrentIndex(count > 0 ? 0 : 1);
    setFocusProxy(count > 0 ? static_cast<QWidget *>(m_list) : m_none->findChild<QPushButton *>());
    if (m_book->saved(m_current) == nullptr)
        m_current =
            count > 0 ? model()->at(std::max(0, m_list->currentIndex().row())).id : QString();
    select(m_current);
    showCurrent();
}

bool RoutesPanel::select(const QString &id)
{
    const int row = model()->rowOf(id);
    if (row < 0)
        return false;
    const bool isOther = id != m_current;
    m_current = id;
    // a list that gets the keyboard makes its first row current without choosing it
    if (!m_list->selectionModel()->isRowSelected(row))
        m_list->setCurrentIndex(model()->index(row, 0));
    if (isOther) {
        m_bench->forget();
        showCurrent();
        leavePage();
    }
    return true;
}

void RoutesPanel::showCurrent()
{
    const Route *route = m_book->saved(m_current);
    m_editor->setEnabled(route != nullptr);
    m_bench->setEnabled(route != nullptr);
    if (route != nullptr) {
        m_editor->setRoute(m_current, *route, m_book->draft(m_current));
        m_bench->setRoute(m_editor->draft());
        m_checkTimer.start();
    }
    updateTrouble();
    updateActions();
}

void RoutesPanel::draftChanged()
{
    m_book->setDraft(m_current, m_editor->draft());
    m_bench->setRoute(m_editor->draft());
    m_checkTimer.start();
    updateActions();
}

void RoutesPanel::addRoute(RouteUse kind)
{
    Route route;
    route.kind = kind;
    route.enabled = false;
    route.path = pathOfNew(kind);
    if (kind == RouteUse::Http)
        route.method = u"POST"_s;
    if (const QList<ScriptExample> examples = scriptExamples(useOf(kind)); !examples.isEmpty())
        route.script.source = examples.first().script;
    const QString id = m_book->add(route);
    if (select(id))
        m_editor->focusPath();
}

/// The first thing to try: its test is run at once, to show what a test is.
void RoutesPanel::addExample()
{
    addRoute(RouteUse::Signal);
    runTest();
}

void RoutesPanel::makeRouteFrom(const LogEntry &entry)
{
    QString id = m_book->findSignalRoute(entry.path);
    if (id.isEmpty()) {
        Route route;
        route.enabled = false;
        route.path = entry.path;
        route.script.source = u"let m = event.data.message;\nsendSignal(m);\n"_s;
        id = m_book->add(route);
    }
    if (!select(id))
        return;
    m_bench->setEntry(entry);
    m_editor->setFocus();
}

void RoutesPanel::testWith(const LogEntry &entry)
{
    if (const QString id = m_book->handlerOf(entry.path); !id.isEmpty())
        select(id);
    if (m_current.isEmpty()) {
        makeRouteFrom(entry);
        if (m_current.isEmpty())
            return;
    }
    m_bench->setEntry(entry);
    runTest();
}

void RoutesPanel::runTest()
{
    if (m_book->saved(m_current) != nullptr)
        m_bench->run();
}

void RoutesPanel::save(bool enable)
{
    m_checkTimer.stop();
    m_book->save(m_current, enable);
}

void RoutesPanel::remove()
{
    m_book->remove(m_current);
}

void RoutesPanel::showHistory()
{
    const Route *route = m_book->saved(m_current);
    if (route == nullptr)
        return;
    m_history->show(keyOf(*route), m_editor->draft().script.source);
    m_pages->setCurrentIndex(HistoryPage);
    m_history->setFocus();
}

void RoutesPanel::showState()
{
    m_state->setState(m_door.state());
    m_pages->setCurrentIndex(StatePage);
    m_state->setFocus();
}

void RoutesPanel::showHelp()
{
    const Route *route = m_book->saved(m_current);
    auto *sheet = new ScriptSheet(useOf(route != nullptr ? route->kind : RouteUse::Signal), this);
    connect(sheet, &ScriptSheet::insertRequested, this, [this](const QString &script) {
        leavePage();
        m_editor->script()->insertText(script);
        m_editor->setFocus();
    });
    sheet->open();
}

void RoutesPanel::leavePage()
{
    if (m_pages->currentIndex() == EditorPage)
        return;
    m_pages->setCurrentIndex(EditorPage);
    m_editor->setFocus();
}

/// What went well is said where the status is; what did not gets a bar until it is closed.
void RoutesPanel::say(const QString &text, bool isBad)
{
    m_word->setVisible(isBad);
    if (isBad)
        m_word->setText(text);
    else
        m_editor->showWord(text);
}

void RoutesPanel::updateTrouble()
{
    const RouteHealth state = model()->stateOf(m_current);
    const bool isOff = !state.offBecause.isEmpty();
    const Route *route = m_book->saved(m_current);
    const bool isShown = route != nullptr && (isOff || !state.error.isEmpty());
    if (isShown) {
        m_trouble->setTone(isOff ? Banner::Tone::Error : Banner::Tone::Warning);
        m_trouble->setText(
            isOff ? tr("The server switched this route off: %1").arg(visibleText(state.offBecause))
                  : tr("It failed: %1")
                        .arg(stateText({}, {.error = state.error, .line = state.line})));
    }
    m_enableAgain->setVisible(isOff);
    m_showMessage->setVisible(state.cause != 0);
    m_testMessage->setVisible(state.cause != 0 && route != nullptr
                              && route->kind == RouteUse::Signal);
    m_showError->setVisible(state.cause == 0 && state.errorRow != 0);
    m_trouble->setVisible(isShown);
}

void RoutesPanel::updateActions()
{
    const Route *route = m_book->saved(m_current);
    const bool has = route != nullptr;
    const bool edited = has && m_editor->isEdited();
    m_save->setEnabled(edited);
    m_saveOn->setEnabled(has && (edited || !route->enabled));
    m_revert->setEnabled(edited);
    m_run->setEnabled(has);
    m_showHistory->setEnabled(has && m_editor->hasScript());
    m_remove->setEnabled(has);
}

void RoutesPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

/// A low panel has the bench beside the editor, a tall one below it.
void RoutesPanel::fit()
{
    const auto wanted = height() < scaled(TallHeight) ? Qt::Horizontal : Qt::Vertical;
    if (m_work->orientation() == wanted)
        return;
    m_work->setOrientation(wanted);
    m_work->setSizes(wanted == Qt::Horizontal ? QList{scaled(520), scaled(320)}
                                              : QList{scaled(340), scaled(240)});
}

} // namespace Signalbox
