#include "ui/log/logpanel.h"

#include "ui/log/logexport.h"
#include "ui/log/logfilterbar.h"
#include "ui/log/logfooter.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpast.h"
#include "ui/log/logview.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/latecopy.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/visibletext.h"

#include <QAction>
#include <QDataStream>
#include <QIODevice>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QStackedLayout>
#include <QTime>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 LogPanelMark = 0x5342'4c50; // "SBLP"
constexpr std::chrono::milliseconds CountsInterval{200};
constexpr qsizetype MaxFilterText = 60; // characters

} // namespace

LogPanel::LogPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new LogModel(this))
    , m_filterBar(new LogFilterBar(this))
    , m_view(new LogView(m_model, this))
    , m_empty(new EmptyState(this))
    , m_pausedBanner(new Banner(Banner::Tone::Info, this))
    , m_footer(new LogFooter(this))
    , m_past(new LogPast(m_model, m_view, this))
    , m_copy(new LateCopy(this))
    , m_capacity(LogModel::DefaultRows)
    , m_capacityBytes(LogModel::DefaultBytes)
{
    setObjectName(u"logPanel"_s);
    m_countsTimer.setInterval(CountsInterval);
    m_countsTimer.setSingleShot(true);
    connect(&m_countsTimer, &QTimer::timeout, this, [this] {
        if (m_areCountsOld)
            m_countsTurn.ask();
    });
    connect(&m_countsTurn, &Turn::came, this, &LogPanel::onCountsChanged);
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
    auto *noticeBanner = new Banner(Banner::Tone::Info, this);
    m_notice = new Notice(noticeBanner, this);
    layout->addWidget(noticeBanner);
    auto *exportBanner = new Banner(Banner::Tone::Info, this);
    m_export = new LogExport(exportBanner, this);
    layout->addWidget(exportBanner);
    layout->addWidget(m_footer);

    makeActions();
    for (QAction *action : {m_follow, m_clear}) // pausing is in the window's tool bar
        m_filterBar->addTool(action);
    connect(m_filterBar, &LogFilterBar::filterChanged, this, [this] {
        if (!m_isReplacing)
            m_notice->withdraw();
        m_model->setFilter(m_filterBar->filter());
        updateState(); // also when it is not right, and the one before stays
    });
    connect(m_filterBar, &LogFilterBar::left, this, &LogPanel::focusBody);
    connect(m_footer, &LogFooter::missedClicked, this, [this] { replaceFilter(u"kind:gap"_s); });
    connect(m_footer, &LogFooter::capacityChosen, this, [this](int rows, qint64 bytes) {
        setCapacity(rows, bytes);
        Q_EMIT capacityChanged(rows, bytes);
    });
    connect(m_footer, &LogFooter::stopClicked, m_past, &LogPast::cancel);
    connect(m_past, &LogPast::changed, this,
            [this] { m_footer->setPast(*m_past, m_model->pastRows()); });
    // what another filter finds is shown at once
    connect(m_model, &QAbstractItemModel::modelReset, &m_countsTimer, &QTimer::stop);
    connect(m_model, &QAbstractItemModel::modelReset, &m_countsTurn, &Turn::cancel);
    connect(m_model, &LogModel::countsChanged, this, &LogPanel::onCountsChanged);
    connect(m_view, &LogView::followingChanged, this, [this](bool following) {
        m_follow->setChecked(following);
        updateCounts();
    });
    connect(m_view, &LogView::currentRowChanged, this, [this] {
        updateActions();
        Q_EMIT currentEntryChanged(currentEntry());
    });
    connect(m_view, &LogView::summaryClicked, this, [this] { setPaused(true); });
    connect(m_view, &LogView::escapePressed, this, &LogPanel::showMore);
    auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), m_empty);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &LogPanel::showMore);
    connect(m_view, &LogView::keyUnused, this, [this](const QKeySequence &key) {
        for (const QAction *action : {m_resend, m_edit, m_testRoute}) {
            if (action->isVisible() && action->shortcut() == key && !whyNot(action).isEmpty())
                m_notice->say(whyNot(action));
        }
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, &LogPanel::showContextMenu);
    setFocusProxy(m_view);
    updateCounts();
    updateActions();
}

void LogPanel::append(const LogEntries &entries, bool isMoreComing)
{
    m_filterBar->learnPaths(entries);
    if (isMoreComing)
        m_view->holdPainting();
    m_model->append(entries);
    if (!isMoreComing)
        m_view->paintHeld();
}

void LogPanel::setCapacity(int rows, qint64 payloadBytes)
{
    m_capacity = rows;
    m_capacityBytes = payloadBytes;
    m_model->setCapacity(rows, payloadBytes);
    m_footer->setCapacity(rows);
}

void LogPanel::setJournal(const QString &fileName, const QStringList &leftOut)
{
    m_journal = fileName;
    m_footer->setNotKept(!fileName.isEmpty(), leftOut);
    m_past->setJournal(fileName);
}

void LogPanel::forgetPast()
{
    m_past->forget();
}

void LogPanel::setReadOnly()
{
    m_isReadOnly = true;
    m_model->setSampling(false);
    m_footer->setReadOnly();
    for (QAction *action : {m_reply, m_resend, m_edit, m_makeRoute, m_testRoute, m_pause, m_follow})
        action->setVisible(false);
    updateActions();
}

