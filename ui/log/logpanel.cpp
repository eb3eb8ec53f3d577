#include "ui/log/logpanel.h"

#include "ui/log/filterlexer.h"
#include "ui/log/logfilterbar.h"
#include "ui/log/logfooter.h"
#include "ui/log/logmodel.h"
#include "ui/log/logview.h"
#include "ui/log/rowlook.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDataStream>
#include <QIODevice>
#include <QItemSelectionModel>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QTime>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 StateMark = 0x5342'4c50; // "SBLP"
constexpr qsizetype MaxMenuText = 40; // characters

} // namespace

LogPanel::LogPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new LogModel(this))
    , m_filterBar(new LogFilterBar(this))
    , m_view(new LogView(m_model, this))
    , m_empty(new EmptyState(this))
    , m_pausedBanner(new Banner(Banner::Tone::Info, this))
    , m_footer(new LogFooter(this))
    , m_capacity(LogModel::DefaultRows)
    , m_capacityBytes(LogModel::DefaultBytes)
{
    setObjectName(u"logPanel"_s);
    m_pausedBanner->setObjectName(u"pausedBanner"_s);
    m_pausedBanner->setIcon(u"pause"_s);
    connect(m_pausedBanner->addButton(tr("Resume")), &QPushButton::clicked, this,
            [this] { setPaused(false); });

    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filterBar);
    layout->addWidget(body, 1);
    layout->addWidget(m_pausedBanner);
    layout->addWidget(m_footer);

    makeActions();
    for (QAction *action : {m_follow, m_clear}) // pausing is in the window's tool bar
        m_filterBar->addTool(action);
    connect(m_filterBar, &LogFilterBar::filterChanged, this,
            [this] { m_model->setFilter(m_filterBar->filter()); });
    connect(m_filterBar, &LogFilterBar::left, m_view,
            [this] { m_view->setFocus(Qt::ShortcutFocusReason); });
    connect(m_footer, &LogFooter::missedClicked, this, [this] { setFilterText(u"kind:gap"_s); });
    connect(m_footer, &LogFooter::capacityChosen, this, [this](int rows, qint64 bytes) {
        setCapacity(rows, bytes);
        Q_EMIT capacityChanged(rows, bytes);
    });
    connect(m_model, &LogModel::countsChanged, this, &LogPanel::updateCounts);
    connect(m_view, &LogView::followingChanged, this, [this](bool following) {
        m_follow->setChecked(following);
        updateCounts();
    });
    connect(m_view, &LogView::currentRowChanged, this, [this] {
        updateActions();
        Q_EMIT currentEntryChanged(currentEntry());
    });
    connect(m_view, &LogView::summaryClicked, this, [this] { setPaused(true); });
    connect(m_view, &LogView::escapePressed, this, [this] { setFilterText({}); });
    connect(m_view, &QWidget::customContextMenuRequested, this, &LogPanel::showContextMenu);
    setFocusProxy(m_view);
    updateCounts();
    updateActions();
}

