#include "ui/log/logpast.h"

#include "ui/log/logmodel.h"
#include "ui/log/logview.h"

#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace Signalbox {

namespace {

constexpr qsizetype PageRows = 300;
constexpr quint64 MaxPageRows = 20'000; // on the way to a place farther back

} // namespace

LogPast::LogPast(LogModel *model, LogView *view, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_view(view)
{
    connect(&m_search, &JournalSearch::found, this, &LogPast::take);
    connect(&m_search, &JournalSearch::progressed, this, [this](double done) {
        m_progress = done;
        Q_EMIT changed();
    });
    connect(&m_search, &JournalSearch::failed, this, [this] { setState(State::Failed); });
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        reset();
        look(false);
    });
    connect(view, &LogView::followingChanged, this, [this](bool following) {
        if (following && m_view->verticalScrollBar()->maximum() > 0)
            reset(); // it is far up
    });
    connect(view->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { look(true); });
    connect(view->verticalScrollBar(), &QScrollBar::rangeChanged, this, &LogPast::onRowsChanged);
    connect(model, &LogModel::countsChanged, this, &LogPast::onRowsChanged);
}

void LogPast::setJournal(const QString &fileName)
{
    if (fileName == m_search.fileName())
        return;
    m_search.setFileName(fileName);
    m_model->dropPast();
    reset();
    look(false);
}

void LogPast::forget()
{
    reset();
    look(false);
}

void LogPast::reset()
{
    m_search.cancel();
    m_model->dropPast();
    m_begin.reset();
    m_progress = 0;
    setState(m_search.fileName().isEmpty() ? State::None : State::Idle);
}

/// There are enough rows in memory to fill the view.
bool LogPast::isMemoryEnough() const
{
    const int rows = m_model->rowCount() - m_model->pastRows();
    return rows * m_view->verticalHeader()->defaultSectionSize() > m_view->viewport()->height();
}

void LogPast::onRowsChanged()
{
    if (m_model->isChanging())
        return;
    if (m_model->pastBegin() && m_model->leftMemory() != m_leftMemory && m_view->isFollowing()
        && isMemoryEnough())
        reset(); // it would grow with all that leaves memory
    look(false);
}

/// Fetches more if there is room for it on the screen or nearly so. `isAsked`: the user scrolled.
void LogPast::look(bool isAsked)
{
    const QScrollBar *bar = m_view->verticalScrollBar();
    const bool isNear = bar->value() <= m_view->viewport()->height();
    const bool isFilled = bar->maximum() > 0;
    const quint64 wanted = m_view->wantedSequence();
    if ((m_state == State::Cancelled || m_state == State::Failed) && isAsked)
        setState(State::Idle);
    if (m_state == State::AtEnd && m_model->pastBegin() != m_begin)
        setState(State::Idle); // more has left memory, and is in the file
    if (m_state != State::Idle || m_model->isChanging() || m_model->isSearching()
        || m_model->canUndoClear())
        return;
    if (wanted == 0 && (!isNear || (m_view->isFollowing() && isFilled)))
        return;
    if (!m_model->canTakePast()) {
        m_view->showWanted(); // as near as it gets
        return setState(State::Full);
    }
    if (!m_model->pastBegin())
        m_leftMemory = m_model->leftMemory();
    m_begin = m_model->beginPast();
    m_progress = 0;
    const quint64 far = wanted == 0 ? 0 : *m_begin - std::min(*m_begin, wanted);
    m_search.find(m_model->filter(), *m_begin, PageRows + qsizetype(std::min(far, MaxPageRows)));
    setState(State::Searching);
}

void LogPast::take(const QList<LogEntry> &entries, quint64 before, bool isAtEnd)
{
    m_progress = 0;
    if (m_model->pastBegin() != m_begin) { // these rows would not join those that are here now
        setState(State::Idle);
        return look(false);
    }
    m_model->prependPast(entries, before); // still searching: the view is not where it will be
    m_begin = m_model->pastBegin();
    if (isAtEnd || before <= m_view->wantedSequence())
        m_view->showWanted();
    m_state = isAtEnd ? State::AtEnd : State::Idle;
    Q_EMIT changed();
    look(false);
}

void LogPast::cancel()
{
    m_search.cancel();
    m_progress = 0;
    setState(State::Cancelled);
}

void LogPast::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT changed();
}

} // namespace Signalbox