void LogPanel::setPaused(bool paused)
{
    if (paused == m_model->isPaused())
        return;
    if (paused)
        m_pausedSince = QTime::currentTime().toString(u"HH:mm:ss"_s);
    m_pause->setChecked(paused);
    m_model->setPaused(paused);
    updateCounts();
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

void LogPanel::replaceFilter(const QString &text)
{
    replaceFilter([this, text] { m_filterBar->showOnly(text); });
}

/// What was chosen can be brought back; once something else is chosen it is not offered any more.
void LogPanel::replaceFilter(const std::function<void()> &change)
{
    const QByteArray before = m_filterBar->saveState();
    const bool hadOne = !m_filterBar->isEverything();
    const QString text = m_filterBar->text();
    {
        const QScopedValueRollback replacing(m_isReplacing, true);
        change();
    }
    if (!hadOne || m_filterBar->saveState() == before)
        return;
    m_notice->offer(text.isEmpty() ? tr("The filter of the log was replaced.")
                                   : tr("The filter of the log was replaced. It was: %1")
                                         .arg(visibleText(text, Lines::Fold, MaxFilterText)),
                    [this, before] { m_filterBar->restoreState(before); });
}

/// Esc: without what is written, then without what is chosen.
void LogPanel::showMore()
{
    replaceFilter([this] {
        if (filterText().isEmpty())
            m_filterBar->showEverything();
        else
            m_filterBar->setText({});
    });
}

/// The table, or what stands in its place.
void LogPanel::focusBody()
{
    QWidget *body = m_emptiness == Emptiness::None ? static_cast<QWidget *>(m_view) : m_empty;
    body->setFocus(Qt::ShortcutFocusReason);
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

/// Figures change many times a second, each time the window lays itself out around them.
void LogPanel::onCountsChanged()
{
    if (m_countsTimer.isActive() || m_countsTurn.isWaiting()) {
        m_areCountsOld = true;
        updateState();
    } else {
        updateCounts();
        m_countsTimer.start();
    }
}

void LogPanel::updateCounts()
{
    m_areCountsOld = false;
    const auto total = quint64(m_model->total() - m_model->waiting());
    m_filterBar->setCounts(quint64(m_model->shownEntries()), total);
    m_footer->setCounts(*m_model, m_view->isFollowing());
    if (isPaused()) {
        const auto waiting = quint64(m_model->waiting());
        m_pausedBanner->setText(
            waiting == 1 ? tr("Paused at %1. 1 row is waiting, still recording.").arg(m_pausedSince)
                         : tr("Paused at %1. %2 rows are waiting, still recording.")
                               .arg(m_pausedSince, exactNumber(waiting)));
    }
    updateState();
}

void LogPanel::updateState()
{
    const auto rows = quint64(m_model->rowCount());
    m_pausedBanner->setVisible(isPaused());
    m_undoClear->setEnabled(m_model->canUndoClear());
    m_clear->setEnabled(rows > 0);

    updateEmptyState(rows, quint64(m_model->total() - m_model->waiting()));
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
    if (reason == Emptiness::Filtered)
        showFiltered(total);
    if (reason == m_emptiness)
        return;
    m_emptiness = reason;
    m_empty->setFocusProxy(nullptr); // a button that goes
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
        addEmptyButton(tr("Clear filter"),
                       [this] { replaceFilter([this] { m_filterBar->showEverything(); }); });
        break;
    case Emptiness::Cleared:
        m_empty->setIcon(u"trash"_s);
        m_empty->setTitle(tr("The view was cleared"));
        m_empty->setText(tr("Nothing was deleted."));
        addEmptyButton(tr("Undo clear"), [this] { undoClear(); });
        break;
    }
    setFocusProxy(reason == Emptiness::None ? static_cast<QWidget *>(m_view) : m_empty);
}

/// Of what is written, or of what is still asked for while that is not right.
void LogPanel::showFiltered(quint64 total)
{
    const QString rows = LogFooter::rowsText(total);
    if (const QString &problem = m_filterBar->problem(); !problem.isEmpty()) {
        m_empty->setTitle(tr("The filter is not right"));
        m_empty->setText(tr("%1\nThe one before still holds: %2, none match.").arg(problem, rows));
        return;
    }
    const auto cut = quint64(m_model->cutRows());
    m_empty->setTitle(tr("%1, none match").arg(rows));
    m_empty->setText(cut == 0   ? QString()
                     : cut == 1 ? tr("Of 1 message only the beginning was kept, and searched.")
                                : tr("Of %1 messages only the beginning was kept, and searched.")
                                      .arg(exactNumber(cut)));
}

void LogPanel::addEmptyButton(const QString &text, const std::function<void()> &clicked)
{
    QPushButton *button = m_empty->addButton(text);
    connect(button, &QPushButton::clicked, this, clicked);
    m_empty->setFocusProxy(button);
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
    replaceFilter([this] { m_filterBar->showEverything(); });
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

QByteArray LogPanel::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << LogPanelMark << m_view->saveColumns() << m_filterBar->saveState()
           << qint32(m_capacity) << m_capacityBytes;
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
    if (stream.status() != QDataStream::Ok || mark != LogPanelMark || rows < 1 || bytes < 1
        || !m_view->restoreColumns(columns) || !m_filterBar->restoreState(filter))
        return false;
    setCapacity(rows, bytes);
    return true;
}

} // namespace Signalbox
