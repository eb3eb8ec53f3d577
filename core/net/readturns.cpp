#include "core/net/readturns.h"

#include <algorithm>

namespace Signalbox {

namespace {
constexpr qsizetype BufferSize = 256 * 1024;
}

ReadTurns::ReadTurns(QObject *parent)
    : QObject(parent)
    , m_buffer(BufferSize, Qt::Uninitialized)
{
}

void ReadTurns::wait(TurnUser *user)
{
    m_waiting.push_back(user);
    // What is posted is looked at once in a turn, and sockets in between.
    if (!std::exchange(m_isAsked, true))
        QMetaObject::invokeMethod(
            this, [this] { next(); }, Qt::QueuedConnection);
}

void ReadTurns::leave(TurnUser *user)
{
    std::erase(m_waiting, user);
}

void ReadTurns::next()
{
    m_isAsked = false;
    m_left = TurnBytes;
    for (size_t count = m_waiting.size(); count > 0 && !m_waiting.empty() && !isOver(); --count) {
        TurnUser *user = m_waiting.front();
        m_waiting.pop_front();
        user->turnCame();
    }
    if (!m_waiting.empty() && !std::exchange(m_isAsked, true))
        QMetaObject::invokeMethod(
            this, [this] { next(); }, Qt::QueuedConnection);
}

} // namespace Signalbox
