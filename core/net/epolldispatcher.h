#pragma once

#include <QAbstractEventDispatcher>

#include <atomic>
#include <chrono>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace Signalbox {

/// An event dispatcher for threads with thousands of sockets (Linux): epoll instead of the poll()
/// of Qt's own, whose every round costs something for each idle socket. Belongs to the thread it is
/// given to by QThread::setEventDispatcher(), before that starts; only wakeUp() and interrupt() may
/// be called elsewhere.
///
/// Timers of every type are kept to the millisecond: never early, and late only when the thread is
/// busy. A notifier is to be disabled before its descriptor is closed, as for any dispatcher; when
/// it was not, the notifier falls silent and the number can be used again.
class EpollDispatcher final : public QAbstractEventDispatcher
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EpollDispatcher)
public:
    explicit EpollDispatcher(QObject *parent = nullptr);
    ~EpollDispatcher() override;

    /// False: the system has no descriptors left, and this dispatcher must not be used.
    bool isValid() const { return m_epoll >= 0 && m_event >= 0; }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;

    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                       QObject *object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject *object) override;
    QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int timerId) override;

    /// A descriptor of the calling thread's sockets is about to be closed: what watched it need not
    /// be taken back one by one. Nothing where the thread has another dispatcher.
    static void forget(int descriptor);

    void wakeUp() override;
    void interrupt() override;

private:
    using Clock = std::chrono::steady_clock;
    struct Entry ///< what is wanted of one descriptor
    {
        QSocketNotifier *notifiers[3] = {}; ///< by QSocketNotifier::Type
        quint32 generation = 0; ///< tells a socket from the one that had its number before
        quint32 known = 0; ///< the events epoll has been told
        bool isDirty = false;
    };
    struct Timer
    {
        std::chrono::milliseconds interval;
        Qt::TimerType type;
        QObject *object;
        Clock::time_point due;
        bool isActive = false; ///< its handler runs, perhaps in an outer event loop
    };

    static quint32 wanted(const Entry &entry);
    Entry &entryOf(int descriptor);
    void markDirty(int descriptor, Entry &entry);
    void apply(int descriptor, Entry &entry);
    int askSockets(int milliseconds);
    int askWakeUp(int milliseconds);
    void takeWakeUp();
    int activate(int descriptor, quint32 generation, quint32 events);
    int activateTimers();
    int untilNextTimer() const;

    int m_epoll;
    int m_event; ///< an eventfd: what wakeUp() writes to
    std::vector<Entry> m_entries; ///< by descriptor
    std::vector<int> m_dirty; ///< descriptors whose entry changed since epoll was told
    quint64 m_round = 0; ///< of asking epoll
    std::map<int, Timer> m_timers; ///< by timer id
    std::set<std::pair<Clock::time_point, int>> m_order; ///< the timers, the next first
    std::atomic<bool> m_woken{false}; ///< something was posted: do not block
    std::atomic<bool> m_interrupted{false};
};

} // namespace Signalbox
