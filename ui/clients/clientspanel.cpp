#include "ui/clients/clientspanel.h"

#include "ui/clients/clientactions.h"
#include "ui/clients/clientdetails.h"
#include "ui/clients/clientmodel.h"
#include "ui/clients/clientview.h"
#include "ui/editors/filteredit.h"
#include "ui/model/clientdirectory.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/turn.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/endpointerrortext.h"
#include "ui/words/whytext.h"

#include <QAction>
#include <QClipboard>
#include <QDataStream>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QIODevice>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr quint32 ClientsPanelMark = 0x5342'4350; // "SBCP"
constexpr auto RefreshEvery = 250ms;
constexpr auto TypingPause = 120ms;
constexpr qsizetype MaxFilterText = 40; // characters

WallTime wallNow()
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace

ClientsPanel::ClientsPanel(const ClientDirectory &directory, QWidget *parent)
    : QWidget(parent)
    , m_model(new ClientModel(directory, this))
    , m_view(new ClientView(m_model, directory, this))
    , m_actions(new ClientActions(*m_model, directory, m_view, this))
    , m_details(new ClientDetails(this))
    , m_empty(new EmptyState(this))
    , m_filter(new FilterEdit(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_typing(new QTimer(this))
{
    setObjectName(u"clientsPanel"_s);
    makeActions();
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    m_splitter->setObjectName(u"clientSplitter"_s);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(body);
    m_splitter->addWidget(m_details);
    m_splitter->setCollapsible(0, false);
    m_splitter->setStretchFactor(0, 1);
    m_details->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(makeFilterStrip());
    layout->addWidget(m_splitter, 1);
    auto *noticeBanner = new Banner(Banner::Tone::Info, this);
    m_notice = new Notice(noticeBanner, this);
    layout->addWidget(noticeBanner);
    setTabOrder(m_filter, m_view);

    connect(m_actions, &ClientActions::sendRequested, this, &ClientsPanel::sendRequested);
    connect(m_actions, &ClientActions::closeRequested, this, &ClientsPanel::closeRequested);
    connect(m_actions, &ClientActions::pingRequested, this, &ClientsPanel::pingRequested);
    connect(m_actions, &ClientActions::banRequested, this, &ClientsPanel::banRequested);
    connect(m_actions, &ClientActions::bansRequested, this, &ClientsPanel::bansRequested);
    connect(m_actions, &ClientActions::logFilterRequested, this, &ClientsPanel::logFilterRequested);
    connect(m_view, &ClientView::choiceChanged, this, &ClientsPanel::onChoiceChanged);
    connect(m_view, &ClientView::escapePressed, this, [this] {
        if (filterText().isEmpty())
            m_view->clearSelection();
        else
            setFilterText({});
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, &ClientsPanel::showContextMenu);
    connect(m_view->header(), &QWidget::customContextMenuRequested, this,
            &ClientsPanel::showColumnMenu);
    connect(m_details, &ClientDetails::closeRequested, this, [this] { setDetailsShown(false); });
    connect(m_model, &ClientModel::orderStaleChanged, m_held, &QWidget::setVisible);
    connect(m_model, &ClientModel::filterApplied, this, &ClientsPanel::updateCounts);
    setFocusProxy(m_view);

    auto *timer = new QTimer(this);
    auto *turn = new Turn(this);
    connect(timer, &QTimer::timeout, turn, &Turn::ask);
    connect(turn, &Turn::came, this, &ClientsPanel::refresh);
    timer->start(RefreshEvery);
    refresh();
    onChoiceChanged();
}

ClientsPanel::~ClientsPanel() = default;

PanelBar *ClientsPanel::makeBar()
{
    auto *bar = new PanelBar(44, this);
    bar->addTitle(tr("CLIENTS"));
    m_count = bar->addText();
    m_count->setObjectName(u"clientCount"_s);
    bar->addStretch();
    m_held = bar->addText(tr("order held"));
    m_held->setObjectName(u"orderHeld"_s);
    m_held->setToolTip(tr("The list stands still while the mouse is over it, a menu is open or a "
                          "row is chosen with the keys. Rows move to their place after that."));
    setTone(m_held, "warn"_L1);
    m_held->hide();
    bar->addWidget(makeToolButton(m_collapse, false, bar));
    m_options = makeToolButton(u"ellipsis-vertical"_s, {}, tr("Columns, order and details"), bar);
    m_options->setObjectName(u"clientOptions"_s);
    m_options->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_options);
    menu->setObjectName(u"clientOptionsMenu"_s);
    m_options->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &ClientsPanel::fillOptions);
    bar->addWidget(m_options);
    return bar;
}

QWidget *ClientsPanel::makeFilterStrip()
{
    auto *strip = new QWidget(this);
    strip->setAutoFillBackground(true);
    strip->setBackgroundRole(QPalette::Base);
    m_filter->setObjectName(u"clientFilter"_s);
    m_filter->setAccessibleName(tr("Filter the clients"));
    m_filter->setPlaceholderText(tr("Filter by name, address or path"));
    m_problem = new QLabel(strip);
    m_problem->setObjectName(u"clientFilterProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    setTone(m_problem, "warn"_L1);
    m_problem->hide();
    auto *layout = new QVBoxLayout(strip);
    layout->addWidget(m_filter);
    layout->addWidget(m_problem);

    m_filterStrip = strip;
    fit();

    m_typing->setSingleShot(true);
    m_typing->setInterval(TypingPause);
    connect(m_filter, &QLineEdit::textChanged, m_typing, qOverload<>(&QTimer::start));
    connect(m_typing, &QTimer::timeout, this, &ClientsPanel::applyFilter);
    connect(m_filter, &QLineEdit::returnPressed, this, &ClientsPanel::leaveFilter);
    connect(m_filter, &FilterEdit::left, this, &ClientsPanel::leaveFilter);
    return strip;
}

/// For the current zoom.
void ClientsPanel::fit()
{
    QLayout *layout = m_filterStrip->layout();
    layout->setContentsMargins(scaled(10), scaled(8), scaled(10), scaled(4));
    layout->setSpacing(scaled(6));
}

void ClientsPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_filterStrip)
        fit();
}

