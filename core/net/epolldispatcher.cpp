#include "core/net/epolldispatcher.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QThread>

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace Signalbox {

namespace {

constexpr int MaxEvents = 512; // of one round; what is left is the first of the next
constexpr size_t FirstEntries = 64;
constexpr std::chrono::milliseconds LongestWait = 1h;

struct Kind
{
    QSocketNotifier::Type type;
    quint32 wanted; ///< what to ask epoll for
    quint32 told; ///< what to tell the notifier about, the same as Qt's own dispatcher does
};
constexpr Kind Kinds[] = {
    {QSocketNotifier::Read, EPOLLIN, EPOLLIN | EPOLLHUP | EPOLLERR},
    {QSocketNotifier::Write, EPOLLOUT, EPOLLOUT | EPOLLHUP | EPOLLERR},
    {QSocketNotifier::Exception, EPOLLPRI, EPOLLPRI | EPOLLHUP | EPOLLERR},
};

} // namespace

EpollDispatcher::EpollDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_event(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
    , m_entries(FirstEntries)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = quint64(quint32(m_event));
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_event, &event);
}

EpollDispatcher::~EpollDispatcher()
{
    close(m_event);
    close(m_epoll);
}

quint32 EpollDispatcher::wanted(const Entry &entry)
{
    quint32 events = 0;
    for (const Kind &kind : Kinds)
        if (entry.notifiers[kind.type])
            events |= kind.wanted;
    return events;
}

EpollDispatcher::Entry &EpollDispatcher::entryOf(int descriptor)
{
    if (size_t(descriptor) >= m_entries.size())
        m_entries.resize(std::max(size_t(descriptor) + 1, m_entries.size() * 2));
    return m_entries[size_t(descriptor)];
}

// EPOLLOUT comes and goes: the system is told once, before it is asked.
void EpollDispatcher::markDirty(int descriptor, Entry &entry)
{
    if (entry.isDirty)
        return;
    entry.isDirty = true;
    m_dirty.push_back(descriptor);
}

void EpollDispatcher::apply(int descriptor, Entry &entry)
{
    const quint32 want = wanted(entry);
    if (want == entry.known)
        return;
    epoll_event event{};
    event.events = want;
    event.data.u64 = quint64(entry.generation) << 32 | quint32(descriptor);
    const int operation = !want ? EPOLL_CTL_DEL : entry.known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    int result = epoll_ctl(m_epoll, operation, descriptor, &event);
    // The descriptor was closed while it was registered, and another has its number now; or it is
    // still known from the time before.
    if (result < 0 && operation == EPOLL_CTL_MOD && errno == ENOENT)
        result = epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    else if (result < 0 && operation == EPOLL_CTL_ADD && errno == EEXIST)
        result = epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event);
    if (result < 0 && operation != EPOLL_CTL_DEL && errno != EBADF)
        qErrnoWarning("EpollDispatcher: cannot watch the descriptor %d", descriptor);
    entry.known = result < 0 ? 0 : want;
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    Q_ASSERT(notifier->thread() == thread() && thread() == QThread::currentThread());
    const int descriptor = int(notifier->socket());
    Entry &entry = entryOf(descriptor);
    QSocketNotifier *&place = entry.notifiers[notifier->type()];
    if (place) {
        qWarning("EpollDispatcher: the descriptor %d has two notifiers of one type", descriptor);
        entry.known = 0; // the first may be that of a socket that is gone
    }
    if (entry.known == 0)
        ++entry.generation; // events of the old socket that are under way are not for the new
    place = notifier;
    if (entry.known == 0)
        apply(descriptor, entry);
    else
        markDirty(descriptor, entry);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    Q_ASSERT(notifier->thread() == thread() && thread() == QThread::currentThread());
    const int descriptor = int(notifier->socket());
    Entry &entry = entryOf(descriptor);
    QSocketNotifier *&place = entry.notifiers[notifier->type()];
    if (place != notifier)
        return;
    place = nullptr;
    if (wanted(entry) == 0)
        apply(descriptor, entry); // at once: the descriptor is about to be closed
    else
        markDirty(descriptor, entry);
}

void EpollDispatcher::forget(int descriptor)
{
    auto *own = qobject_cast<EpollDispatcher *>(QAbstractEventDispatcher::instance());
    if (!own || size_t(descriptor) >= own->m_entries.size())
        return;
    Entry &entry = own->m_entries[size_t(descriptor)];
    std::fill(std::begin(entry.notifiers), std::end(entry.notifiers), nullptr);
    entry.known = 0;
}

