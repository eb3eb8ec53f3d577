#include "ui/window/windowlayout.h"

#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/tabs.h"

#include <QApplication>
#include <QEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int LogTab = 0;
constexpr int SendTab = 1;
constexpr int ClientsTab = 2;
constexpr int ClientsWidth = 300; ///< at 100 per cent

QSplitter *makeSplitter(Qt::Orientation orientation, const QString &name, QWidget *parent)
{
    auto *splitter = new QSplitter(orientation, parent);
    splitter->setObjectName(name);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(true);
    return splitter;
}

/// The first widget in `pane` that takes the keyboard.
QWidget *focusTarget(QWidget *pane)
{
    if (QWidget *proxy = pane->focusProxy(); proxy != nullptr && proxy->isVisible())
        return proxy;
    if (pane->focusPolicy() & Qt::TabFocus)
        return pane;
    for (QWidget *next = pane->nextInFocusChain(); next != pane; next = next->nextInFocusChain())
        if (pane->isAncestorOf(next) && (next->focusPolicy() & Qt::TabFocus) && next->isVisible()
            && next->isEnabled())
            return next;
    return pane;
}

} // namespace

WindowLayout::WindowLayout(QWidget *clients, QWidget *log, QWidget *inspector, QWidget *composer,
                           QWidget *parent)
    : QWidget(parent)
    , m_panes{clients, log, inspector, composer}
    , m_main(makeSplitter(Qt::Horizontal, u"mainSplitter"_s, this))
    , m_centre(makeSplitter(Qt::Vertical, u"centreSplitter"_s, this))
    , m_lower(makeSplitter(Qt::Horizontal, u"lowerSplitter"_s, this))
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_bench(new QWidget(this))
    , m_toolTabs(new QTabBar(m_bench))
    , m_toolPages(new QStackedWidget(m_bench))
{
    m_tabs->setObjectName(u"narrowTabs"_s);
    m_tabs->setDrawBase(false);
    m_tabs->setAccessibleName(tr("What is shown"));
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Log"));
    m_tabs->addTab(tr("Send"));
    m_tabs->addTab({});
    setClientCount(0);
    showTabs();

    m_lower->addWidget(inspector);
    m_lower->addWidget(composer);
    m_toolTabs->setObjectName(u"toolTabs"_s);
    m_toolTabs->setDrawBase(false);
    m_toolTabs->setExpanding(false);
    m_toolTabs->setAccessibleName(tr("What to work with"));
    m_toolTabs->addTab(lineIcon(u"send"_s), tr("Send"));
    m_toolTabs->hide(); // one is no choice
    m_toolPages->addWidget(m_lower);
    auto *bench = new QVBoxLayout(m_bench);
    bench->setContentsMargins(0, 0, 0, 0);
    bench->setSpacing(0);
    bench->addWidget(m_toolTabs);
    bench->addWidget(m_toolPages, 1);
    m_centre->addWidget(log);
    m_centre->addWidget(m_bench);
    m_stack->addWidget(m_centre);
    auto *right = new QWidget(this);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(m_stack, 1);
    m_main->addWidget(clients);
    m_main->addWidget(right);
    m_main->setCollapsible(1, false);
    m_main->setStretchFactor(0, 0);
    m_main->setStretchFactor(1, 1);
    m_centre->setStretchFactor(0, 1);
    m_centre->setStretchFactor(1, 0);
    m_lower->setStretchFactor(0, 1);
    m_lower->setStretchFactor(1, 0);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_main);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, [this](int tab) {
        m_stack->setCurrentWidget(tab == SendTab      ? m_bench
                                  : tab == ClientsTab ? widgetOf(Pane::Clients)
                                                      : m_centre);
    });
    connect(m_toolTabs, &QTabBar::currentChanged, this, &WindowLayout::showToolPage);
    for (const QSplitter *splitter : {m_main, m_centre, m_lower})
        connect(splitter, &QSplitter::splitterMoved, this, [this] { m_ownSizes = true; });
    reset();
}

void WindowLayout::setClientCount(quint64 count)
{
    const QString text = count == 0 ? tr("Clients") : tr("Clients  %1").arg(exactNumber(count));
    if (m_tabs->tabText(ClientsTab) != text)
        m_tabs->setTabText(ClientsTab, text);
}

void WindowLayout::reset()
{
    for (int pane = 0; pane < PaneCount; ++pane)
        setPaneVisible(Pane(pane), true);
    m_ownSizes = false;
    shareRoom();
}