void ClientsPanel::makeActions()
{
    m_find = new QAction(lineIcon(u"search"_s), tr("&Filter the clients"), this);
    m_find->setShortcut(Qt::Key_Slash);
    m_find->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(m_find);
    connect(m_find, &QAction::triggered, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });

    m_showDetails = new QAction(lineIcon(u"info"_s), tr("De&tails"), this);
    m_showDetails->setCheckable(true);
    m_showDetails->setShortcut(Qt::ALT | Qt::Key_Return);
    m_showDetails->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_showDetails);
    connect(m_showDetails, &QAction::triggered, this, &ClientsPanel::setDetailsShown);

    m_collapse =
        new QAction(lineIcon(u"chevrons-down"_s), tr("&Collapse or expand all paths"), this);
    m_collapse->setObjectName(u"collapseClients"_s);
    m_collapse->setToolTip(tr("Collapse or expand all paths"));
    connect(m_collapse, &QAction::triggered, m_view, &ClientView::toggleCollapsed);

    m_menuActions = m_actions->actions();
    m_menuActions << nullptr << m_showDetails << m_find << m_collapse;
}

void ClientsPanel::setEndpoints(const QList<EndpointStatus> &endpoints)
{
    m_endpoints = endpoints;
    m_actions->setEndpoints(endpoints);
    updateEmptyState();
}

void ClientsPanel::refresh()
{
    m_view->refresh(wallNow());
    updateCounts();
    updateDetails();
}

// Filter

void ClientsPanel::setFilterText(const QString &text)
{
    m_filter->replaceText(text);
    applyFilter();
}

void ClientsPanel::replaceFilter(const QString &text)
{
    const QString before = filterText();
    setFilterText(text);
    if (!before.isEmpty() && before != text)
        m_notice->offer(tr("The filter of the clients was replaced. It was: %1")
                            .arg(visibleText(before, Lines::Fold, MaxFilterText)),
                        [this, before] { setFilterText(before); });
}

QString ClientsPanel::filterText() const
{
    return m_filter->text();
}

