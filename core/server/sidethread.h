#pragma once

#include <QObject>
#include <QThreadPool>

#include <utility>

namespace Signalbox {

/// A thread beside the one of its home, for what may take longer than others there can wait: one
/// piece of work after the other. It is there only while there is any.
class SideThread
{
    Q_DISABLE_COPY_MOVE(SideThread)
public:
    explicit SideThread(QObject *home)
        : m_home(home)
    {
        m_pool.setMaxThreadCount(1);
    }
    ~SideThread() { finish(); }

    /// Waits for what is under way; what has not begun is not done.
    void finish()
    {
        m_pool.clear();
        m_pool.waitForDone();
    }

    /// `then` is called in the home's thread with what `work` returned.
    template<typename Work, typename Then>
    void run(Work work, Then then)
    {
        m_pool.start([home = m_home, work = std::move(work), then = std::move(then)] {
            QMetaObject::invokeMethod(home, [then, result = work()] { then(result); });
        });
    }

private:
    QObject *m_home;
    QThreadPool m_pool;
};

} // namespace Signalbox