/// Sizes that suit the window, for as long as the user wants no others.
void WindowLayout::shareRoom()
{
    const int right = m_narrow ? width() : width() - scaled(ClientsWidth);
    if (!m_narrow)
        m_main->setSizes({width() - right, right});
    const int room = height() - (m_tabs->isHidden() ? 0 : m_tabs->sizeHint().height());
    const int lower = m_toolPages->currentIndex() > 0
                          ? wholeHeight() / 2
                          : std::clamp(wholeHeight() / 3, scaled(224), scaled(300));
    if (!m_short) // sizes that are together more than there is would all be made smaller
        m_centre->setSizes({std::max(0, room - lower - m_centre->handleWidth()), lower});
    const int composer = std::clamp(right * 46 / 100, scaled(350), scaled(640));
    m_lower->setSizes({right - composer, composer});
}

void WindowLayout::activate(Pane pane)
{
    setPaneVisible(pane, true);
    activatePane(qsizetype(pane));
}

void WindowLayout::activateTool(QWidget *tool)
{
    activatePane(m_panes.indexOf(tool));
}

void WindowLayout::activatePane(qsizetype pane)
{
    QWidget *widget = m_panes.at(pane);
    m_tabs->setCurrentIndex(tabOf(pane));
    if (pane >= qsizetype(Pane::Inspector))
        m_toolTabs->setCurrentIndex(pane < PaneCount ? 0 : m_toolPages->indexOf(widget));
    // what was drawn shut is opened again
    auto *splitter = qobject_cast<QSplitter *>(widget->parentWidget());
    if (splitter != nullptr && (widget->width() == 0 || widget->height() == 0)) {
        QList<int> sizes = splitter->sizes();
        sizes[splitter->indexOf(widget)] = scaled(300);
        splitter->setSizes(sizes);
    }
    if (m_bench->isAncestorOf(widget) && m_bench->height() == 0 && !m_short)
        m_centre->setSizes({m_centre->height() - scaled(290), scaled(290)});
    focusTarget(widget)->setFocus(Qt::ShortcutFocusReason);
}

void WindowLayout::addTool(QWidget *tool, const QIcon &icon, const QString &title)
{
    m_panes.append(tool);
    m_visible.append(true);
    m_toolPages->addWidget(tool);
    claimToolRoom(m_toolPages->currentIndex());
    m_toolTabs->addTab(icon, title);
    m_toolTabs->show();
}

void WindowLayout::setToolTitle(QWidget *tool, const QString &title)
{
    m_toolTabs->setTabText(m_toolPages->indexOf(tool), title);
}

/// Only the page that is shown says how much room there must be.
void WindowLayout::claimToolRoom(int page)
{
    for (int i = 0; i < m_toolPages->count(); ++i) {
        const auto policy = i == page ? QSizePolicy::Preferred : QSizePolicy::Ignored;
        m_toolPages->widget(i)->setSizePolicy(policy, policy);
    }
}

/// A tool gets half of the height; inspector and composer get theirs back.
void WindowLayout::showToolPage(int page)
{
    const bool wasTool = m_toolPages->currentIndex() > 0;
    if (!m_short && !wasTool)
        m_high = m_centre->saveState();
    claimToolRoom(page);
    m_toolPages->setCurrentIndex(page);
    if (m_short || wasTool == (page > 0))
        return;
    if (page == 0) {
        m_centre->restoreState(m_high);
        m_centre->setHandleWidth(1);
    } else if (m_bench->height() < m_centre->height() / 2) {
        m_centre->setSizes({m_centre->height() / 2, m_centre->height() / 2});
    }
}

void WindowLayout::activateNext(bool backwards)
{
    const QWidget *focused = QApplication::focusWidget();
    int current = -1;
    for (int pane = 0; pane < m_panes.size(); ++pane)
        if (focused != nullptr
            && (m_panes.at(pane) == focused || m_panes.at(pane)->isAncestorOf(focused)))
            current = pane;
    const int count = int(m_panes.size());
    int next = current < 0 ? (backwards ? count : -1) : current;
    for (int i = 0; i < count; ++i) {
        next = (next + (backwards ? -1 : 1) + count) % count;
        if (m_visible.at(next)) {
            activatePane(next);
            return;
        }
    }
}

bool WindowLayout::isBenchVisible() const
{
    return isPaneVisible(Pane::Inspector) || isPaneVisible(Pane::Composer)
           || m_panes.size() > PaneCount;
}

int WindowLayout::tabOf(qsizetype pane) const
{
    if (pane == qsizetype(Pane::Clients) && m_narrow)
        return ClientsTab;
    return m_short && pane >= qsizetype(Pane::Inspector) ? SendTab : LogTab;
}

bool WindowLayout::isPaneVisible(Pane pane) const
{
    return m_visible.at(qsizetype(pane));
}