QAction *LogPanel::addAction(const QString &icon, const QString &text, const QKeySequence &key,
                             Qt::ShortcutContext context, void (LogPanel::*slot)())
{
    auto *action = new QAction(lineIcon(icon), text, this);
    action->setShortcut(key);
    action->setShortcutContext(context);
    action->setToolTip(key.isEmpty() ? QString(text).remove(u'&')
                                     : QString(text).remove(u'&') % u" ("_s
                                           % key.toString(QKeySequence::NativeText) % u')');
    // letters are commands only in the list itself
    if (context == Qt::WidgetShortcut)
        m_view->addAction(action);
    else
        QWidget::addAction(action);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void LogPanel::makeActions()
{
    constexpr auto InList = Qt::WidgetShortcut;
    constexpr auto InWindow = Qt::WindowShortcut;
    m_pause = addAction(u"pause"_s, tr("&Pause log"), Qt::Key_P, InList, &LogPanel::togglePause);
    m_pause->setCheckable(true);
    m_follow = addAction(u"chevrons-down"_s, tr("&Follow the newest row"), Qt::Key_End, InList,
                         &LogPanel::follow);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_find = addAction(u"search"_s, tr("F&ilter the log"), Qt::CTRL | Qt::SHIFT | Qt::Key_F,
                       InWindow, &LogPanel::focusFilter);
    m_clear = addAction(u"trash"_s, tr("&Clear the view"), Qt::CTRL | Qt::SHIFT | Qt::Key_L,
                        InWindow, &LogPanel::clearView);
    m_undoClear = addAction(u"undo"_s, tr("&Undo clear"), {}, InWindow, &LogPanel::undoClear);
    m_copyMessage = addAction(u"copy"_s, tr("Copy &message"), QKeySequence::Copy, InList,
                              &LogPanel::copyMessages);
    m_copyRow = addAction(u"copy"_s, tr("Copy &row"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, InList,
                          &LogPanel::copyRows);
    m_resend = addAction(u"refresh"_s, tr("Re&send as it was"), Qt::CTRL | Qt::Key_R, InList,
                         &LogPanel::resend);
    m_edit = addAction(u"edit"_s, tr("&Edit and resend…"), Qt::Key_E, InList, &LogPanel::edit);
    m_reply = addAction(u"send"_s, tr("Rep&ly…"), Qt::Key_R, InList, &LogPanel::reply);
    m_cause = addAction(u"corner-down-right"_s, tr("Go to what caused it"), Qt::Key_BracketLeft,
                        InList, &LogPanel::showCause);
    m_effect = addAction(u"corner-down-right"_s, tr("Go to what it caused"), Qt::Key_BracketRight,
                         InList, &LogPanel::showEffect);
    m_menuActions = {m_pause,  m_follow, nullptr, m_find,        nullptr,    m_reply,
                     m_resend, m_edit,   nullptr, m_copyMessage, m_copyRow,  nullptr,
                     m_cause,  m_effect, nullptr, m_clear,       m_undoClear};

    m_makeRoute =
        addAction(u"zap"_s, tr("&Make a route from this"), {}, InList, &LogPanel::makeRoute);
    m_testRoute = addAction(u"play"_s, tr("&Test a route with this"), Qt::Key_F9, InList,
                            &LogPanel::testRoute);
    m_menuActions += {nullptr, m_makeRoute, m_testRoute};

    auto *slash = new QAction(this); // the same as m_find, for the list alone
    slash->setShortcut(Qt::Key_Slash);
    slash->setShortcutContext(InList);
    m_view->addAction(slash);
    connect(slash, &QAction::triggered, this, &LogPanel::focusFilter);
}

void LogPanel::append(const QList<LogEntry> &entries)
{
    m_filterBar->learnPaths(entries);
    m_model->append(entries);
}

void LogPanel::setCapacity(int rows, qint64 payloadBytes)
{
    m_capacity = rows;
    m_capacityBytes = payloadBytes;
    m_model->setCapacity(rows, payloadBytes);
    m_footer->setCapacity(rows);
}

void LogPanel::setPaused(bool paused)
{
    if (paused == m_model->isPaused())
        return;
    if (paused)
        m_pausedSince = QTime::currentTime().toString(u"HH:mm:ss"_s);
    m_pause->setChecked(paused);
    m_model->setPaused(paused);
    Q_EMIT pausedChanged(paused);
}

bool LogPanel::isPaused() const
{
    return m_model->isPaused();
}

void LogPanel::togglePause()
{
    setPaused(!m_model->isPaused());
}

void LogPanel::follow()
{
    if (m_model->isPaused())
        setPaused(false);
    m_view->setFollowing(true);
    m_follow->setChecked(true); // a click on the pressed button must not leave it up
}

void LogPanel::setFilterText(const QString &text)
{
    m_filterBar->setText(text);
}

QString LogPanel::filterText() const
{
    return m_filterBar->text();
}

void LogPanel::addToFilter(const QString &term)
{
    const QString text = filterText().trimmed();
    setFilterText(text.isEmpty() ? term : QString(text % u' ' % term));
}

void LogPanel::updateCounts()
{
    const auto shown = quint64(m_model->shownEntries());
    const auto total = quint64(m_model->total() - m_model->waiting());
    m_filterBar->setCounts(shown, total);
    m_footer->setCounts(*m_model, m_view->isFollowing());
    if (isPaused()) {
        const auto waiting = quint64(m_model->waiting());
        m_pausedBanner->setText(
            waiting == 1 ? tr("Paused at %1. 1 row is waiting, still recording.").arg(m_pausedSince)
                         : tr("Paused at %1. %2 rows are waiting, still recording.")
                               .arg(m_pausedSince, exactNumber(waiting)));
    }
    m_pausedBanner->setVisible(isPaused());
    m_undoClear->setEnabled(m_model->canUndoClear());
    m_clear->setEnabled(shown > 0);

    updateEmptyState(shown, total);
}

/// Words for why there is no row to see; made anew only when the reason changes, so that its button
/// stays under the mouse.
void LogPanel::updateEmptyState(quint64 shown, quint64 total)
{
    const Emptiness reason = shown > 0                              ? Emptiness::None
                             : total == 0 && m_model->waiting() > 0 ? Emptiness::AllLeft
                             : total == 0                           ? Emptiness::Nothing
                             : !m_model->filter().isEverything()    ? Emptiness::Filtered
                                                                    : Emptiness::Cleared;
    const QString filteredTitle = tr("%1, none match").arg(LogFooter::rowsText(total));
    if (reason == m_emptiness) {
        if (reason == Emptiness::Filtered)
            m_empty->setTitle(filteredTitle);
        return;
    }
    m_emptiness = reason;
    m_stack->setCurrentIndex(reason == Emptiness::None ? 0 : 1);
    m_empty->clearButtons();
    switch (reason) {
    case Emptiness::None:
        break;
    case Emptiness::Nothing:
        m_empty->setIcon(u"activity"_s);
        m_empty->setTitle(tr("Nothing has happened yet"));
        m_empty->setText(tr("Every message and every client that joins or leaves shows up here."));
        break;
    case Emptiness::AllLeft:
        m_empty->setIcon(u"pause"_s);
        m_empty->setTitle(tr("What was shown has left memory"));
        m_empty->setText(tr("Newer rows are waiting until the log is resumed."));
        break;
    case Emptiness::Filtered:
        m_empty->setIcon(u"filter"_s);
        m_empty->setTitle(filteredTitle);
        m_empty->setText({});
        connect(m_empty->addButton(tr("Clear filter")), &QPushButton::clicked, m_filterBar,
                &LogFilterBar::showEverything);
        break;
    case Emptiness::Cleared:
        m_empty->setIcon(u"trash"_s);
        m_empty->setTitle(tr("The view was cleared"));
        m_empty->setText(tr("Nothing was deleted."));
        connect(m_empty->addButton(tr("Undo clear")), &QPushButton::clicked, this,
                &LogPanel::undoClear);
        break;
    }
}

void LogPanel::updateActions()
{
    const std::optional<LogEntry> entry = currentEntry();
    const bool hasPayload = entry && !entry->payload.isEmpty();
    m_copyMessage->setEnabled(entry.has_value());
    m_copyRow->setEnabled(entry.has_value());
    for (QAction *action : {m_resend, m_edit})
        action->setEnabled(hasPayload && !entry->isCut() && entry->type != PayloadType::Binary);
    m_reply->setEnabled(entry && !entry->client.isNull());
    m_cause->setEnabled(entry && entry->cause != 0);
    m_effect->setEnabled(entry.has_value());
    const bool isMessage = entry && entry->kind == LogKind::In && hasPayload;
    m_makeRoute->setEnabled(isMessage);
    m_testRoute->setEnabled(isMessage && !entry->isCut());
}

std::optional<LogEntry> LogPanel::currentEntry() const
{
    const int row = m_view->currentIndex().row();
    if (row < 0)
        return std::nullopt;
    return m_model->entryAt(row);
}

bool LogPanel::showSequence(quint64 sequence)
{
    const int row = m_model->rowOfSequence(sequence);
    if (row < 0)
        return false;
    m_view->showRow(row);
    return true;
}

bool LogPanel::showAnySequence(quint64 sequence)
{
    if (showSequence(sequence))
        return true;
    const QByteArray filter = m_filterBar->saveState();
    m_filterBar->showEverything();
    if (showSequence(sequence))
        return true;
    m_filterBar->restoreState(filter);
    return false;
}

void LogPanel::showCause()
{
    if (const auto entry = currentEntry(); entry && entry->cause != 0)
        showSequence(entry->cause);
}

/// The next shown row that the current one caused.
void LogPanel::showEffect()
{
    const auto entry = currentEntry();
    if (!entry)
        return;
    constexpr int FarthestRow = 50'000; // an effect is near; the end of a long log is not
    const int first = m_view->currentIndex().row() + 1;
    for (int row = first; row < std::min(m_model->rowCount(), first + FarthestRow); ++row) {
        if (m_model->entryAt(row).cause == entry->sequence) {
            m_view->showRow(row);
            return;
        }
    }
}

void LogPanel::focusFilter()
{
    m_filterBar->focusText();
}

void LogPanel::clearView()
{
    m_model->clear();
}

void LogPanel::undoClear()
{
    m_model->undoClear();
}

QList<int> LogPanel::selectedRows() const
{
    QList<int> rows;
    for (const QItemSelectionRange &range : m_view->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

/// The payloads as they are, one per line; sentences for rows without.
void LogPanel::copyMessages()
{
    QStringList messages;
    for (const int row : selectedRows()) {
        const LogEntry &entry = m_model->entryAt(row);
        messages << (entry.payload.isEmpty() || entry.type == PayloadType::Binary
                         ? messageText(entry)
                         : QString::fromUtf8(entry.payload));
    }
    if (!messages.isEmpty())
        QApplication::clipboard()->setText(messages.join(u'\n'));
}

/// The shown text of every column, separated by tabs.
void LogPanel::copyRows()
{
    QStringList lines;
    for (const int row : selectedRows()) {
        QStringList cells;
        for (int column = 0; column < LogModel::ColumnCount; ++column)
            cells << m_model->index(row, column).data().toString();
        lines << cells.join(u'\t');
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(u'\n'));
}

void LogPanel::resend()
{
    if (const auto entry = currentEntry())
        Q_EMIT resendRequested(*entry);
}

void LogPanel::edit()
{
    if (const auto entry = currentEntry())
        Q_EMIT editRequested(*entry);
}

void LogPanel::reply()
{
    if (const auto entry = currentEntry(); entry && !entry->client.isNull())
        Q_EMIT sendToClientRequested(entry->client);
}

void LogPanel::makeRoute()
{
    if (const auto entry = currentEntry())
        Q_EMIT routeRequested(*entry);
}

void LogPanel::testRoute()
{
    if (const auto entry = currentEntry())
        Q_EMIT routeTestRequested(*entry);
}

void LogPanel::showContextMenu(const QPoint &at)
{
    const auto entry = currentEntry(); // frozen: the menu speaks of this row whatever comes in
    if (!entry)
        return;
    QMenu menu(this);
    const auto add = [&](const QAction *like, const QString &text, auto run) {
        menu.addAction(like->icon(), text, like->shortcut(), this, run)
            ->setEnabled(like->isEnabled());
    };
    if (!entry->client.isNull())
        add(m_reply, tr("Reply to %1…").arg(clientText(*entry)),
            [this, id = entry->client] { Q_EMIT sendToClientRequested(id); });
    add(m_resend, m_resend->text(), [this, entry = *entry] { Q_EMIT resendRequested(entry); });
    add(m_edit, m_edit->text(), [this, entry = *entry] { Q_EMIT editRequested(entry); });
    menu.addSeparator();
    menu.addAction(m_copyMessage);
    menu.addAction(m_copyRow);
    menu.addSeparator();
    const auto addOnly = [&](const QString &text, const QString &term) {
        menu.addAction(text, this, [this, term] { addToFilter(term); });
    };
    if (!entry->path.isEmpty())
        addOnly(tr("Only path %1").arg(visibleText(entry->path, Lines::Fold, MaxMenuText)),
                u"path="_s % quotedTerm(entry->path));
    if (!entry->client.isNull())
        addOnly(tr("Only client %1").arg(clientText(*entry)),
                u"client:"_s % entry->client.toString());
    addOnly(tr("Only kind %1").arg(kindText(entry->kind)), u"kind:"_s % kindWord(entry->kind));
    menu.addSeparator();
    add(m_makeRoute, m_makeRoute->text(), [this, entry = *entry] { Q_EMIT routeRequested(entry); });
    add(m_testRoute, m_testRoute->text(),
        [this, entry = *entry] { Q_EMIT routeTestRequested(entry); });
    menu.addSeparator();
    menu.addAction(m_cause);
    menu.addAction(m_effect);
    menu.exec(m_view->viewport()->mapToGlobal(at));
}

QByteArray LogPanel::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << StateMark << m_view->saveColumns() << m_filterBar->saveState() << qint32(m_capacity)
           << m_capacityBytes;
    return state;
}

bool LogPanel::restoreState(const QByteArray &state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 mark = 0;
    QByteArray columns;
    QByteArray filter;
    qint32 rows = 0;
    qint64 bytes = 0;
    stream >> mark >> columns >> filter >> rows >> bytes;
    if (stream.status() != QDataStream::Ok || mark != StateMark || rows < 1 || bytes < 1
        || !m_view->restoreColumns(columns) || !m_filterBar->restoreState(filter))
        return false;
    setCapacity(rows, bytes);
    return true;
}

} // namespace Signalbox
