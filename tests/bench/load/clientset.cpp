#include "clientset.h"

#include <unistd.h>

namespace Signalbox::Load {

ClientSet::ClientSet(size_t count)
    : m_clients(count)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
    for (Place &place : m_clients)
        place.client = std::make_unique<LoadClient>();
}

ClientSet::~ClientSet()
{
    ::close(m_epoll);
}

void ClientSet::watch(size_t index)
{
    Place &place = m_clients[index];
    const LoadClient &client = *place.client;
    if (client.descriptor() < 0) {
        place.watched = 0;
        return;
    }
    const bool reads = !place.isDeaf || client.state() != LoadClient::State::Open;
    const unsigned wanted = (reads ? unsigned(EPOLLIN) : unsigned(EPOLLRDHUP))
                            | (client.wantsWrite() ? unsigned(EPOLLOUT) : 0U);
    if (wanted == place.watched)
        return;
    epoll_event event{};
    event.events = wanted;
    event.data.u64 = index;
    ::epoll_ctl(m_epoll, place.watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, client.descriptor(),
                &event);
    place.watched = wanted;
}

bool ClientSet::serve(size_t index, unsigned events, LoadSink &sink)
{
    LoadClient &client = *m_clients[index].client;
    if (((events & EPOLLOUT) || client.state() == LoadClient::State::Connecting)
        && !client.writable())
        return false;
    if (client.state() == LoadClient::State::Connecting)
        return true;
    return !(events & (EPOLLIN | EPOLLHUP | EPOLLERR)) || client.readable(sink);
}

} // namespace Signalbox::Load
