#include "core/routes/scriptwatchdog.h"

namespace Signalbox {

using namespace std::chrono_literals;
namespace {

constexpr auto Tick = 5ms;
constexpr int IdleTicks = 40; ///< without a run, before the thread sleeps until it is woken

} // namespace

ScriptWatchdog::ScriptWatchdog(std::function<void()> tick, std::function<void()> stuck)
    : m_tick(std::move(tick))
    , m_stuck(std::move(stuck))
    , m_thread([this] { watch(); })
{
}

ScriptWatchdog::~ScriptWatchdog()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void ScriptWatchdog::watch()
{
    std::unique_lock lock(m_mutex);
    for (int idle = 0; !m_stop;) {
        if (idle >= IdleTicks) {
            m_asleep.store(true);
            m_wake.wait(lock, [this] { return m_stop || m_until.load() != 0; });
            m_asleep.store(false);
            idle = 0;
        } else {
            m_wake.wait_for(lock, Tick);
        }
        // The clock first: a run that ends in time must not be seen as late afterwards (see ~Run).
        const qint64 now = m_clock.now().count();
        const qint64 until = m_until.load();
        idle = until == 0 ? idle + 1 : 0;
        if (until == 0)
            continue;
        if (m_engine && now > until)
            m_engine->setInterrupted(true);
        m_tick();
        if (now - until > std::chrono::nanoseconds(Patience).count())
            m_stuck();
    }
}

void ScriptWatchdog::forget(QJSEngine *engine)
{
    const std::scoped_lock lock(m_mutex);
    if (m_engine == engine)
        m_engine = nullptr;
}

ScriptWatchdog::Run::Run(ScriptWatchdog *watchdog, QJSEngine *engine)
    : m_watchdog(watchdog)
    , m_engine(engine)
{
    if (m_watchdog->m_engine != engine) { // only this thread writes it
        const std::scoped_lock lock(m_watchdog->m_mutex);
        m_watchdog->m_engine = engine;
    }
    m_until = (m_watchdog->m_clock.now() + m_watchdog->m_deadline).count();
    m_watchdog->m_until.store(m_until);
    if (m_watchdog->m_asleep.load()) {
        const std::scoped_lock lock(m_watchdog->m_mutex);
        m_watchdog->m_wake.notify_one();
    }
}

ScriptWatchdog::Run::~Run()
{
    m_watchdog->m_until.store(0);
    // It has not computed for longer than it took, and this clock is no call of the system.
    if (std::chrono::steady_clock::now() - m_begin < m_watchdog->m_deadline / 2)
        return;
    if (m_watchdog->m_clock.now().count() <= m_until)
        return;
    const std::scoped_lock lock(m_watchdog->m_mutex); // it is not about to interrupt
    m_engine->setInterrupted(false);
}

} // namespace Signalbox