int ClientsPanel::slowCount() const
{
    return m_model->slowCount();
}

/// A filter that cannot be understood changes nothing but the sentence below the line.
void ClientsPanel::applyFilter()
{
    m_typing->stop();
    const ClientFilter::Parsed parsed = ClientFilter::parse(m_filter->text());
    m_problem->setText(parsed.problem);
    m_problem->setVisible(!parsed.problem.isEmpty());
    if (parsed.problem.isEmpty())
        m_model->setFilter(parsed.filter);
    updateCounts();
}

void ClientsPanel::leaveFilter()
{
    applyFilter();
    m_view->setFocus(Qt::ShortcutFocusReason);
}

void ClientsPanel::updateCounts()
{
    const auto shown = exactNumber(quint64(m_model->shownCount()));
    const auto all = exactNumber(quint64(m_model->connectedCount()));
    m_count->setText(all);
    if (!m_problem->isHidden())
        m_filter->setVerdict(tr("not understood"), FilterEdit::Tone::Bad);
    else if (m_model->isFiltering())
        m_filter->setVerdict(tr("searching…"), FilterEdit::Tone::Plain);
    else if (!m_filter->text().trimmed().isEmpty())
        m_filter->setVerdict(tr("%1 of %2").arg(shown, all), FilterEdit::Tone::Good);
    else
        m_filter->setVerdict({}, FilterEdit::Tone::Plain);
    updateEmptyState();
}

// What is there when nobody is

void ClientsPanel::updateEmptyState()
{
    using State = EndpointState;
    const auto firstIn = [this](std::initializer_list<State> states) -> const EndpointStatus * {
        for (const State state : states) {
            const auto found =
                std::find_if(m_endpoints.begin(), m_endpoints.end(),
                             [state](const EndpointStatus &one) { return one.state == state; });
            if (found != m_endpoints.end())
                return &*found;
        }
        return nullptr;
    };
    Emptiness reason = Emptiness::None;
    EndpointStatus endpoint;
    if (m_model->rowCount() > 0) {
        reason = Emptiness::None;
    } else if (m_model->connectedCount() > 0) {
        reason = Emptiness::Filtered;
    } else if (const auto *running = firstIn({State::Running})) {
        reason = Emptiness::Nobody;
        endpoint = *running;
    } else if (firstIn({State::Starting})) {
        reason = Emptiness::Starting;
    } else if (const auto *failed = firstIn({State::Failed})) {
        reason = Emptiness::Failed;
        endpoint = *failed;
    } else {
        reason = Emptiness::Stopped;
    }
    endpoint.clients = endpoint.closing = 0; // not spoken of
    showEmptyState(reason, endpoint);
}

/// Made anew only when there is something else to say, so that its buttons stay under the mouse.
void ClientsPanel::showEmptyState(Emptiness reason, const EndpointStatus &endpoint)
{
    const QString filteredTitle =
        tr("%1, none match").arg(clientCountText(quint64(m_model->connectedCount())));
    if (reason == m_emptiness && endpoint == m_emptyEndpoint) {
        if (reason == Emptiness::Filtered)
            m_empty->setTitle(filteredTitle);
        return;
    }
    m_emptiness = reason;
    m_emptyEndpoint = endpoint;
    m_stack->setCurrentIndex(reason == Emptiness::None ? 0 : 1);
    m_empty->clearButtons();
    m_empty->setText({});
    switch (reason) {
    case Emptiness::None:
        return;
    case Emptiness::Filtered:
        m_empty->setIcon(u"filter"_s);
        m_empty->setTitle(filteredTitle);
        connect(m_empty->addButton(tr("Clear filter")), &QPushButton::clicked, this,
                [this] { setFilterText({}); });
        break;
    case Emptiness::Nobody:
        m_empty->setIcon(u"users"_s);
        m_empty->setTitle(tr("Nobody is connected"));
        m_empty->setText(endpoint.url);
        if (!endpoint.pageUrl.isEmpty())
            connect(m_empty->addButton(tr("Open demo page"), true), &QPushButton::clicked, this,
                    [this, url = endpoint.pageUrl] { Q_EMIT openPageRequested(url); });
        connect(m_empty->addButton(tr("Copy address")), &QPushButton::clicked, this,
                [url = endpoint.url] { QGuiApplication::clipboard()->setText(url); });
        break;
    case Emptiness::Starting:
        m_empty->setIcon(u"server"_s);
        m_empty->setTitle(tr("Starting…"));
        break;
    case Emptiness::Stopped:
    case Emptiness::Failed:
        m_empty->setIcon(reason == Emptiness::Failed ? u"alert-triangle"_s : u"server"_s);
        m_empty->setTitle(reason == Emptiness::Failed ? tr("Could not start") : tr("Stopped"));
        m_empty->setText(reason == Emptiness::Failed ? endpointErrorText(endpoint)
                                                     : tr("Nobody can connect."));
        connect(
            m_empty->addButton(reason == Emptiness::Failed ? tr("Try again") : tr("Start"), true),
            &QPushButton::clicked, this, &ClientsPanel::startRequested);
        break;
    }
}

