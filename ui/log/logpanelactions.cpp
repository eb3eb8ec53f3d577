// LogPanel's actions: their keys, the menu of a row, and what each does.
#include "core/filter/filterlexer.h"
#include "ui/log/logexport.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/log/logview.h"
#include "ui/log/rowlook.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/latecopy.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QItemSelectionModel>
#include <QMenu>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxMenuText = 40; // characters

} // namespace

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
        addAction(u"zap"_s, tr("Ma&ke a route from this"), {}, InList, &LogPanel::makeRoute);
    m_testRoute = addAction(u"play"_s, tr("&Test a route with this"), Qt::Key_F9, InList,
                            &LogPanel::testRoute);
    m_exportShown =
        addAction(u"download"_s, tr("E&xport what is shown…"), {}, InList, &LogPanel::exportShown);
    m_exportSelected = addAction(u"download"_s, tr("Export the selected ro&ws…"), {}, InList,
                                 &LogPanel::exportSelected);
    m_exportAll =
        addAction(u"download"_s, tr("&Export the log…"), {}, InList, &LogPanel::exportAll);
    m_menuActions += {nullptr, m_makeRoute, m_testRoute, nullptr, m_exportShown, m_exportSelected};

    auto *slash = new QAction(this); // the same as m_find, for the list alone
    slash->setShortcut(Qt::Key_Slash);
    slash->setShortcutContext(InList);
    m_view->addAction(slash);
    connect(slash, &QAction::triggered, this, &LogPanel::focusFilter);
}

/// Why an action that is about a message is off for the chosen row; empty: it is on.
QString LogPanel::whyNot(const QAction *action) const
{
    const std::optional<LogEntry> entry = currentEntry();
    if (!entry)
        return tr("Choose a row first.");
    if (entry->size == 0)
        return tr("This row has no message.");
    if (entry->isCut())
        return tr("Only %1 of %2 of this message were kept.")
            .arg(limitBytes(quint64(entry->payload.size())), limitBytes(entry->size));
    const bool isOfRoutes = action == m_makeRoute || action == m_testRoute;
    if (isOfRoutes && entry->kind != LogKind::In)
        return tr("Routes are for messages that came in.");
    if (!isOfRoutes && entry->type == PayloadType::Binary)
        return tr("This message is binary.");
    return {};
}

void LogPanel::updateActions()
{
    const std::optional<LogEntry> entry = currentEntry();
    m_copyMessage->setEnabled(entry.has_value());
    m_copyRow->setEnabled(entry.has_value());
    for (QAction *action : {m_resend, m_edit, m_makeRoute, m_testRoute}) {
        const QString reason = whyNot(action);
        action->setEnabled(reason.isEmpty());
        action->setToolTip(reason.isEmpty() ? QString(action->text()).remove(u'&') : reason);
        action->setStatusTip(reason);
    }
    m_reply->setEnabled(entry && !entry->client.isNull());
    m_cause->setEnabled(entry && entry->cause != 0);
    m_effect->setEnabled(entry.has_value());
    m_exportSelected->setEnabled(entry && !isSampleSummary(*entry));
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
    QList<LogEntry> entries;
    qsizetype bytes = 0;
    for (const int row : selectedRows()) {
        entries.append(m_model->entryAt(row));
        bytes += entries.constLast().payload.size();
    }
    if (entries.isEmpty())
        return;
    m_copy->copy(bytes, [entries] {
        QStringList messages;
        for (const LogEntry &entry : entries)
            messages << (entry.payload.isEmpty() || entry.type == PayloadType::Binary
                             ? messageText(entry)
                             : QString::fromUtf8(entry.payload));
        return messages.join(u'\n');
    });
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

/// Everything on disk; without a journal, everything that is shown.
void LogPanel::exportAll()
{
    if (m_journal.isEmpty())
        return exportShown();
    m_export->start({.journal = m_journal});
}

/// What the filter lets through, also where it has left memory.
void LogPanel::exportShown()
{
    ExportOrder order{.journal = m_journal, .filter = m_model->filter()};
    if (m_journal.isEmpty())
        order.entries = m_model->entriesInMemory();
    m_export->start(order);
}

void LogPanel::exportSelected()
{
    ExportOrder order;
    for (const int row : selectedRows()) {
        if (!m_model->isSummary(row))
            order.entries.append(m_model->entryAt(row));
    }
    m_export->start(order);
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
    if (const QString reason = whyNot(m_resend); entry->size > 0 && !reason.isEmpty())
        menu.addAction(reason)->setEnabled(false);
    if (!entry->client.isNull() && !m_isReadOnly)
        add(m_reply, tr("Reply to %1…").arg(clientText(*entry)),
            [this, id = entry->client] { Q_EMIT sendToClientRequested(id); });
    if (!m_isReadOnly) {
        add(m_resend, m_resend->text(), [this, entry = *entry] { Q_EMIT resendRequested(entry); });
        add(m_edit, m_edit->text(), [this, entry = *entry] { Q_EMIT editRequested(entry); });
    }
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
    if (!m_isReadOnly) {
        add(m_makeRoute, m_makeRoute->text(),
            [this, entry = *entry] { Q_EMIT routeRequested(entry); });
        add(m_testRoute, m_testRoute->text(),
            [this, entry = *entry] { Q_EMIT routeTestRequested(entry); });
        menu.addSeparator();
    }
    menu.addAction(m_exportSelected);
    menu.addSeparator();
    menu.addAction(m_cause);
    menu.addAction(m_effect);
    menu.exec(m_view->viewport()->mapToGlobal(at));
}

} // namespace Signalbox
