#pragma once

#include "core/routes/scriptsandbox.h"

#include <QJSEngine>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace Signalbox {

/// A thread in the script process that stops a script when it has computed for as long as it may.
/// Costs nothing while no script runs. Belongs to the thread that makes it. A native call of the
/// engine (a sort of millions, a huge text) does not hear it; then `stuck` is called.
class ScriptWatchdog
{
    Q_DISABLE_COPY_MOVE(ScriptWatchdog)
public:
    /// `tick` is called every few milliseconds while a script runs, `stuck` when it has not stopped
    /// Patience after it was told; both in the watchdog's thread.
    explicit ScriptWatchdog(
        std::function<void()> tick = [] {}, std::function<void()> stuck = [] {});
    static constexpr std::chrono::milliseconds Patience{100};
    ~ScriptWatchdog();

    void setDeadline(std::chrono::milliseconds deadline) { m_deadline = deadline; }
    std::chrono::milliseconds deadline() const { return m_deadline; }
    /// The engine is about to go.
    void forget(QJSEngine *engine);

    /// While it lives, the engine may run, until the deadline.
    class Run
    {
        Q_DISABLE_COPY_MOVE(Run)
    public:
        Run(ScriptWatchdog *watchdog, QJSEngine *engine);
        ~Run();
        bool isOver() const { return m_engine->isInterrupted(); } ///< it was stopped

    private:
        ScriptWatchdog *m_watchdog;
        QJSEngine *m_engine;
        qint64 m_until = 0;
        const std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    };

private:
    void watch();

    std::function<void()> m_tick;
    std::function<void()> m_stuck;
    std::chrono::milliseconds m_deadline{250};
    const ThreadClock m_clock;
    std::atomic<qint64> m_until{0}; ///< of m_clock, ns; 0: nothing runs
    std::atomic<bool> m_asleep{false};
    std::mutex m_mutex; ///< of the engine and m_stop
    std::condition_variable m_wake;
    QJSEngine *m_engine = nullptr;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace Signalbox
