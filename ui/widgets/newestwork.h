#pragma once

#include <QObject>
#include <QThreadPool>

#include <utility>

namespace Signalbox {

/// Work for which the window is not to wait, on a thread of its own, where only the newest counts:
/// what has not begun when something newer comes is not done, and what it returns is dropped. The
/// thread that made it.
class NewestWork
{
    Q_DISABLE_COPY_MOVE(NewestWork)
public:
    NewestWork() { m_pool.setMaxThreadCount(1); }
    /// Waits for what is under way.
    ~NewestWork()
    {
        m_pool.clear();
        m_pool.waitForDone();
    }

    /// `then` is called in the thread of this with what `work` returned, which is a value.
    template<typename Work, typename Then>
    void run(Work work, Then then)
    {
        drop();
        m_isRunning = true;
        m_pool.start([this, number = m_number, work = std::move(work), then = std::move(then)] {
            QMetaObject::invokeMethod(&m_here, [this, number, then, result = work()] {
                if (number != m_number)
                    return;
                m_isRunning = false;
                then(result);
            });
        });
    }
    /// Nothing is wanted any more.
    void drop()
    {
        m_pool.clear();
        ++m_number;
        m_isRunning = false;
    }
    bool isRunning() const { return m_isRunning; } ///< something that is wanted

private:
    QObject m_here; ///< told of what is done
    quint64 m_number = 0;
    bool m_isRunning = false;
    QThreadPool m_pool; ///< one thread
};

} // namespace Signalbox
