#include "eventwatch.h"

#include "threadclock.h"

#include <QMetaEnum>
#include <QThread>

#include <utility>

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr auto Moment = 300us;

QByteArray nameOf(const QObject &receiver, QEvent::Type type)
{
    const char *event = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    const QByteArray owner = receiver.parent()
                                 ? receiver.parent()->metaObject()->className() + QByteArray("/")
                                 : QByteArray();
    return owner + receiver.metaObject()->className() + ' ' + QByteArray(event ? event : "?");
}

} // namespace

EventWatch::EventWatch(int &argc, char **argv)
    : QApplication(argc, argv)
{
}

bool EventWatch::notify(QObject *receiver, QEvent *event)
{
    if (m_isInEvent || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    m_isInEvent = true;
    const QByteArray name = nameOf(*receiver, event->type()); // neither may be there afterwards
    const auto begin = threadTime();
    const bool taken = QApplication::notify(receiver, event);
    const auto took = threadTime() - begin;
    m_isInEvent = false;
    if (took >= Moment)
        m_events.push_back({name, took});
    return taken;
}

void EventWatch::beat(std::chrono::nanoseconds work)
{
    std::vector<Event> events = std::exchange(m_events, {});
    if (work < m_mostWork)
        return;
    m_mostWork = work;
    m_busiest = std::move(events);
}

void EventWatch::forget()
{
    m_events.clear();
    m_busiest.clear();
    m_mostWork = {};
}

} // namespace Signalbox
