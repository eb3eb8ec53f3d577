#include "ui/log/logpanel.h"

#include "ui/log/filteredit.h"
#include "ui/log/logmodel.h"
#include "ui/log/logview.h"
#include "ui/log/rowlook.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/visibletext.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDataStream>
#include <QItemSelectionModel>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QTime>
#include <QTimer>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr quint32 StateMark = 0x5342'4c50; // "SBLP"
constexpr int MaxPaths = 200; ///< in the box; the filter line knows more
constexpr auto TypingPause = 120ms;
constexpr qsizetype MaxMenuText = 40; // characters
constexpr qint64 MiB = 1024 * 1024;

constexpr std::pair<int, qint64> Capacities[] = {
    {20'000, 64 * MiB},   {50'000, 128 * MiB},     {LogModel::DefaultRows, LogModel::DefaultBytes},
    {500'000, 512 * MiB}, {1'000'000, 1024 * MiB},
};

QToolButton *makeToggle(const QString &icon, const QString &text, const QString &tip)
{
    QToolButton *button = makeToolButton(icon, text, tip);
    button->setCheckable(true);
    button->setChecked(true);
    return button;
}

/// `value` for the filter language.
QString quoted(QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' % value % u'"';
}

} // namespace

LogPanel::LogPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new LogModel(this))
    , m_view(new LogView(m_model, this))
    , m_capacity(LogModel::DefaultRows)
    , m_capacityBytes(LogModel::DefaultBytes)
{
    setObjectName(u"logPanel"_s);
    m_filterDelay = new QTimer(this);
    m_filterDelay->setSingleShot(true);
    m_filterDelay->setInterval(TypingPause);
    connect(m_filterDelay, &QTimer::timeout, this, &LogPanel::applyFilter);

    makeActions();
    QWidget *top = makeTopBar();
    m_empty = new EmptyState(this);
    m_pausedBanner = new Banner(Banner::Tone::Info, this);
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
    layout->addWidget(top);
    layout->addWidget(body, 1);
    layout->addWidget(m_pausedBanner);
    layout->addWidget(makeFooter());

    connect(m_model, &LogModel::countsChanged, this, &LogPanel::updateCounts);
    connect(m_view, &LogView::followingChanged, this, [this](bool following) {
        m_follow->setChecked(following);
        updateCounts();
    });
    connect(m_view, &LogView::currentRowChanged, this, [this] {
        updateActions();
        Q_EMIT currentEntryChanged(currentEntry());
    });
    connect(m_view, &LogView::escapePressed, m_filter, [this] { setFilterText({}); });
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
    m_find->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)});
    m_clear = addAction(u"trash"_s, tr("&Clear the view"), Qt::CTRL | Qt::SHIFT | Qt::Key_L,
                        InWindow, &LogPanel::clearView);
    m_undoClear = addAction(u"undo"_s, tr("&Undo clear"), {}, InWindow, &LogPanel::undoClear);
    m_copyMessage = addAction(u"copy"_s, tr("Copy &message"), QKeySequence::Copy, InList,
                              &LogPanel::copyMessages);
    m_copyRow = addAction(u"copy"_s, tr("Copy &row"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, InList,
                          &LogPanel::copyRows);
    m_resend = addAction(u"refresh"_s, tr("Re&send as it was"), Qt::CTRL | Qt::Key_R, InList,
                         &LogPanel::resend);
    m_cause = addAction(u"corner-down-right"_s, tr("Go to what caused it"), Qt::Key_BracketLeft,
                        InList, &LogPanel::showCause);
    m_effect = addAction(u"corner-down-right"_s, tr("Go to what it caused"), Qt::Key_BracketRight,
                         InList, &LogPanel::showEffect);
    m_menuActions = {m_pause,  m_follow, nullptr, m_find,   nullptr, m_copyMessage, m_copyRow,
                     m_resend, nullptr,  m_cause, m_effect, nullptr, m_clear,       m_undoClear};

    auto *slash = new QAction(this); // the same as m_find, for the list alone
    slash->setShortcut(Qt::Key_Slash);
    slash->setShortcutContext(InList);
    m_view->addAction(slash);
    connect(slash, &QAction::triggered, this, &LogPanel::focusFilter);
}