void WindowLayout::setPaneVisible(Pane pane, bool visible)
{
    if (m_visible.at(qsizetype(pane)) == visible)
        return;
    m_visible[qsizetype(pane)] = visible;
    if (pane != Pane::Clients || !m_narrow) // the stack shows and hides its own pages
        widgetOf(pane)->setVisible(visible);
    if (!m_short)
        m_bench->setVisible(isBenchVisible());
    showTabs();
    Q_EMIT paneVisibilityChanged();
}

/// Without the bars. Their own sizes may be those before: a layout tells its widgets in any order.
int WindowLayout::wholeHeight() const
{
    const int bars = m_topBar == nullptr ? 0 : y() - m_topBar->y();
    return height() + std::clamp(bars, 0, scaled(BarsHeight));
}

void WindowLayout::fit()
{
    setArrangement(width() < scaled(NarrowWidth), wholeHeight() < scaled(ShortHeight));
    if (!m_ownSizes)
        shareRoom();
}

void WindowLayout::setArrangement(bool narrow, bool isShort)
{
    if (narrow == m_narrow && isShort == m_short)
        return;
    m_tabs->setCurrentIndex(LogTab);
    if (narrow != m_narrow)
        setNarrow(narrow);
    if (isShort != m_short)
        setShort(isShort);
    showTabs();
}

void WindowLayout::setNarrow(bool narrow)
{
    m_narrow = narrow;
    QWidget *clients = widgetOf(Pane::Clients);
    if (narrow) {
        m_wide = m_main->saveState();
        m_stack->addWidget(clients);
        return;
    }
    m_stack->removeWidget(clients);
    m_main->insertWidget(0, clients);
    m_main->setStretchFactor(0, 0);
    m_main->setStretchFactor(1, 1);
    if (!m_main->restoreState(m_wide))
        m_main->setSizes({scaled(ClientsWidth), width() - scaled(ClientsWidth)});
    m_main->setHandleWidth(1);
    clients->setVisible(isPaneVisible(Pane::Clients));
}

void WindowLayout::setShort(bool isShort)
{
    m_short = isShort;
    if (isShort) {
        if (m_toolPages->currentIndex() == 0)
            m_high = m_centre->saveState();
        m_stack->addWidget(m_bench);
        return;
    }
    m_stack->removeWidget(m_bench);
    m_centre->addWidget(m_bench);
    m_centre->setStretchFactor(0, 1);
    m_centre->setStretchFactor(1, 0);
    m_centre->restoreState(m_high);
    m_centre->setHandleWidth(1);
    m_bench->setVisible(isBenchVisible());
}

void WindowLayout::showTabs()
{
    setTabShown(*m_tabs, SendTab, m_short && isBenchVisible());
    setTabShown(*m_tabs, ClientsTab, m_narrow && isPaneVisible(Pane::Clients));
    m_tabs->setVisible(m_tabs->isTabVisible(SendTab) || m_tabs->isTabVisible(ClientsTab));
}

void WindowLayout::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void WindowLayout::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    // later: what leaves a splitter takes its handle with it, and Qt is still going through all
    // widgets to tell them of the new style
    if (event->type() == QEvent::FontChange)
        QMetaObject::invokeMethod(this, &WindowLayout::fit, Qt::QueuedConnection);
}

void WindowLayout::save(Settings &settings) const
{
    const auto own = [this](const QByteArray &state) { return m_ownSizes ? state : QByteArray(); };
    settings.setValue(Keys::MainSplitter, own(m_narrow ? m_wide : m_main->saveState()));
    settings.setValue(
        Keys::CentreSplitter,
        own(m_short || m_toolPages->currentIndex() > 0 ? m_high : m_centre->saveState()));
    settings.setValue(Keys::LowerSplitter, own(m_lower->saveState()));
    int hidden = 0;
    for (int pane = 0; pane < PaneCount; ++pane)
        hidden |= m_visible.at(pane) ? 0 : 1 << pane;
    settings.setValue(Keys::HiddenPanes, hidden);
}

void WindowLayout::restore(const Settings &settings)
{
    m_wide = settings.value(Keys::MainSplitter);
    if (!m_narrow)
        m_main->restoreState(m_wide);
    m_high = settings.value(Keys::CentreSplitter);
    if (!m_short)
        m_centre->restoreState(m_high);
    m_lower->restoreState(settings.value(Keys::LowerSplitter));
    m_ownSizes = !m_wide.isEmpty();
    for (QSplitter *splitter : {m_main, m_centre, m_lower})
        splitter->setHandleWidth(1);
    const int hidden = settings.number(Keys::HiddenPanes, 0, (1 << PaneCount) - 1);
    for (int pane = 0; pane < PaneCount; ++pane)
        setPaneVisible(Pane(pane), !(hidden & 1 << pane));
}

} // namespace Signalbox
