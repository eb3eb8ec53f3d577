#include "ui/widgets/turn.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <deque>

namespace Signalbox {

namespace {

/// Those that wait, in all windows.
class Queue final : public QObject
{
public:
    explicit Queue(QObject *parent)
        : QObject(parent)
    {
        m_timer.setInterval(0);
        m_timer.setSingleShot(true);
        m_timer.callOnTimeout(this, &Queue::callNext);
    }

    bool has(const Turn *turn) const
    {
        return std::find(m_turns.begin(), m_turns.end(), turn) != m_turns.end();
    }

    void append(Turn *turn)
    {
        m_turns.push_back(turn);
        goOn();
    }

    void remove(Turn *turn) { std::erase(m_turns, turn); }

private:
    void callNext()
    {
        if (m_turns.empty())
            return;
        Turn *turn = m_turns.front();
        m_turns.pop_front();
        goOn(); // the work may run an event loop of its own
        Q_EMIT turn->came();
        goOn(); // timers that came due meanwhile are before the next
    }

    void goOn()
    {
        if (!m_turns.empty())
            m_timer.start();
    }

    std::deque<Turn *> m_turns;
    QTimer m_timer; ///< for when nothing else is due
};

QPointer<Queue> queue; // goes with the application

} // namespace

Turn::Turn(QObject *parent)
    : QObject(parent)
{
}

Turn::~Turn()
{
    cancel();
}

void Turn::ask()
{
    if (!queue)
        queue = new Queue(QCoreApplication::instance());
    if (!queue->has(this))
        queue->append(this);
}

void Turn::cancel()
{
    if (queue)
        queue->remove(this);
}

bool Turn::isWaiting() const
{
    return queue && queue->has(this);
}

} // namespace Signalbox