QWidget *LogPanel::makeTopBar()
{
    auto *bar = new PanelBar(44, this);
    m_in = makeToggle(u"arrow-down-left"_s, tr("In"), tr("Messages from clients"));
    m_out = makeToggle(u"arrow-up-right"_s, tr("Out"), tr("Signals to clients"));
    m_events = makeToggle(u"info"_s, tr("Events"),
                          tr("Clients that join and leave, refusals, errors and notes"));
    m_in->setObjectName(u"logIn"_s);
    m_out->setObjectName(u"logOut"_s);
    m_events->setObjectName(u"logEvents"_s);
    for (QToolButton *toggle : {m_in, m_out, m_events}) {
        bar->addWidget(toggle);
        connect(toggle, &QToolButton::toggled, this, &LogPanel::applyFilter);
    }

    m_paths = new QComboBox(bar);
    m_paths->setObjectName(u"logPaths"_s);
    m_paths->setAccessibleName(tr("Path"));
    m_paths->setToolTip(tr("Show only one path"));
    m_paths->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_paths->setMinimumContentsLength(9);
    m_paths->addItem(tr("All paths"));
    connect(m_paths, &QComboBox::currentIndexChanged, this, &LogPanel::applyFilter);
    bar->addWidget(m_paths);

    m_filter = new FilterEdit(bar);
    m_filter->setObjectName(u"logFilter"_s);
    m_filter->setAccessibleName(tr("Filter the log"));
    m_filter->setPlaceholderText(
        tr("Find in messages:  text,  path:/chat,  client:ann,  size>1kb"));
    connect(m_filter, &QLineEdit::textChanged, m_filterDelay, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, &LogPanel::applyFilter);
    connect(m_filter, &FilterEdit::left, this, &LogPanel::leaveFilter);
    bar->addWidget(m_filter, 1);

    for (QAction *action : {m_pause, m_follow, m_clear})
        bar->addWidget(makeToolButton(action));
    return bar;
}

QWidget *LogPanel::makeFooter()
{
    auto *footer = new PanelBar(28, this);
    footer->setObjectName(u"logFooter"_s);
    m_rowsText = footer->addText();
    m_rowsText->setObjectName(u"logRows"_s);

    m_leftMemory = makeToolButton(u"clock"_s, u" "_s, tr("Choose how many rows are kept"), footer);
    m_leftMemory->setObjectName(u"logLeftMemory"_s);
    m_leftMemory->setPopupMode(QToolButton::InstantPopup);
    m_rowsMenu = new QMenu(m_leftMemory);
    addRowsMenu(m_rowsMenu);
    m_leftMemory->setMenu(m_rowsMenu);

    m_missed =
        makeToolButton(u"alert-triangle"_s, u" "_s, tr("Show where rows are missing"), footer);
    m_missed->setObjectName(u"logMissed"_s);
    connect(m_missed, &QToolButton::clicked, this, [this] { setFilterText(u"kind:gap"_s); });

    footer->addStretch();
    footer->addWidget(m_missed);
    footer->addWidget(m_leftMemory);
    return footer;
}

void LogPanel::addRowsMenu(QMenu *menu)
{
    auto *group = new QActionGroup(menu);
    for (const auto &[rows, bytes] : Capacities) {
        QAction *action =
            menu->addAction(tr("Keep %1 rows, at most %2")
                                .arg(exactNumber(quint64(rows)), limitBytes(quint64(bytes))));
        action->setCheckable(true);
        action->setChecked(rows == m_capacity);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, rows = rows, bytes = bytes] {
            setCapacity(rows, bytes);
            Q_EMIT capacityChanged(rows, bytes);
        });
    }
}

void LogPanel::append(const QList<LogEntry> &entries)
{
    learnPaths(entries);
    m_model->append(entries);
}

void LogPanel::learnPaths(const QList<LogEntry> &entries)
{
    const QString *last = nullptr;
    for (const LogEntry &entry : entries) {
        if (m_paths->count() > MaxPaths)
            return;
        if (entry.path.isEmpty() || (last && *last == entry.path))
            continue;
        last = &entry.path;
        if (entry.kind == LogKind::Refused || m_paths->findData(entry.path) >= 0)
            continue; // a path that was asked for in vain is no path of ours
        int place = 1;
        while (place < m_paths->count() && m_paths->itemData(place).toString() < entry.path)
            ++place;
        m_paths->insertItem(place, visibleText(entry.path, Lines::Fold, MaxMenuText), entry.path);
    }
}