int EpollDispatcher::activate(int descriptor, quint32 generation, quint32 events)
{
    int activated = 0;
    const quint64 round = m_round;
    for (const Kind &kind : Kinds) {
        if (!(events & kind.told))
            continue;
        const Entry &entry = m_entries[size_t(descriptor)]; // anew: handlers change what is wanted
        if (entry.generation != generation || m_round != round)
            break;
        if (QSocketNotifier *notifier = entry.notifiers[kind.type]) {
            QEvent event(QEvent::SockAct);
            QCoreApplication::sendEvent(notifier, &event);
            ++activated;
        }
    }
    return activated;
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted.store(false);
    // Before the posted events are looked at: later ones set it again.
    const bool wasWoken = m_woken.exchange(false);
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    const bool withTimers = !(flags & QEventLoop::X11ExcludeTimers);
    const bool canBlock =
        (flags & QEventLoop::WaitForMoreEvents) && !wasWoken && !m_interrupted.load();
    if (canBlock)
        Q_EMIT aboutToBlock();
    if (m_interrupted.load())
        return false;
    const int milliseconds = !canBlock || m_woken.load() ? 0 : withTimers ? untilNextTimer() : -1;
    int handled = 0;
    if (!(flags & QEventLoop::ExcludeSocketNotifiers))
        handled += askSockets(milliseconds);
    else if (canBlock)
        handled += askWakeUp(milliseconds);
    if (withTimers)
        handled += activateTimers();
    return handled > 0 || wasWoken || m_woken.load();
}

int EpollDispatcher::askSockets(int milliseconds)
{
    for (const int descriptor : m_dirty) {
        Entry &entry = m_entries[size_t(descriptor)];
        entry.isDirty = false;
        apply(descriptor, entry);
    }
    m_dirty.clear();
    epoll_event events[MaxEvents];
    const int count = epoll_wait(m_epoll, events, MaxEvents, milliseconds);
    const quint64 round = ++m_round;
    int handled = 0;
    // What was posted before a socket had something to read is looked at before that is read.
    if (count > 0 && m_woken.exchange(false)) {
        QCoreApplication::sendPostedEvents();
        ++handled;
    }
    // A handler may run an event loop of its own. That asks again, and gets all that is still to be
    // told: what is left of this round is then out of date.
    for (int i = 0; i < count && m_round == round; ++i) {
        const int descriptor = int(quint32(events[i].data.u64));
        if (descriptor == m_event) {
            takeWakeUp();
            ++handled;
        } else {
            handled += activate(descriptor, quint32(events[i].data.u64 >> 32), events[i].events);
        }
    }
    return handled;
}

int EpollDispatcher::askWakeUp(int milliseconds)
{
    pollfd event{m_event, POLLIN, 0};
    if (poll(&event, 1, milliseconds) < 1)
        return 0;
    takeWakeUp();
    return 1;
}

void EpollDispatcher::takeWakeUp()
{
    eventfd_t value = 0;
    eventfd_read(m_event, &value);
}

// Our own thread needs no system call to be kept from blocking: it looks before it does.
void EpollDispatcher::wakeUp()
{
    if (!m_woken.exchange(true) && QThread::currentThread() != thread())
        eventfd_write(m_event, 1);
}

void EpollDispatcher::interrupt()
{
    m_interrupted.store(true);
    wakeUp();
}

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                                    QObject *object)
{
    Q_ASSERT(timerId > 0 && interval >= 0 && thread() == QThread::currentThread());
    const std::chrono::milliseconds every(interval);
    const Clock::time_point due = Clock::now() + every;
    m_timers.insert_or_assign(timerId, Timer{every, timerType, object, due});
    m_order.emplace(due, timerId);
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    const auto timer = m_timers.find(timerId);
    if (timer == m_timers.end())
        return false;
    m_order.erase({timer->second.due, timerId});
    m_timers.erase(timer);
    return true;
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    const auto timers = registeredTimers(object);
    for (const TimerInfo &timer : timers)
        unregisterTimer(timer.timerId);
    return !timers.isEmpty();
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> list;
    for (const auto &[id, timer] : m_timers)
        if (timer.object == object)
            list.append(TimerInfo(id, int(timer.interval.count()), timer.type));
    return list;
}

int EpollDispatcher::remainingTime(int timerId)
{
    const auto timer = m_timers.find(timerId);
    if (timer == m_timers.end())
        return -1;
    return int(
        std::max(std::chrono::ceil<std::chrono::milliseconds>(timer->second.due - Clock::now()),
                 0ms)
            .count());
}

// In milliseconds, rounded up so that no timer is early; -1: there is none.
int EpollDispatcher::untilNextTimer() const
{
    for (const auto &[due, id] : m_order) {
        if (m_timers.at(id).isActive)
            continue; // of an outer event loop; it is not told again before that is done
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now());
        return int(std::clamp<std::chrono::milliseconds>(left, 0ms, LongestWait).count());
    }
    return -1;
}

int EpollDispatcher::activateTimers()
{
    const Clock::time_point now = m_order.empty() ? Clock::time_point() : Clock::now();
    std::vector<int> dueNow; // each once, however short its interval
    for (const auto &[due, id] : m_order) {
        if (due > now)
            break;
        dueNow.push_back(id);
    }
    int activated = 0;
    for (const int id : dueNow) {
        const auto timer = m_timers.find(id); // anew: handlers start and stop timers
        if (timer == m_timers.end() || timer->second.isActive || timer->second.due > now)
            continue;
        Timer &each = timer->second;
        m_order.erase({each.due, id});
        each.due += each.interval;
        if (each.due < now)
            each.due = now + each.interval; // what was missed is not made up for
        m_order.emplace(each.due, id);
        each.isActive = true;
        QTimerEvent event(id);
        QCoreApplication::sendEvent(each.object, &event);
        if (const auto same = m_timers.find(id); same != m_timers.end())
            same->second.isActive = false;
        ++activated;
    }
    return activated;
}

} // namespace Signalbox