// What is chosen

void ClientsPanel::onChoiceChanged()
{
    const ClientChoice &choice = m_view->choice();
    m_actions->setChoice(choice);
    updateDetails();
    if (choice.clients == m_toldClients)
        return;
    m_toldClients = choice.clients;
    Q_EMIT selectionChanged(m_toldClients);
}

void ClientsPanel::updateDetails()
{
    if (m_details->isHidden())
        return;
    const ClientChoice &choice = m_view->choice();
    const ClientRow *row =
        choice.isOneClient() ? m_model->clientAt(m_model->indexOf(choice.rows.first())) : nullptr;
    if (row)
        m_details->setClient(*row, m_model->now());
    else if (choice.isEmpty())
        m_details->setNothing(tr("Choose a client to see what is known of it."));
    else
        m_details->setNothing(tr("%1 chosen").arg(whomText(choice)));
}

void ClientsPanel::setDetailsShown(bool shown)
{
    m_showDetails->setChecked(shown);
    m_details->setVisible(shown);
    if (shown && m_details->height() < scaled(80)) {
        const int height = m_splitter->height();
        m_splitter->setSizes({height / 2, height / 2});
    }
    updateDetails();
}

// Menus

void ClientsPanel::showContextMenu(const QPoint &at)
{
    const ClientChoice choice = m_view->choice(); // frozen: the menu speaks of these
    auto *menu = new QMenu(this);
    menu->setObjectName(u"clientMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_view->indexAt(at).isValid() && !choice.isEmpty()) {
        m_actions->fillMenu(menu, choice);
        menu->addSeparator();
    } else {
        menu->addAction(m_find);
        menu->addAction(m_collapse);
    }
    menu->addAction(m_showDetails);
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

void ClientsPanel::showColumnMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_view->fillColumnMenu(menu);
    menu->popup(m_view->header()->mapToGlobal(at));
}

void ClientsPanel::fillOptions()
{
    QMenu *menu = m_options->menu();
    menu->clear();
    m_view->fillColumnMenu(menu->addMenu(lineIcon(u"sliders"_s), tr("&Columns")));
    m_view->fillSortMenu(menu->addMenu(lineIcon(u"chevrons-down"_s), tr("&Order")));
    menu->addSeparator();
    menu->addAction(m_showDetails);
}

// What is remembered

QByteArray ClientsPanel::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << ClientsPanelMark << m_view->saveColumns() << filterText() << !m_details->isHidden()
           << m_splitter->saveState();
    return state;
}

bool ClientsPanel::restoreState(const QByteArray &state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 mark = 0;
    QByteArray columns;
    QString filter;
    bool details = false;
    QByteArray sizes;
    stream >> mark >> columns >> filter >> details >> sizes;
    if (stream.status() != QDataStream::Ok || mark != ClientsPanelMark
        || !m_view->restoreColumns(columns))
        return false;
    m_splitter->restoreState(sizes);
    m_splitter->setHandleWidth(1);
    setFilterText(filter);
    setDetailsShown(details);
    return true;
}

} // namespace Signalbox