void LogPanel::setCapacity(int rows, qint64 payloadBytes)
{
    m_capacity = rows;
    m_capacityBytes = payloadBytes;
    m_model->setCapacity(rows, payloadBytes);
    const QList<QAction *> actions = m_rowsMenu->actions();
    for (qsizetype i = 0; i < actions.size(); ++i)
        actions[i]->setChecked(Capacities[i].first == rows);
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
    m_filter->setText(text);
    applyFilter();
}

QString LogPanel::filterText() const
{
    return m_filter->text();
}

void LogPanel::addToFilter(const QString &term)
{
    const QString text = m_filter->text().trimmed();
    setFilterText(text.isEmpty() ? term : QString(text % u' ' % term));
}

/// The last filter that was right stays while another is being typed.
void LogPanel::applyFilter()
{
    m_filterDelay->stop();
    LogFilter::Parsed parsed = LogFilter::parse(m_filter->text());
    m_problem = parsed.problem;
    LogFilter filter = m_problem.isEmpty() ? std::move(parsed.filter) : m_model->filter();
    filter.setScope({m_in->isChecked(), m_out->isChecked(), m_events->isChecked(),
                     m_paths->currentData().toString()});
    m_model->setFilter(filter);
    updateCounts();
}

void LogPanel::updateCounts()
{
    const auto shown = quint64(m_model->rowCount());
    const auto total = quint64(m_model->total() - m_model->waiting());
    const bool isFiltered = !m_model->filter().isEverything();
    const QString rows = total == 1 ? tr("1 row") : tr("%1 rows").arg(exactNumber(total));
    const QString counted = shown == total ? rows : tr("%1 of %2").arg(exactNumber(shown), rows);
    m_rowsText->setText(m_view->isFollowing() && !isPaused() ? tr("%1 · following").arg(counted)
                                                             : counted);

    if (!m_problem.isEmpty())
        m_filter->setVerdict(m_problem, FilterEdit::Tone::Bad);
    else if (!m_filter->text().trimmed().isEmpty())
        m_filter->setVerdict(tr("%1 of %2").arg(exactNumber(shown), exactNumber(total)),
                             FilterEdit::Tone::Good);
    else
        m_filter->setVerdict({}, FilterEdit::Tone::Plain);

    const quint64 left = m_model->leftMemory();
    m_leftMemory->setText(left == 0   ? tr("Rows kept")
                          : left == 1 ? tr("1 older row left memory")
                                      : tr("%1 older rows left memory").arg(exactNumber(left)));
    const quint64 missed = m_model->missed();
    m_missed->setVisible(missed > 0);
    m_missed->setText(missed == 1 ? tr("1 row is missing")
                                  : tr("%1 rows are missing").arg(exactNumber(missed)));

    if (isPaused()) {
        const auto waiting = quint64(m_model->waiting());
        m_pausedBanner->setText(
            waiting == 1 ? tr("Paused at %1. 1 row is waiting; everything is still recorded.")
                               .arg(m_pausedSince)
                         : tr("Paused at %1. %2 rows are waiting; everything is still recorded.")
                               .arg(m_pausedSince, exactNumber(waiting)));
    }
    m_pausedBanner->setVisible(isPaused());
    m_undoClear->setEnabled(m_model->canUndoClear());
    m_clear->setEnabled(shown > 0);

    const bool isEmpty = shown == 0;
    if (isEmpty
        && (m_stack->currentIndex() == 0 || m_empty->property("total") != total
            || m_empty->property("filtered") != isFiltered)) {
        m_empty->setProperty("total", total);
        m_empty->setProperty("filtered", isFiltered);
        m_empty->clearButtons();
        if (total == 0) {
            m_empty->setIcon(u"activity"_s);
            m_empty->setTitle(tr("Nothing has happened yet"));
            m_empty->setText(
                tr("Every message and every client that joins or leaves shows up here."));
        } else if (isFiltered) {
            m_empty->setIcon(u"filter"_s);
            m_empty->setTitle(total == 1 ? tr("1 row, and it does not match")
                                         : tr("%1, none match").arg(rows));
            m_empty->setText({});
            connect(m_empty->addButton(tr("Clear filter")), &QPushButton::clicked, this, [this] {
                for (QToolButton *toggle : {m_in, m_out, m_events})
                    toggle->setChecked(true);
                m_paths->setCurrentIndex(0);
                setFilterText({});
            });
        } else {
            m_empty->setIcon(u"trash"_s);
            m_empty->setTitle(tr("The view was cleared"));
            m_empty->setText(tr("Nothing was deleted."));
            connect(m_empty->addButton(tr("Undo clear")), &QPushButton::clicked, this,
                    &LogPanel::undoClear);
        }
    }
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
}

void LogPanel::updateActions()
{
    const std::optional<LogEntry> entry = currentEntry();
    const bool hasPayload = entry && !entry->payload.isEmpty();
    m_copyMessage->setEnabled(entry.has_value());
    m_copyRow->setEnabled(entry.has_value());
    m_resend->setEnabled(hasPayload && !entry->isCut() && entry->type != PayloadType::Binary);
    m_cause->setEnabled(entry && entry->cause != 0);
    m_effect->setEnabled(entry.has_value());
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
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void LogPanel::leaveFilter()
{
    applyFilter();
    m_view->setFocus(Qt::ShortcutFocusReason);
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

void LogPanel::showContextMenu(const QPoint &at)
{
    const auto entry = currentEntry(); // frozen: the menu speaks of this row whatever comes in
    if (!entry)
        return;
    QMenu menu(this);
    if (!entry->client.isNull()) {
        menu.addAction(lineIcon(u"send"_s), tr("Send to %1…").arg(clientText(*entry)), this,
                       [this, id = entry->client] { Q_EMIT sendToClientRequested(id); });
    }
    menu.addAction(m_resend->icon(), m_resend->text(), m_resend->shortcut(), this,
                   [this, entry = *entry] { Q_EMIT resendRequested(entry); })
        ->setEnabled(m_resend->isEnabled());
    menu.addSeparator();
    menu.addAction(m_copyMessage);
    menu.addAction(m_copyRow);
    menu.addSeparator();
    const auto addOnly = [&](const QString &text, const QString &term) {
        menu.addAction(text, this, [this, term] { addToFilter(term); });
    };
    if (!entry->path.isEmpty())
        addOnly(tr("Only path %1").arg(visibleText(entry->path, Lines::Fold, MaxMenuText)),
                u"path="_s % quoted(entry->path));
    if (!entry->client.isNull())
        addOnly(tr("Only client %1").arg(clientText(*entry)),
                u"client:"_s % entry->client.toString());
    addOnly(tr("Only kind %1").arg(kindText(entry->kind)), u"kind:"_s % kindWord(entry->kind));
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
    stream << StateMark << m_view->saveColumns() << m_in->isChecked() << m_out->isChecked()
           << m_events->isChecked() << m_paths->currentData().toString() << m_filter->text()
           << qint32(m_capacity) << m_capacityBytes;
    return state;
}

bool LogPanel::restoreState(const QByteArray &state)
{
    QDataStream stream(state);
    stream.setVersion(QDataStream::Qt_6_4);
    quint32 mark = 0;
    QByteArray columns;
    bool in = true;
    bool out = true;
    bool events = true;
    QString path;
    QString filter;
    qint32 rows = 0;
    qint64 bytes = 0;
    stream >> mark >> columns >> in >> out >> events >> path >> filter >> rows >> bytes;
    if (stream.status() != QDataStream::Ok || mark != StateMark || rows < 1 || bytes < 1
        || !m_view->restoreColumns(columns))
        return false;
    m_in->setChecked(in);
    m_out->setChecked(out);
    m_events->setChecked(events);
    if (!path.isEmpty()) {
        if (m_paths->findData(path) < 0)
            m_paths->addItem(visibleText(path, Lines::Fold, MaxMenuText), path);
        m_paths->setCurrentIndex(m_paths->findData(path));
    }
    setCapacity(rows, bytes);
    setFilterText(filter);
    return true;
}

} // namespace Signalbox
